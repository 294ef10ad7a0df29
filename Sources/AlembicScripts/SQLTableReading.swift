import MigrationModel

/// Reads what stands in the brackets of `CREATE TABLE`, or behind `ADD`: columns and constraints.
struct SQLTableReading {
    let dialect: Dialect
    let place: ScriptPlace
    private(set) var definition: TableDefinition
    /// Whether all of it is known.
    private(set) var isWhole = true
    private var name: String?

    init(dialect: Dialect, place: ScriptPlace) {
        self.dialect = dialect
        self.place = place
        definition = TableDefinition(place: place)
    }

    /// With what a primary key makes of its columns.
    var finished: TableDefinition {
        var definition = definition
        for case .primaryKey(let keys) in definition.constraints.map(\.kind) {
            let isRowID = keys.count == 1 && definition[column: keys[0]]?.type?.text.uppercased() == "INTEGER"
            definition.makeKey(
                of: keys, autoincrement: dialect == .sqlite && isRowID ? keys[0] : nil,
                keepingNullable: dialect == .sqlite ? Set(keys) : [])
        }
        return definition
    }

    private static let attributes: Set<String> = [
        "AS", "AUTOINCREMENT", "CHECK", "COLLATE", "COMPRESSION", "CONSTRAINT", "DEFAULT", "DEFERRABLE", "GENERATED",
        "INITIALLY", "NOT", "NULL", "ON", "PRIMARY", "REFERENCES", "STORAGE", "UNIQUE",
    ]

    private static let constraints: Set<String> = [
        "CHECK", "CONSTRAINT", "EXCLUDE", "FOREIGN", "LIKE", "PRIMARY", "UNIQUE",
    ]

    /// One item of a table, or one that is added.
    mutating func read(_ item: SQLCursor, isColumn: Bool = false) {
        var cursor = item
        name = nil
        guard isColumn || !(cursor.keyword.map(Self.constraints.contains) ?? false) else {
            return readConstraint(&cursor)
        }
        guard let column = cursor.name() else {
            isWhole = false
            return
        }
        let hasType = cursor.keyword.map { !Self.attributes.contains($0) } ?? !cursor.isAtEnd
        let type = hasType ? typeName(cursor.expression(to: Self.attributes)) : ""
        var read = ColumnDefinition(
            column, type.flatMap { $0.isEmpty ? nil : ColumnType($0) }, isNullable: type == nil ? nil : true,
            defaultValue: type == nil ? .unknown : .none, place: place)
        read.resolveSerial()
        while !cursor.isAtEnd { readAttribute(&cursor, of: &read) }
        definition.columns.append(read)
    }

    /// SQLite keeps a type without the quotes of its words.
    private func typeName(_ tokens: ArraySlice<SQLToken>) -> String? {
        tokens.map { dialect == .sqlite ? $0.withoutQuotes : $0 }.sql
    }

    private mutating func readAttribute(_ cursor: inout SQLCursor, of column: inout ColumnDefinition) {
        let keyword = cursor.keyword
        if keyword == nil, cursor.rest.first?.isKnown == false { isWhole = false }
        cursor.skip()
        switch keyword {
        case "CONSTRAINT": name = cursor.name()
        case "NOT": if cursor.take("NULL") { column.isNullable = false }
        case "DEFAULT":
            let value = cursor.expression(to: Self.attributes)
            column.defaultValue = value.sql.map { .expression($0) } ?? .unknown
        case "PRIMARY":
            _ = cursor.take("KEY")
            column.isNullable = dialect == .postgresql ? false : column.isNullable
            add(.primaryKey([column.name]))
        case "UNIQUE": add(.unique([column.name]))
        case "REFERENCES": addReference(of: [column.name], &cursor)
        case "CHECK": if let sql = cursor.bracket()?.sql { add(.check(sql)) }
        case "GENERATED", "AS": readGenerated(&cursor, of: &column, isAs: keyword == "AS")
        case "ON":
            // `ON CONFLICT REPLACE`, `ON DELETE SET NULL`
            cursor.takeAny(["CONFLICT", "DELETE", "UPDATE"])
            if !cursor.take("SET", "NULL"), !cursor.take("SET", "DEFAULT"), !cursor.take("NO", "ACTION") {
                cursor.skip()
            }
        default: break
        }
    }

    private func readGenerated(_ cursor: inout SQLCursor, of column: inout ColumnDefinition, isAs: Bool) {
        cursor.takeAny(["ALWAYS", "BY", "DEFAULT"])
        if !isAs { _ = cursor.take("AS") }
        if cursor.take("IDENTITY") {
            _ = cursor.bracket()
            column.defaultValue = .sequence
            column.isNullable = false
        } else if let sql = cursor.bracket()?.sql {
            column.defaultValue = .generated(sql)
        } else {
            column.defaultValue = .unknown
        }
    }

    private mutating func readConstraint(_ cursor: inout SQLCursor) {
        if cursor.take("CONSTRAINT") { name = cursor.name() }
        if cursor.take("PRIMARY", "KEY") {
            if let columns = cursor.names() { add(.primaryKey(columns)) }
        } else if cursor.take("UNIQUE") {
            cursor.takeAny(["NULLS", "NOT", "DISTINCT", "KEY"])
            if let columns = cursor.names() { add(.unique(columns)) }
        } else if cursor.take("FOREIGN", "KEY") {
            guard let columns = cursor.names(), cursor.take("REFERENCES") else { return }
            addReference(of: columns, &cursor)
        } else if cursor.take("CHECK") {
            if let sql = cursor.bracket()?.sql { add(.check(sql)) }
        } else if cursor.take("EXCLUDE") {
            if let sql = cursor.rest.sql { add(.exclude(sql)) }
        } else {
            // `LIKE other`, or something that is put together at run time.
            isWhole = false
        }
    }

    private mutating func addReference(of columns: [String], _ cursor: inout SQLCursor) {
        guard let table = cursor.table() else { return }
        add(.foreignKey(columns, table: table, referred: cursor.names() ?? []))
    }

    private mutating func add(_ kind: ConstraintDefinition.Kind) {
        definition.constraints.append(ConstraintDefinition(name, kind, place: place))
        name = nil
    }
}

extension ColumnDefinition {
    /// `serial` is an integer that counts up by itself.
    fileprivate mutating func resolveSerial() {
        let integers = [
            "SERIAL": "INTEGER", "SERIAL4": "INTEGER", "BIGSERIAL": "BIGINT", "SERIAL8": "BIGINT",
            "SMALLSERIAL": "SMALLINT", "SERIAL2": "SMALLINT",
        ]
        guard let integer = type.flatMap({ integers[$0.text.uppercased()] }) else { return }
        type = ColumnType(integer)
        isNullable = false
        defaultValue = .sequence
    }
}
