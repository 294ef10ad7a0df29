/// One way in which a database differs from what should exist.
package struct SchemaDifference: Sendable, Equatable {
    /// The closed set of what can differ: an interface, as the label of a metric and as `kind` in JSON.
    package enum Kind: String, Sendable, CaseIterable {
        case missingTable = "missing_table"
        case unexpectedTable = "unexpected_table"
        case missingColumn = "missing_column"
        case unexpectedColumn = "unexpected_column"
        case type
        case nullable
        case `default`
        case missingIndex = "missing_index"
        case missingConstraint = "missing_constraint"

        /// Whether the running code cannot do without it, so that the schema is not valid whatever was asked for.
        package var breaksCode: Bool { self == .missingTable || self == .missingColumn }

        /// Whether it says that a table is there or not, and nothing of what it is made of.
        var isOfWholeTable: Bool { self == .missingTable || self == .unexpectedTable }
    }

    /// What differs: `table`, or `table.column`.
    package var subject: String { column.map { "\(table).\($0)" } ?? table.description }

    package let kind: Kind
    package let table: TableName
    /// `nil` where the table as a whole is meant.
    package let column: String?
    /// The name or the description of what should be there; `nil` where nothing should.
    package let expected: String?
    /// What is there; `nil` where nothing is.
    package let actual: String?
    /// Which script said so; `nil` where a list or a snapshot did.
    package let place: ScriptPlace?

    package init(
        _ kind: Kind, _ table: TableName, column: String? = nil, expected: String? = nil, actual: String? = nil,
        place: ScriptPlace? = nil
    ) {
        self.kind = kind
        self.table = table
        self.column = column
        self.expected = expected
        self.actual = actual
        self.place = place
    }
}
