package import MigrationModel

/// Why a database could not be read, in words that an operator can act on. Holds no secret.
package enum ReadError: Error, Equatable {
    /// No connection: refused, host not found, server starting up, network cut.
    case unreachable(String)
    /// The server knows the caller and refuses: a wrong password, a missing role, `pg_hba.conf`.
    case notAuthenticated(String)
    case noSuchDatabase(String)
    /// `isAnswer`: whether the database itself said so, and did not just keep silent.
    case timedOut(after: Duration, during: String, isAnswer: Bool = false)
    /// The role may not read this.
    case notPermitted(TableName, role: String?)
    /// Several tables have the shape of a version table, and nobody said which one it is.
    case severalVersionTables([TableName])
    /// The table that was named has no text column `version_num`.
    case notAVersionTable(TableName, String)
    /// A guarantee did not take hold, so nothing was read.
    case notProtected(String)
    /// Anything else that the database reported.
    case failed(String)
}

extension ReadError {
    /// The closed set of the label `reason`.
    package enum Reason: String, Sendable, CaseIterable {
        case unreachable
        case authentication
        case noSuchDatabase = "no_such_database"
        case timeout
        case permission
        case versionTable = "version_table"
        case scripts
        case other
    }

    package var reason: Reason {
        switch self {
        case .unreachable: .unreachable
        case .notAuthenticated: .authentication
        case .noSuchDatabase: .noSuchDatabase
        case .timedOut: .timeout
        case .notPermitted: .permission
        case .severalVersionTables, .notAVersionTable: .versionTable
        case .notProtected, .failed: .other
        }
    }

    /// Whether the database itself answered.
    package var reachedDatabase: Bool {
        switch self {
        case .notPermitted, .severalVersionTables, .notAVersionTable, .notProtected, .failed: true
        case .unreachable, .notAuthenticated, .noSuchDatabase: false
        case .timedOut(_, _, let isAnswer): isAnswer
        }
    }
}

extension ReadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let why):
            "Cannot connect: \(why)"
        case .notAuthenticated(let why):
            "The server refuses the login: \(why). Check user and password, and pg_hba.conf on the server."
        case .noSuchDatabase(let why):
            "There is no such database: \(why). It is never created here: check the name in the URL."
        case .timedOut(let limit, let activity, _):
            "No answer within \(limit.seconds) s while \(activity). Is the server overloaded, frozen or locked?"
        case .notPermitted(let table, let role):
            "The role may not read \(table). As its owner: \(Self.grants(on: table, to: role ?? "the role"))"
        case .severalVersionTables(let tables):
            """
            Several tables look like Alembic's version table: \(Self.list(tables)). \
            Say which one with --version-table (and --version-table-schema).
            """
        case .notAVersionTable(let table, let why):
            "\(table) is no version table of Alembic: \(why). Name the right one with --version-table."
        case .notProtected(let what):
            "The session is not protected as it must be, so nothing was read: \(what)"
        case .failed(let why):
            "The database reports: \(why)"
        }
    }

    private static func grants(on table: TableName, to role: String) -> String {
        let select = "GRANT SELECT ON \(table) TO \(role);"
        return table.schema.map { "GRANT USAGE ON SCHEMA \($0) TO \(role); " + select } ?? select
    }

    /// The first few, so that a database with a version table for each tenant does not fill the log.
    private static func list(_ tables: [TableName]) -> String {
        let shown = tables.prefix(5).map(\.description).joined(separator: ", ")
        return tables.count > 5 ? "\(shown) and \(tables.count - 5) more" : shown
    }
}
