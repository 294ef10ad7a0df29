package import MigrationModel

/// One database that is watched: what the operator configured, without what is needed to reach it.
package struct WatchedDatabase: Sendable, Equatable {
    package enum Engine: String, Sendable, CaseIterable {
        case postgresql
        case sqlite

        package var dialect: Dialect {
            switch self {
            case .postgresql: .postgresql
            case .sqlite: .sqlite
            }
        }
    }

    package let name: String
    package let engine: Engine
    /// Without password, host and database name: `postgresql://user@***`.
    package let maskedURL: String
    package let target: UpgradeTarget
    /// What the operator chose; `nil` leaves it to `env.py` and to the catalog.
    package let versionTable: VersionTableChoice?
    /// Where the application's tables are; empty for the connection's default.
    package let schemas: [String]
    /// The tables that the operator listed; `nil` where the scripts say.
    package let expectedTables: [TableName]?
    package let ignoredTables: TableFilter
    /// Whether a schema is not valid whatever differs, and not only where code would break.
    package let isStrict: Bool

    package init(
        name: String, engine: Engine, maskedURL: String, target: UpgradeTarget = .head,
        versionTable: VersionTableChoice? = nil, schemas: [String] = [], expectedTables: [TableName]? = nil,
        ignoredTables: TableFilter = TableFilter([]), isStrict: Bool = false
    ) {
        self.name = name
        self.engine = engine
        self.maskedURL = maskedURL
        self.target = target
        self.versionTable = versionTable
        self.schemas = schemas
        self.expectedTables = expectedTables
        self.ignoredTables = ignoredTables
        self.isStrict = isStrict
    }
}
