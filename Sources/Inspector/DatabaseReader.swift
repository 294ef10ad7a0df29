package import MigrationModel

/// Reads what one database holds, and never writes.
///
/// A reader keeps at most one connection and is asked for one reading at a time. It answers within the request's
/// limit, also while the server hangs, and its next reading connects again where that is needed.
package protocol DatabaseReader: Sendable {
    func read(_ request: ReadingRequest) async throws(ReadError) -> DatabaseReading

    /// Gives up the connection. A later reading opens a new one.
    func close() async
}

/// What to read, and how long it may take.
package struct ReadingRequest: Sendable, Equatable {
    package let versionTable: VersionTableChoice
    /// The schemas whose tables are listed. Empty: every schema but the system's.
    package let schemas: [String]
    package let depth: Depth
    /// The limit for the whole reading, and for each statement on the server.
    package let limit: Duration

    /// How much of the schema is read.
    package enum Depth: Sendable, Equatable {
        /// The names of the tables.
        case names
        /// And what those of the default schema and of these schemas are made of.
        case definitions(alsoIn: [String])
    }

    package init(
        versionTable: VersionTableChoice, schemas: [String] = [], depth: Depth = .names, limit: Duration
    ) {
        self.versionTable = versionTable
        self.schemas = schemas
        self.depth = depth
        self.limit = limit
    }
}

/// What one database held at one moment: all of it from one read-only transaction.
package struct DatabaseReading: Sendable, Equatable {
    /// The schema in which names without one are looked up. `nil` in SQLite, or where the search path is empty.
    package let defaultSchema: String?
    /// `nil` where there is no version table.
    package let versionTable: VersionTable?
    /// Other tables that Alembic may have made, for a finding when the one that was asked for could be meant.
    package let otherVersionTables: [TableName]
    /// The tables, sorted, without version tables, system schemas, partitions and what extensions own. Each with its
    /// schema, except in SQLite.
    package let tables: [TableName]
    /// What they are made of, where that was asked for.
    package let definitions: DatabaseSchema?
    /// How long the server took to answer, without connecting.
    package let latency: Duration
    /// `nil` where the session is not encrypted, or there is none.
    package let encryption: SessionEncryption?

    package init(
        defaultSchema: String?, versionTable: VersionTable?, otherVersionTables: [TableName] = [],
        tables: [TableName], definitions: DatabaseSchema? = nil, latency: Duration,
        encryption: SessionEncryption? = nil
    ) {
        self.defaultSchema = defaultSchema
        self.versionTable = versionTable
        self.otherVersionTables = otherVersionTables
        self.tables = tables
        self.definitions = definitions
        self.latency = latency
        self.encryption = encryption
    }
}
