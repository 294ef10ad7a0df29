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
    /// Whether `ENVIRONMENT` says so.
    package let isProduction: Bool
    /// Whether `PGSSLMODE` says how sessions are to be encrypted.
    package let hasSSLMode: Bool
}

extension SettingSources {
    mutating func run() -> RunSettings {
        RunSettings(
            alembicCommand: (written(.alembicCommand) ?? .fallback(of: .alembicCommand)).text
                .split(separator: " ").map(String.init),
            connectTimeout: duration(.connectTimeout, atLeast: .milliseconds(10)),
            lockTimeout: duration(.lockTimeout, atLeast: .zero),
            runTimeout: duration(.runTimeout, atLeast: .milliseconds(10)),
            migrationLockTimeout: optionalDuration(.migrationLockTimeout),
            migrationStatementTimeout: optionalDuration(.migrationStatementTimeout),
            isProduction: environment["ENVIRONMENT"] == "production",
            hasSSLMode: environment["PGSSLMODE"]?.isEmpty == false)
    }

    private mutating func optionalDuration(_ setting: Setting) -> Duration? {
        written(setting) == nil ? nil : duration(setting, atLeast: .milliseconds(1))
    }
}
