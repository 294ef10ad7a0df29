/// What a reference database had when it stood at some revisions: exact, whatever the scripts do.
package struct SchemaSnapshot: Sendable, Equatable {
    package let dialect: Dialect
    /// The rows of the version table, sorted.
    package let revisions: [String]
    package let schema: DatabaseSchema
    /// The file that holds it, for messages.
    package let file: String

    package init(dialect: Dialect, revisions: [String], schema: DatabaseSchema, file: String) {
        self.dialect = dialect
        self.revisions = revisions
        self.schema = schema
        self.file = file
    }

    /// The schemas in it beside the default one.
    package var schemas: Set<String> {
        Set((Array(schema.tables.keys) + schema.views + schema.sequences + schema.enums.keys).compactMap(\.schema))
    }
}

/// Where a user wants the knowledge of what should exist to come from.
package enum ExpectationSource: Sendable, Equatable {
    case scripts
    case list([TableName])
    case snapshot(SchemaSnapshot)
    /// A snapshot was asked for, and the file cannot be used.
    case unusable(Finding)

    /// What is wrong with the file that is to say it.
    package var finding: Finding? { if case .unusable(let finding) = self { finding } else { nil } }
}
