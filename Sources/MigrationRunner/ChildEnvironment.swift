package import DatabaseAddress
import MigrationModel

/// What Alembic's environment has beside the application's own: the database, and limits for its session.
package struct ChildEnvironment: Sendable {
    /// In the form that SQLAlchemy reads.
    package let databaseURL: Secret
    /// `lock_timeout` and `statement_timeout` of the migration's session; `nil` leaves them to the server.
    package let sessionLockTimeout: Duration?
    package let sessionStatementTimeout: Duration?
    /// For drivers that take libpq's variables.
    package let sslMode: String?

    package init(
        databaseURL: Secret, sessionLockTimeout: Duration? = nil, sessionStatementTimeout: Duration? = nil,
        sslMode: String? = nil
    ) {
        self.databaseURL = databaseURL
        self.sessionLockTimeout = sessionLockTimeout
        self.sessionStatementTimeout = sessionStatementTimeout
        self.sslMode = sslMode
    }

    /// What is set, and with `nil` what is taken out, over what the process itself has.
    func overrides(of own: [String: String]) -> [String: String?] {
        var overrides: [String: String?] = [
            "DATABASE_URL": databaseURL.reveal(),
            // Each line when it is written, and not when a buffer is full.
            "PYTHONUNBUFFERED": "1",
        ]
        // Settings of ours are none of the application's business, and one of them may be the token for runs.
        for name in own.keys where name.hasPrefix("MIGRATION_EXPORTER_") { overrides.updateValue(nil, forKey: name) }
        if own["PGAPPNAME"] == nil { overrides["PGAPPNAME"] = "alembic of migration-exporter" }
        if let sslMode, own["PGSSLMODE"] == nil { overrides["PGSSLMODE"] = sslMode }
        let limits = [("lock_timeout", sessionLockTimeout), ("statement_timeout", sessionStatementTimeout)]
            .compactMap { name, limit in limit.map { "-c \(name)=\(Int($0.seconds * 1_000))" } }
        if !limits.isEmpty {
            overrides["PGOPTIONS"] = ([own["PGOPTIONS"]].compactMap(\.self) + limits).joined(separator: " ")
        }
        return overrides
    }
}
