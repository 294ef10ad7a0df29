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
    private(set) var file = ConfigurationFile()
    private(set) var problems: [String] = []
    /// The settings of which somebody said something that cannot be read. That is a problem already.
    private var unreadable: Set<String> = []

    init(flags: [String: [String]], environment: [String: String]) {
        self.flags = flags
        self.environment = environment
        guard let named = given(.configFile), let path = named.values.last else { return }
        file = ConfigurationFile(path: path, namedBy: named.place)
        problems += file.problems
        if !file.isUnderstood { unreadable.insert(Setting.configFile.name) }
    }

    /// What was written for a setting, or `nil` where only its default counts.
    mutating func written(_ setting: Setting, in section: ConfigurationFile.Section? = nil) -> Written? {
        if let given = given(setting) { return given }
        if let own = section?.entries[setting.name] {
            return Written(values: own.values, place: "\(own.place): \(setting.name)")
        }
        return file.top.entries[setting.name].map { Written(values: $0.values, place: "\($0.place): \(setting.name)") }
    }

    /// By a flag or the environment.
    private mutating func given(_ setting: Setting) -> Written? {
        if let values = flags[setting.name], !values.isEmpty {
            return Written(values: values, place: "--\(setting.name)")
        }
        return fromEnvironment(setting) ?? (setting.name == Setting.listenAddress.name ? platformPort() : nil)
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
                return contents(of: path, place: "\(variable)_FILE", for: setting).map {
                    Written(values: [$0.trimmed], place: path, file: path)
                }
            }
        }
        return nil
    }

    /// `PORT` is how platforms give a process its port.
    private mutating func platformPort() -> Written? {
        guard let text = environment["PORT"], !text.isEmpty else { return nil }
        guard UInt16(text) != nil else {
            report("PORT is '\(text)'; it must be a number from 0 to 65535.")
            return nil
        }
        return Written(values: [":\(text)"], place: "PORT")
    }

    /// Whether the application runs for real.
    var isProduction: Bool { environment["ENVIRONMENT"] == "production" }

    /// What stands in a file that `place` names.
    mutating func contents(of path: String, place: String, for setting: Setting) -> TextFile? {
        do {
            return try TextFile(path: path)
        } catch {
            report(error.sentence(of: path, namedBy: place))
            unreadable.insert(setting.name)
            return nil
        }
    }

    /// That nobody says what has to be said. Where something could not be read, somebody may have said it there.
    mutating func reportMissing(_ setting: Setting, _ problem: String) {
        guard unreadable.isDisjoint(with: [setting.name, Setting.configFile.name]) else { return }
        report(problem)
    }

    /// Once, however often the setting is read.
    mutating func report(_ problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }
}
