import MigrationModel

extension UpgradeReading {
    /// Notes `CREATE TABLE` with what is given for its columns and constraints.
    ///
    /// - `schema`: of the tables that its foreign keys name without one.
    mutating func create(
        _ table: TableName, _ items: ArraySlice<Term>, of call: TermCall, line: Int, ifNotExists: Bool,
        refersTo schema: String? = nil
    ) {
        if call.keyword("prefixes")?.strings?.contains(where: { $0.uppercased().hasPrefix("TEMP") }) == true { return }
        var definition = TableDefinition(place: place(line))
        var isWhole = !call.hasMorePositional
        var keys: [String] = []
        var autoincrement: String?
        var incrementing: Set<String> = []
        var nullable: Set<String> = []
        for item in items {
            if let read = column(item, of: table, line: line) {
                if read.isOfSystem { continue }
                definition.columns.append(read.column)
                definition.constraints += read.constraints
                definition.indexes += read.indexes
                if read.isPrimaryKey {
                    keys.append(read.column.name)
                    if read.mayIncrement { autoincrement = read.column.name }
                }
                if read.mayIncrement { incrementing.insert(read.column.name) }
                if read.isExplicitlyNullable { nullable.insert(read.column.name) }
            } else if case .call(let made) = item, case .path(let path) = made.function,
                let rule = TableRule(made, path.lastName)
            {
                isWhole = add(rule, made, to: &definition) && isWhole
            } else if item != .nothing {
                isWhole = false
            }
        }
        if !keys.isEmpty {
            definition.constraints.insert(ConstraintDefinition(nil, .primaryKey(keys), place: place(line)), at: 0)
        }
        for case .primaryKey(let columns) in definition.constraints.map(\.kind) {
            if columns.count == 1, keys.isEmpty, incrementing.contains(columns[0]) { autoincrement = columns[0] }
            // SQLite lets a key be NULL where its columns do not forbid it, and SQLAlchemy makes them forbid it.
            let kept = dialect == .sqlite ? nullable : []
            definition.makeKey(
                of: columns, autoincrement: columns.count == 1 ? autoincrement : nil, keepingNullable: kept)
        }
        if let schema { definition.constraints = definition.constraints.map { $0.referring(to: schema) } }
        add(
            .createTable(table, definition, isWhole: isWhole, ifNotExists: ifNotExists), line: line)
        if !isWhole { doubt(.additions([table]), "create_table() with what is not known here", line: line) }
    }

    private enum TableRule {
        case primaryKey, unique, foreignKey, check, index, exclude

        init?(_ call: TermCall, _ name: String) {
            switch name {
            case "PrimaryKeyConstraint": self = .primaryKey
            case "UniqueConstraint": self = .unique
            case "ForeignKeyConstraint": self = .foreignKey
            case "CheckConstraint": self = .check
            case "Index": self = .index
            case "ExcludeConstraint": self = .exclude
            default: return nil
            }
        }
    }

    /// False where it is not known what it says.
    private func add(_ rule: TableRule, _ call: TermCall, to definition: inout TableDefinition) -> Bool {
        let name = call.keyword("name")?.string
        let columns = call.positional.compactMap(\.string)
        let isKnown = columns.count == call.positional.count && !call.hasMorePositional
        func add(_ kind: ConstraintDefinition.Kind) {
            definition.constraints.append(ConstraintDefinition(name, kind, place: place(call.line)))
        }
        switch rule {
        case .primaryKey where isKnown && !columns.isEmpty: add(.primaryKey(columns))
        case .unique where isKnown && !columns.isEmpty: add(.unique(columns))
        case .foreignKey:
            guard let columns = call.argument(0, "columns")?.strings,
                let targets = call.argument(1, "refcolumns")?.strings?.map(ReferredColumn.init),
                let table = targets.first??.table, call.keyword("use_alter")?.truth != true
            else { return true }
            add(.foreignKey(columns, table: table, referred: targets.compactMap { $0?.column }))
        case .check: if let sql = call.argument(0, "sqltext").flatMap(sql) { add(.check(sql)) }
        case .index:
            let parts = call.positional.dropFirst().map(sql)
            guard let name = call.positional.first else { return true }
            var index = IndexDefinition(
                name.string, on: parts.contains(nil) ? [] : parts.compactMap(\.self),
                isUnique: call.keyword("unique")?.truth == true, place: place(call.line))
            limit(&index, to: call.keyword("\(dialect.rawValue)_where"))
            definition.indexes.append(index)
        case .primaryKey, .unique, .exclude: break
        }
        return true
    }
}

/// `table.column` or `schema.table.column`, as a foreign key names what it refers to.
struct ReferredColumn {
    let table: TableName
    let column: String

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        column = parts[parts.count - 1]
        table = TableName(schema: parts.count == 3 ? parts[0] : nil, parts[parts.count - 2])
    }
}

extension ConstraintDefinition {
    /// The same, where a table without a schema is one of the given schema.
    fileprivate func referring(to schema: String) -> ConstraintDefinition {
        guard case .foreignKey(let columns, let table, let referred) = kind, table.schema == nil else { return self }
        var constraint = self
        constraint.kind = .foreignKey(columns, table: TableName(schema: schema, table.name), referred: referred)
        return constraint
    }
}

extension TableDefinition {
    /// What a primary key makes of its columns.
    mutating func makeKey(of keys: [String], autoincrement: String?, keepingNullable kept: Set<String> = []) {
        for position in columns.indices where keys.contains(columns[position].name) {
            if !kept.contains(columns[position].name) { columns[position].isNullable = false }
            guard columns[position].name == autoincrement else { continue }
            guard let type = columns[position].type else {
                // Whether the type is one of numbers is not known.
                columns[position].defaultValue = .unknown
                continue
            }
            columns[position].defaultValue = .sequence
            // SQLAlchemy writes SERIAL.
            if type.isDecimal { columns[position].type = ColumnType("INTEGER") }
        }
    }
}
