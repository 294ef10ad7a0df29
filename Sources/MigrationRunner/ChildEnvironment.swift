package import DatabaseAddress
import MigrationModel

/// What Alembic's environment has beside the application's own: the database, and limits for its session.
package struct ChildEnvironment: Sendable {
    /// In the form that SQLAlchemy reads.
    package let databaseURL: Secret
    package let session: SessionLimits
    /// For drivers that take libpq's variables.
    package let sslMode: String?
    /// The variables that hold databases' URLs, by `url-env`.
    package let urlVariables: Set<String>
    /// The one of these that holds this database's.
    package let ownURLVariable: String?

    package init(
        databaseURL: Secret, session: SessionLimits = SessionLimits(), sslMode: String? = nil,
        urlVariables: Set<String> = [], ownURLVariable: String? = nil
    ) {
        self.databaseURL = databaseURL
        self.session = session
        self.sslMode = sslMode
        self.urlVariables = urlVariables
        self.ownURLVariable = ownURLVariable
    }

    /// What is set, and with `nil` what is taken out, over what the process itself has.
    func overrides(of own: [String: String]) -> [String: String?] {
        let ofOthers = urlVariables.subtracting([ownURLVariable].compactMap(\.self))
        var overrides = Self.withoutSettings(own, and: ofOthers)
        // After that, since another database's URL may be in the variable of this name.
        overrides["DATABASE_URL"] = SessionName.marked(url: databaseURL.reveal())
        // Each line when it is written, and not when a buffer is full.
        overrides["PYTHONUNBUFFERED"] = "1"
        overrides["PGAPPNAME"] = SessionName.marked(own["PGAPPNAME"], by: "alembic")
        if let sslMode, own["PGSSLMODE"] == nil { overrides["PGSSLMODE"] = sslMode }
        if let limits = session.options {
            overrides["PGOPTIONS"] = [own["PGOPTIONS"], limits].compactMap(\.self).joined(separator: " ")
        }
        return overrides
    }

    /// The same for one of PostgreSQL's own tools, which gets the login by variables too.
    func overridesOfTool(secrets: [String: Secret], own: [String: String]) -> [String: String?] {
        // It logs in by the variables that follow, and has no use for a URL.
        var overrides = Self.withoutSettings(own, and: urlVariables.union(["DATABASE_URL", "DATABASE_URL_FILE"]))
        for (name, secret) in secrets { overrides[name] = secret.reveal() }
        overrides["PGAPPNAME"] = SessionName.marked(own["PGAPPNAME"], by: "backup")
        return overrides
    }

    /// Settings of ours are nobody else's business, and one of them may be the token for runs.
    private static func withoutSettings(_ own: [String: String], and others: Set<String>) -> [String: String?] {
        own.keys.filter { $0.hasPrefix("MIGRATION_EXPORTER_") || others.contains($0) }
            .reduce(into: [:]) { $0.updateValue(nil, forKey: $1) }
    }
}
