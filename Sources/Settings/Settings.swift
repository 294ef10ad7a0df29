/// The whole configuration, checked: whoever holds one can use every value in it.
package struct Settings: Sendable {
    /// Never empty; each name once.
    package let databases: [DatabaseSettings]
    package let sampleInterval: Duration
    package let sampleTimeout: Duration
    package let web: WebSettings
    package let telemetryPath: String
    package let shutdownDelay: Duration
    package let unhealthyWhen: Set<HealthWord>
    /// Whether the configuration can be read again over HTTP.
    package let hasLifecycle: Bool
    package let run: RunSettings
    /// What was written of the settings that count only at the start, by name.
    let ofStart: [String: String]

    /// - `flags`: by name, without dashes, each with the values that were given.
    /// - `environment`: the process's own.
    /// - `old`: what is in force, where this is to follow it. What its web file said stays: that is watched for itself.
    ///
    /// Throws every problem at once.
    package init(
        flags: [String: [String]], environment: [String: String], after old: Settings? = nil
    ) throws(SettingsError) {
        var sources = SettingSources(flags: flags, environment: environment)
        databases = sources.databases()
        sampleInterval = sources.duration(.sampleInterval, atLeast: .milliseconds(100))
        sampleTimeout = sources.duration(.sampleTimeout, atLeast: .milliseconds(10))
        shutdownDelay = sources.duration(.shutdownDelay, atLeast: .zero)
        web = sources.web(after: old?.web)
        telemetryPath = sources.telemetryPath()
        unhealthyWhen = sources.unhealthyWhen()
        hasLifecycle = sources.truth(.enableLifecycle)
        run = sources.run()
        var ofStart: [String: String] = [:]
        for setting in Setting.ofStart { ofStart[setting.name] = sources.written(setting)?.text }
        self.ofStart = ofStart
        guard sources.problems.isEmpty else { throw SettingsError(problems: sources.problems) }
    }
}

extension SettingSources.Written {
    static func fallback(of setting: Setting) -> Self {
        Self(values: setting.fallback.map { [$0] } ?? [], place: "default")
    }
}

extension SettingSources {
    mutating func duration(_ setting: Setting, atLeast least: Duration) -> Duration {
        let written = written(setting) ?? .fallback(of: setting)
        if let duration = Duration(written: written.text), duration >= least, duration <= .seconds(86_400) {
            return duration
        }
        report("\(written.place) is '\(written.text)'; it must be a duration such as 500ms, 15s, 5m or 1h, up to 24h.")
        return .zero
    }

    fileprivate mutating func telemetryPath() -> String {
        let written = written(.telemetryPath) ?? .fallback(of: .telemetryPath)
        let taken = ["/", "/health", "/livez", "/readyz", "/-/healthy", "/-/ready", "/-/reload", "/openapi.json"]
        // As the router sees it, which takes /health/ for /health.
        let path = "/" + written.text.split(separator: "/").joined(separator: "/")
        if written.text.hasPrefix("/"), !written.text.contains("//"), !taken.contains(path), !path.hasPrefix("/api/"),
            !path.contains(where: { " ?#*:{}".contains($0) })
        {
            return path
        }
        report("\(written.place) is '\(written.text)'; it must be a path such as /metrics that nothing else has.")
        return "/metrics"
    }
}

extension Duration {
    /// `500ms`, `15s`, `5m`, `1h`.
    package init?(written text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number <= 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(number)
        case "s": self = .seconds(number)
        case "m": self = .seconds(number * 60)
        case "h": self = .seconds(number * 3_600)
        default: return nil
        }
    }
}
