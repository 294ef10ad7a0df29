package import DatabaseAddress

/// How guarded runs are to be made.
package struct RunSettings: Sendable {
    /// The command, and arguments that come first.
    package let alembicCommand: [String]
    package let connectTimeout: Duration
    package let lockTimeout: Duration
    package let runTimeout: Duration
    /// `nil` leaves it to the server.
    package let migrationLockTimeout: Duration?
    package let migrationStatementTimeout: Duration?
    /// The operator's commands around Alembic; each empty where there is none.
    package let before: [String]
    package let after: [String]
    /// Where a backup goes before a run; `nil` for none.
    package let backupDirectory: String?
    /// The variables that hold databases' URLs, by `url-env`.
    package let urlVariables: Set<String>
    /// Whether `ENVIRONMENT` says so.
    package let isProduction: Bool
    /// Whether a run can be asked for over HTTP.
    package let isEnabled: Bool
    package let isForAnyEnvironment: Bool
    /// Those of callers who may ask for runs; never empty where it is enabled.
    package let tokens: [RunToken]
}

/// What a caller must show to ask for a run, and what the log calls whoever has it.
package struct RunToken: Sendable {
    package let name: String
    package let secret: Secret
}

extension SettingSources {
    mutating func run() -> RunSettings {
        let isEnabled = truth(.runEnabled)
        let tokens = isEnabled ? tokens() : []
        if isEnabled, tokens.isEmpty {
            reportMissing(
                .runTokenFile, "run.enabled needs a token: put one into a file that --run.token-file names.")
        }
        return RunSettings(
            alembicCommand: words(.alembicCommand),
            connectTimeout: duration(.connectTimeout, atLeast: .milliseconds(10)),
            lockTimeout: duration(.lockTimeout, atLeast: .zero),
            runTimeout: duration(.runTimeout, atLeast: .milliseconds(10)),
            migrationLockTimeout: optionalDuration(.migrationLockTimeout),
            migrationStatementTimeout: optionalDuration(.migrationStatementTimeout),
            before: words(.before), after: words(.after), backupDirectory: written(.backupTo)?.text,
            urlVariables: Set(file.databases.compactMap { $0.entries["url-env"]?.values.first }),
            isProduction: isProduction, isEnabled: isEnabled,
            isForAnyEnvironment: truth(.runAnyEnvironment), tokens: tokens)
    }

    private mutating func tokens() -> [RunToken] {
        let variable = "MIGRATION_EXPORTER_RUN_TOKEN"
        var tokens: [RunToken] = []
        if let text = environment[variable], !text.isEmpty {
            tokens.append(token(text, of: "environment", place: "The token in \(variable)"))
        }
        guard let path = written(.runTokenFile),
            let file = contents(of: path.text, place: path.place, for: .runTokenFile)
        else { return tokens }
        let lines = file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let secret = words.last, words.first?.hasPrefix("#") == false else { continue }
            let name = words.count > 1 ? words.dropLast().joined(separator: " ") : "token"
            let place = "\(path.text):\(index + 1): the token\(words.count > 1 ? " of \(name)" : "")"
            tokens.append(token(String(secret), of: name, place: place))
        }
        return tokens
    }

    private mutating func token(_ text: String, of name: String, place: String) -> RunToken {
        if text.utf8.count < 16 {
            report("\(place) is shorter than 16 characters. Make one with `openssl rand -hex 32`.")
        }
        return RunToken(name: name, secret: Secret(text))
    }

    /// A command: never a shell's, so that spaces are all that counts in it.
    private mutating func words(_ setting: Setting) -> [String] {
        (written(setting) ?? .fallback(of: setting)).text.split(separator: " ").map(String.init)
    }

    mutating func truth(_ setting: Setting, in section: ConfigurationFile.Section? = nil) -> Bool {
        let written = written(setting, in: section) ?? .fallback(of: setting)
        switch written.text.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default:
            report("\(written.place) is '\(written.text)'; it must be true or false.")
            return false
        }
    }

    private mutating func optionalDuration(_ setting: Setting) -> Duration? {
        written(setting) == nil ? nil : duration(setting, atLeast: .milliseconds(1))
    }
}
