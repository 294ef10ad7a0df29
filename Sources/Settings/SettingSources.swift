import FoundationEssentials

/// Where settings come from: a flag wins over the environment, which wins over the file.
struct SettingSources {
    /// A value as somebody wrote it, and where, for messages.
    struct Written {
        let values: [String]
        let place: String
        /// Where they were read from, if from a file of their own.
        var file: String?

        var text: String { values.joined(separator: ",") }
    }

    let flags: [String: [String]]
    let environment: [String: String]
    let file: ConfigurationFile
    private(set) var problems: [String] = []

    init(flags: [String: [String]], environment: [String: String]) {
        self.flags = flags
        self.environment = environment
        let named = flags["config.file"]?.last ?? Setting.configFile.variables.lazy.compactMap { environment[$0] }.first
        file = named.map { ConfigurationFile(path: $0) } ?? ConfigurationFile()
        problems = file.problems
    }

    /// What was written for a setting, or `nil` where only its default counts.
    mutating func written(_ setting: Setting, in section: ConfigurationFile.Section? = nil) -> Written? {
        if let values = flags[setting.name], !values.isEmpty {
            return Written(values: values, place: "--\(setting.name)")
        }
        if let found = fromEnvironment(setting) { return found }
        if let own = section?.entries[setting.name] {
            return Written(values: own.values, place: "\(own.place): \(setting.name)")
        }
        return file.top.entries[setting.name].map { Written(values: $0.values, place: "\($0.place): \(setting.name)") }
    }

    /// Each variable has a twin with `_FILE` at its end, which names a file that holds the value.
    private mutating func fromEnvironment(_ setting: Setting) -> Written? {
        for variable in setting.variables {
            let value = environment[variable].flatMap { $0.isEmpty ? nil : $0 }
            let path = environment[variable + "_FILE"].flatMap { $0.isEmpty ? nil : $0 }
            if value != nil, path != nil {
                report("\(variable) and \(variable)_FILE are both set. Unset one of them.")
            }
            if let value { return Written(values: [value], place: variable) }
            if let path {
                return contents(of: path, place: "\(variable)_FILE").map {
                    Written(values: [$0], place: path, file: path)
                }
            }
        }
        return nil
    }

    /// Whether the application runs for real.
    var isProduction: Bool { environment["ENVIRONMENT"] == "production" }

    /// The text of a file without the white space around it.
    mutating func contents(of path: String, place: String) -> String? {
        let text = Self.trimmedContents(of: path)
        if text == nil {
            report("\(place) names \(path), which cannot be read. Correct the name, or the file's permissions.")
        }
        return text
    }

    static func trimmedContents(of path: String) -> String? {
        guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else { return nil }
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Once, however often the setting is read.
    mutating func report(_ problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }
}
