/// How to log: read on its own and first, so that a mistake in anything else can be reported.
package struct LogSettings: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case logfmt
        case json
    }

    package enum Level: String, Sendable, CaseIterable {
        case debug, info, warning, error
    }

    package let level: Level
    package let format: Format

    package init(flags: [String: [String]], environment: [String: String]) throws(SettingsError) {
        var sources = SettingSources(flags: flags, environment: environment)
        let level = sources.written(.logLevel)
        let format = sources.written(.logFormat)
        let words = Level.allCases.map(\.rawValue).joined(separator: ", ")
        var problems: [String] = []
        if let level, Level(rawValue: level.text) == nil {
            problems.append("\(level.place) is '\(level.text)'; it must be one of \(words).")
        }
        if let format, Format(rawValue: format.text) == nil {
            problems.append("\(format.place) is '\(format.text)'; it must be logfmt or json.")
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        self.level = level.flatMap { Level(rawValue: $0.text) } ?? .info
        self.format = format.flatMap { Format(rawValue: $0.text) } ?? .logfmt
    }
}
