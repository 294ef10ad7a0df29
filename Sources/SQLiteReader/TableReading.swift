import GRDB
import MigrationModel

/// Asks SQLite what one table is made of, and its statement for what SQLite does not tell.
struct TableReading {
    private let relation: Relation
    private let statements: [String: IndexStatement]

    init(_ relation: Relation, _ statements: [String: IndexStatement]) {
        self.relation = relation
        self.statements = statements
    }

    func definition(in database: Database) throws -> MigrationModel.TableDefinition {
        let rows = try ask(
            "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)", database)
        let key = rows.filter { ($0[4] as Int) > 0 }.sorted { ($0[4] as Int) < ($1[4] as Int) }.map { $0[0] as String }
        let columns = rows.filter { ($0[5] as Int) != 1 }.map { row in
            column(row, numbersItself: key.count == 1 && (row[4] as Int) > 0)
        }
        let indexes = try indexes(in: database)
        let keys = key.isEmpty ? [] : [ConstraintDefinition(nil, .primaryKey(key))]
        let uniques = indexes.filter(\.isOfConstraint).map { ConstraintDefinition(nil, .unique($0.definition.parts)) }
        let checks = StatementText(relation.sql).checks.map { ConstraintDefinition($0.name, .check($0.sql)) }
        return MigrationModel.TableDefinition(
            columns: columns, constraints: keys + uniques + (try foreignKeys(in: database)) + checks,
            indexes: indexes.filter { !$0.isOfConstraint && !$0.isOfKey }.map(\.definition))
    }

    /// `numbersItself`: whether it is the whole of the primary key, and so another name of the row's number if it is an
    /// INTEGER.
    private func column(_ row: Row, numbersItself: Bool) -> MigrationModel.ColumnDefinition {
        let type: String = row[1]
        let hidden: Int = row[5]
        let written = (row[3] as String?).map(ColumnDefault.expression)
        let value: ColumnDefault =
            if hidden > 1 {
                .generated("")
            } else if numbersItself, type.uppercased() == "INTEGER" {
                .sequence
            } else {
                written ?? .none
            }
        return MigrationModel.ColumnDefinition(
            row[0], ColumnType(type), isNullable: (row[2] as Int) == 0, defaultValue: value)
    }

    private func indexes(in database: Database) throws -> [FoundIndex] {
        try ask("SELECT name, \"unique\", origin FROM pragma_index_list(?) ORDER BY name", database).map { row in
            let name: String = row[0]
            let columns = try Row.fetchAll(
                database.cachedStatement(sql: "SELECT name FROM pragma_index_info(?) ORDER BY seqno"),
                arguments: [name]
            ).map { $0[0] as String? }
            let text = statements[name].map { StatementText($0.sql) }
            let written = text?.firstList ?? []
            let parts = columns.enumerated().map { position, column in
                column ?? (position < written.count ? written[position] : "?")
            }
            return FoundIndex(
                definition: IndexDefinition(name, on: parts, isUnique: row[1], condition: text?.condition),
                origin: row[2])
        }
    }

    private struct FoundIndex {
        let definition: IndexDefinition
        let origin: String

        var isOfConstraint: Bool { origin == "u" }
        var isOfKey: Bool { origin == "pk" }
    }

    private func foreignKeys(in database: Database) throws -> [ConstraintDefinition] {
        let query = "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq"
        var keys: [(id: Int, table: String, columns: [String], referred: [String?])] = []
        for row in try ask(query, database) {
            let id: Int = row[0]
            if keys.last?.id != id { keys.append((id, row[1], [], [])) }
            keys[keys.count - 1].columns.append(row[2])
            keys[keys.count - 1].referred.append(row[3])
        }
        return keys.map { key in
            ConstraintDefinition(
                nil, .foreignKey(key.columns, table: TableName(key.table), referred: key.referred.compactMap(\.self)))
        }
    }

    private func ask(_ query: String, _ database: Database) throws -> [Row] {
        try Row.fetchAll(database.cachedStatement(sql: query), arguments: [relation.name])
    }
}
