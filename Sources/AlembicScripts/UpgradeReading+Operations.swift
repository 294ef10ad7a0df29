import MigrationModel
import PythonSource

extension UpgradeReading {
    /// An operation of Alembic's, on a table that it names itself, or on that of a batch.
    mutating func operate(_ name: String, _ call: TermCall, batch: TermCall? = nil) -> Term {
        if name != "execute", let calls = call.alternatives {
            _ = choose(
                calls.map { call in
                    { reading in
                        _ = reading.operate(name, call, batch: batch)
                        return .runs
                    }
                }, "under `if`")
            return .call(call)
        }
        let arguments = OperationArguments(call: call, batch: batch)
        switch name {
        case "f": return call.positional.first ?? .unknown
        case "inline_literal", "get_bind", "get_context", "batch_alter_table": break
        case "create_table": createTable(arguments)
        case "drop_table": dropTable(arguments)
        case "rename_table": renameTable(arguments)
        case "add_column": addColumn(arguments)
        case "drop_column": dropColumn(arguments)
        case "alter_column": alterColumn(arguments)
        case "create_index": createIndex(arguments)
        case "drop_index": dropIndex(arguments)
        case "create_primary_key", "create_unique_constraint", "create_foreign_key", "create_check_constraint",
            "create_exclude_constraint":
            createConstraint(name, arguments)
        case "drop_constraint": dropConstraint(arguments)
        case "execute":
            if let statement = call.argument(0, "sqltext") { execute(statement, line: call.line) }
        case "bulk_insert": add(.changeRows(call.argument(0, "table").flatMap(tableName)), line: call.line)
        case "create_table_comment", "drop_table_comment":
            if let table = arguments.table(at: 0) { add(.alterTable(table), line: call.line) }
        default:
            doubt(.anyTable, "op.\(name)(), which is no operation of Alembic's own", line: call.line)
            forgetArguments(of: call)
        }
        return .call(call)
    }

    /// SQLite's tables may be made anew by a batch.
    mutating func enter(batch: TermCall) {
        guard let table = OperationArguments(call: batch, batch: nil).table(at: 0) else { return }
        add(dialect == .sqlite ? .rebuildTable(table) : .alterTable(table), line: batch.line)
    }

    private mutating func createTable(_ arguments: OperationArguments) {
        guard let table = arguments.table(at: 0) else {
            return doubt(.newTable, "create_table() of a name that is put together at run time", line: arguments.line)
        }
        create(
            table, arguments.call.positional.dropFirst(), of: arguments.call, line: arguments.line,
            ifNotExists: arguments.flag("if_not_exists"))
    }

    private mutating func dropTable(_ arguments: OperationArguments) {
        guard let table = arguments.table(at: 0) else {
            return doubt(.anyTable, "drop_table() of a name that is put together at run time", line: arguments.line)
        }
        add(.dropTable(table), line: arguments.line)
    }

    private mutating func renameTable(_ arguments: OperationArguments) {
        let schema = arguments.call.keyword("schema")
        guard let old = TableName(arguments.call.argument(0, "old_table_name"), schema: schema),
            let new = TableName(arguments.call.argument(1, "new_table_name"), schema: schema)
        else {
            return doubt(
                .anyTable, "rename_table() with names that are put together at run time", line: arguments.line)
        }
        add(.renameTable(old, to: new), line: arguments.line)
    }

    private mutating func addColumn(_ arguments: OperationArguments) {
        let line = arguments.line
        let term = arguments.value(1, "column") ?? .unknown
        guard let table = arguments.table(at: 0) else {
            return doubt(.additionsToAnyTable, "add_column() to a table whose name is not known", line: line)
        }
        guard let read = column(term, of: table, line: line) else {
            return doubt(.additions([table]), "add_column() of a column that is not known", line: line)
        }
        let added = AddedColumn(
            read.column, constraints: read.constraints, indexes: read.indexes,
            ifNotExists: arguments.flag("if_not_exists"))
        add(.addColumn(table, added), line: line)
    }

    private mutating func dropColumn(_ arguments: OperationArguments) {
        guard let (table, column) = touchedColumn(of: arguments, in: "drop_column()") else { return }
        add(.dropColumn(table, column), line: arguments.line)
    }

    /// The column that an operation is about. Where its name or its table's is not known, what it may touch is noted.
    private mutating func touchedColumn(
        of arguments: OperationArguments, in operation: String
    ) -> (table: TableName, column: String)? {
        guard let table = arguments.table(at: 0) else {
            doubt(.insideAnyTable, "\(operation) of a table whose name is not known", line: arguments.line)
            return nil
        }
        guard let column = arguments.value(1, "column_name")?.string else {
            doubt(.inside([table]), "\(operation) of a column whose name is not known", line: arguments.line)
            return nil
        }
        return (table, column)
    }

    private mutating func alterColumn(_ arguments: OperationArguments) {
        let line = arguments.line
        guard let (table, column) = touchedColumn(of: arguments, in: "alter_column()") else { return }
        var alteration = ColumnAlteration()
        switch arguments.named("new_column_name") ?? arguments.named("name") {
        case nil, .nothing?: break
        case let name?: alteration.name = name.string.map { .changed($0) } ?? .unknown
        }
        switch arguments.named("type_") {
        case nil, .nothing?: break
        case let type?:
            alteration.type = typeName(type).map { .changed(ColumnType($0)) } ?? .unknown
        }
        switch arguments.named("nullable") {
        case nil, .nothing?: break
        case let nullable?: alteration.isNullable = nullable.truth.map { .changed($0) } ?? .unknown
        }
        switch arguments.named("server_default") {
        case nil, .boolean(false)?: break
        case let value?:
            let read = defaultValue(value)
            alteration.defaultValue = read == .unknown ? .unknown : .changed(read)
        }
        guard alteration != ColumnAlteration() else { return add(.alterTable(table), line: line) }
        // An expression is computed for each row, whatever the types.
        if case .changed = alteration.type, arguments.named("postgresql_using") == nil {
            alteration.oldType = arguments.named("existing_type").flatMap(typeName).map { ColumnType($0) }
        }
        add(.alterColumn(table, column, alteration), line: line)
    }
}

/// The arguments of an operation, which are other ones inside a batch: there the table is not named again.
struct OperationArguments {
    let call: TermCall
    let batch: TermCall?

    var line: Int { call.line }

    /// The table; `nil` where its name or its schema is not known.
    func table(at position: Int, _ name: String = "table_name", schema: String = "schema") -> TableName? {
        let owner = batch ?? call
        return TableName(
            owner.argument(batch == nil ? position : 0, batch == nil ? name : "table_name"),
            schema: owner.keyword(batch == nil ? schema : "schema"))
    }

    /// An argument by its position beside that of the table's name, which batches leave out.
    func value(_ position: Int, _ name: String, tableAt tablePosition: Int = 0) -> Term? {
        call.argument(batch != nil && position > tablePosition ? position - 1 : position, name)
    }

    func named(_ name: String) -> Term? { call.keyword(name) }

    /// A flag of which only a known truth counts.
    func flag(_ name: String) -> Bool { call.keyword(name)?.truth ?? false }
}
