/// A table: what a database has, or what should be there as far as that is known.
package struct TableDefinition: Sendable, Equatable {
    /// In their order in the table.
    package var columns: [ColumnDefinition]
    package var constraints: [ConstraintDefinition]
    package var indexes: [IndexDefinition]
    /// Which script said so; `nil` in a database.
    package var place: ScriptPlace?

    package init(
        columns: [ColumnDefinition] = [], constraints: [ConstraintDefinition] = [], indexes: [IndexDefinition] = [],
        place: ScriptPlace? = nil
    ) {
        self.columns = columns
        self.constraints = constraints
        self.indexes = indexes
        self.place = place
    }

    package subscript(column name: String) -> ColumnDefinition? { columns.first { $0.name == name } }
}

/// A revision's script and the line in it that said something about the schema.
package struct ScriptPlace: Sendable, Hashable {
    package let revision: RevisionID
    package let file: String
    /// From 1.
    package let line: Int

    package init(revision: RevisionID, file: String, line: Int) {
        self.revision = revision
        self.file = file
        self.line = line
    }
}
