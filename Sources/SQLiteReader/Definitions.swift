import GRDB
import MigrationModel

/// What the tables of a file are made of, and how it is known that they still are.
struct Definitions: Sendable {
    /// Of the statements that created everything: in SQLite these are the schema, so that where they are the same,
    /// it is.
    private let fingerprint: Int
    let schema: DatabaseSchema

    /// `known`: what the file held last time.
    init(of relations: [Relation], in database: Database, known: Definitions?) throws {
        let indexes = try IndexStatement.all(in: database)
        var hasher = Hasher()
        hasher.combine(relations)
        hasher.combine(indexes)
        let fingerprint = hasher.finalize()
        self.fingerprint = fingerprint
        if let known, known.fingerprint == fingerprint {
            schema = known.schema
            return
        }
        let statements = Dictionary(indexes.map { ($0.name, $0) }) { first, _ in first }
        var tables: [TableName: MigrationModel.TableDefinition] = [:]
        for relation in relations where !relation.isView {
            tables[TableName(relation.name)] = try Self.table(relation, statements, in: database)
        }
        schema = DatabaseSchema(
            tables: tables, views: Set(relations.filter(\.isView).map { TableName($0.name) }))
    }

    /// A virtual table of an extension that is not loaded has nothing to show.
    private static func table(
        _ relation: Relation, _ statements: [String: IndexStatement], in database: Database
    ) throws -> MigrationModel.TableDefinition {
        do {
            let reading = TableReading(relation, statements)
            return try reading.definition(in: database)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            return MigrationModel.TableDefinition()
        }
    }
}

/// What `CREATE INDEX` said. An index of a constraint has none.
struct IndexStatement: Hashable {
    let name: String
    let sql: String

    static func all(in database: Database) throws -> [IndexStatement] {
        let query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        return try Row.fetchAll(database, sql: query).map { IndexStatement(name: $0[0], sql: $0[1]) }
    }
}
