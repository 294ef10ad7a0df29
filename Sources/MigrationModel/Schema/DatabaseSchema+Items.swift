/// One thing in a schema, as a line: what a person compares two schemas by.
package struct SchemaItem: Hashable {
    /// By which it is known when it changes.
    package let subject: String
    package let text: String

    package init(_ subject: String, _ rest: String = "") {
        self.subject = subject
        text = rest.isEmpty ? subject : "\(subject) \(rest)"
    }
}

extension DatabaseSchema {
    /// Everything in it.
    package var items: Set<SchemaItem> {
        var items = tables.flatMap { table, definition in definition.items(of: table) }
        items += views.map { SchemaItem("view \($0)") }
        items += sequences.map { SchemaItem("sequence \($0)") }
        items += enums.map { SchemaItem("enum \($0.key)", "(\($0.value.joined(separator: ", ")))") }
        return Set(items)
    }

    /// Without the tables, views and so on that the filter names.
    package func without(_ ignored: TableFilter) -> DatabaseSchema {
        DatabaseSchema(
            tables: tables.filter { !ignored.contains($0.key) }, views: views.filter { !ignored.contains($0) },
            sequences: sequences.filter { !ignored.contains($0) }, enums: enums.filter { !ignored.contains($0.key) })
    }
}

extension TableDefinition {
    fileprivate func items(of table: TableName) -> [SchemaItem] {
        var items = [SchemaItem("table \(table)")]
        for column in columns { items.append(SchemaItem("column \(table).\(column.name)", column.description)) }
        for constraint in constraints {
            let name = constraint.name.map { " \($0)" } ?? ""
            items.append(SchemaItem("constraint on \(table):\(name)", constraint.kind.description))
        }
        for index in indexes { items.append(SchemaItem("index on \(table):", index.description)) }
        return items
    }
}
