extension DatabaseSchema {
    /// Everything in it, one item a line, sorted: what a person compares two schemas by.
    package var items: [String] {
        let tables = tables.flatMap { table, definition in
            ["table \(table)"] + definition.columns.map { "column \(table).\($0.name) \($0)" }
                + definition.constraints.map { "constraint on \(table): \($0)" }
                + definition.indexes.map { "index on \(table): \($0)" }
        }
        let others =
            views.map { "view \($0)" } + sequences.map { "sequence \($0)" }
            + enums.map { "enum \($0.key) (\($0.value.joined(separator: ", ")))" }
        return (tables + others).sorted()
    }

    /// Without the tables, views and so on that the filter names.
    package func without(_ ignored: TableFilter) -> DatabaseSchema {
        DatabaseSchema(
            tables: tables.filter { !ignored.contains($0.key) }, views: views.filter { !ignored.contains($0) },
            sequences: sequences.filter { !ignored.contains($0) }, enums: enums.filter { !ignored.contains($0.key) })
    }
}
