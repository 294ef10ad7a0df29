import MigrationModel
import PythonSource

extension UpgradeReading {
    /// Where the table's name stands in the arguments of an operation that alters one.
    private static let alterations: [String: (position: Int, name: String, schema: String)] = [
        "add_column": (0, "table_name", "schema"),
        "alter_column": (0, "table_name", "schema"),
        "batch_alter_table": (0, "table_name", "schema"),
        "create_check_constraint": (1, "table_name", "schema"),
        "create_exclude_constraint": (1, "table_name", "schema"),
        "create_foreign_key": (1, "source_table", "source_schema"),
        "create_index": (1, "table_name", "schema"),
        "create_primary_key": (1, "table_name", "schema"),
        "create_table_comment": (0, "table_name", "schema"),
        "create_unique_constraint": (1, "table_name", "schema"),
        "drop_column": (0, "table_name", "schema"),
        "drop_constraint": (1, "table_name", "schema"),
        "drop_index": (1, "table_name", "schema"),
        "drop_table_comment": (0, "table_name", "schema"),
    ]

    /// Operations that change no table.
    private static let harmlessOperations: Set<String> = [
        "bulk_insert", "f", "get_bind", "get_context", "inline_literal",
    ]

    mutating func readOperation(_ name: String, _ call: Call, guarding: String?) {
        switch name {
        case "create_table":
            guard let table = table(call, 0, "table_name", "schema") else {
                return doubt(.newTable, "create_table() of a name that is put together at run time", line: call.line)
            }
            let definition = TableDefinition(place: place(call.line))
            add(.createTable(table, definition, isWhole: false), guarding: guarding, line: call.line)
        case "drop_table":
            guard let table = table(call, 0, "table_name", "schema") else {
                return doubt(.anyTable, "drop_table() of a name that is put together at run time", line: call.line)
            }
            add(.dropTable(table), guarding: guarding, line: call.line)
        case "rename_table":
            guard let old = table(call, 0, "old_table_name", "schema"),
                let new = table(call, 1, "new_table_name", "schema")
            else {
                return doubt(.anyTable, "rename_table() with names that are put together at run time", line: call.line)
            }
            add(.renameTable(old, to: new), guarding: guarding, line: call.line)
        case "execute":
            readSQL(call.argument(0, "sqltext"), line: call.line)
        case _ where Self.harmlessOperations.contains(name):
            return
        default:
            guard let place = Self.alterations[name] else {
                return doubt(.anyTable, "op.\(name)(), which is no operation of Alembic's own", line: call.line)
            }
            guard let table = table(call, place.position, place.name, place.schema) else { return }
            add(.alterTable(table), guarding: guarding, line: call.line)
        }
    }

    /// The table that a call names; `nil` where its name or its schema is not known.
    private func table(_ call: Call, _ position: Int, _ name: String, _ schema: String) -> TableName? {
        guard !call.hasUnpackedNames, let name = call.argument(position, name).flatMap(text(of:)) else { return nil }
        guard let schema = call.arguments.first(where: { $0.kind == .keyword(schema) }) else { return TableName(name) }
        switch evaluator.value(of: schema.value) {
        case .nothing?: return TableName(name)
        case .string(let schema)?: return TableName(schema: schema, name)
        default: return nil
        }
    }

    /// A constant text, also inside `op.f()`.
    private func text(of expression: Expression) -> String? {
        if case .call(let function, let arguments) = expression.node, evaluator.path(of: function) == "alembic.op.f",
            let first = arguments.first
        {
            return evaluator.string(of: first.value)
        }
        return evaluator.string(of: expression)
    }
}

extension UpgradeReading.Call {
    /// Whether `**options` may hold a name or a schema. `*columns` behind a name that is written is no doubt.
    fileprivate var hasUnpackedNames: Bool { arguments.contains { $0.kind == .unpackedKeywords } }
}
