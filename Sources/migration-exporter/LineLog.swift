import Exposition
import FoundationEssentials
import Logging
import Settings

extension Logger {
    /// Writes a line for each event to standard error.
    init(_ settings: LogSettings) {
        self.init(label: "migration-exporter") { _ in LineLog(format: settings.format, level: settings.level.ofLogger) }
    }

    /// For libraries, whose everyday news nobody asked for.
    var quiet: Logger {
        var logger = self
        logger.logLevel = max(logLevel, .warning)
        return logger
    }
}

extension LogSettings.Level {
    fileprivate var ofLogger: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

/// One line for each event, as logfmt (`time=… level=… msg=…`) or as a JSON object.
struct LineLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let format: LogSettings.Format

    init(format: LogSettings.Format, level: Logger.Level) {
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let extra = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let fields: [(String, String)] =
            [("time", Date().ISO8601Format()), ("level", event.level.rawValue), ("msg", event.message.description)]
            + extra.map { ($0.key, $0.value.description) }
        switch format {
        case .logfmt: Terminal.log(fields.map { "\($0.0)=\(Self.quotedIfNeeded($0.1))" }.joined(separator: " ") + "\n")
        case .json: Terminal.log(Body(.object(fields.map { ($0.0, .string($0.1)) })).text(at: .now, startedAt: .now))
        }
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D }
        return isPlain ? text : JSON.quoted(text)
    }
}
