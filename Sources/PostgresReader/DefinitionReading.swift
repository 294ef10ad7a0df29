import MigrationModel
import PostgresSession

/// Puts the rows of the catalog together to what they tell of.
struct DefinitionReading {
    private typealias Row = [QueryResult.Cell?]

    private let defaultSchema: String?
    private var positions: [String: Int] = [:]
    private var tables: [(name: TableName, definition: TableDefinition)] = []
    private var views: Set<TableName> = []
    private var sequences: Set<TableName> = []
    private var enums: [TableName: [String]] = [:]
    /// One text for each type, however many columns have it.
    private var types: [String: ColumnType] = [:]

    init(defaultSchema: String?) {
        self.defaultSchema = defaultSchema
    }

    var schema: DatabaseSchema {
        DatabaseSchema(
            tables: Dictionary(tables.map { ($0.name, $0.definition) }) { first, _ in first }, views: views,
            sequences: sequences, enums: enums)
    }

    mutating func begin(_ table: TableName, number: String) {
        positions[number] = tables.count
        tables.append((table.relative(to: defaultSchema), TableDefinition()))
    }

    mutating func addColumn(_ row: [QueryResult.Cell?]) {
        guard row.count == 8, let position = position(row), let name = row[1]?.text, let type = row[2]?.text else {
            return
        }
        // A column that owns two sequences comes twice.
        guard tables[position].definition.columns.last?.name != name else { return }
        let shared = types[type] ?? ColumnType(type)
        types[type] = shared
        tables[position].definition.columns.append(
            ColumnDefinition(
                name, shared, isNullable: row[3]?.text != "t", defaultValue: Self.defaultValue(row)))
    }

    private static func defaultValue(_ row: Row) -> ColumnDefault {
        if row[4]?.text.isEmpty == false { return .sequence }
        guard let sql = row[6]?.text else { return .none }
        if row[5]?.text.isEmpty == false { return .generated(sql) }
        return row[7]?.text == "t" && sql.hasPrefix("nextval(") ? .sequence : .expression(sql)
    }

    mutating func addConstraints(_ rows: Session.Rows) {
        for part in rows.runs(by: { [$0[0]?.text, $0[1]?.text] }) {
            guard let first = part.first, first.count == 9, let position = position(first),
                let kind = kind(first, part)
            else { continue }
            tables[position].definition.constraints.append(ConstraintDefinition(first[2]?.text, kind))
        }
    }

    private func kind(_ first: Row, _ rows: ArraySlice<Row>) -> ConstraintDefinition.Kind? {
        let columns = rows.compactMap { $0[4]?.text }
        switch first[3]?.text {
        case "p": return .primaryKey(columns)
        case "u": return .unique(columns)
        case "f":
            guard let schema = first[5]?.text, let name = first[6]?.text else { return nil }
            let table = TableName(schema: schema, name).relative(to: defaultSchema)
            return .foreignKey(columns, table: table, referred: rows.compactMap { $0[7]?.text })
        case "c": return first[8].map { .check($0.text) }
        case "x": return first[8].map { .exclude($0.text) }
        default: return nil
        }
    }

    mutating func addIndexes(_ rows: Session.Rows) {
        for part in rows.runs(by: { [$0[0]?.text, $0[1]?.text] }) {
            guard let first = part.first, first.count == 5, let position = position(first) else { continue }
            tables[position].definition.indexes.append(
                IndexDefinition(
                    first[1]?.text, on: part.compactMap { $0[3]?.text }, isUnique: first[2]?.text == "t",
                    condition: first[4]?.text))
        }
    }

    /// `versionTables`: one of them may be a view.
    mutating func addRelation(_ row: [QueryResult.Cell?], besides versionTables: Set<TableName>) {
        guard row.count == 3, let schema = row[0]?.text, let name = row[1]?.text else { return }
        let full = TableName(schema: schema, name)
        guard !versionTables.contains(full) else { return }
        let relation = full.relative(to: defaultSchema)
        if row[2]?.text == "S" { sequences.insert(relation) } else { views.insert(relation) }
    }

    mutating func addLabel(_ row: [QueryResult.Cell?]) {
        guard row.count == 3, let schema = row[0]?.text, let name = row[1]?.text, let label = row[2]?.text else {
            return
        }
        enums[TableName(schema: schema, name).relative(to: defaultSchema), default: []].append(label)
    }

    private func position(_ row: Row) -> Int? { row[0].flatMap { positions[$0.text] } }
}

extension Array {
    /// Neighbours that have the same key.
    fileprivate func runs<Key: Equatable>(by key: (Element) -> Key) -> [ArraySlice<Element>] {
        var runs: [ArraySlice<Element>] = []
        var start = startIndex
        for index in indices where index > start && key(self[index]) != key(self[start]) {
            runs.append(self[start..<index])
            start = index
        }
        return start < endIndex ? runs + [self[start...]] : runs
    }
}
