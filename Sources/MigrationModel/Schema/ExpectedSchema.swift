/// What should exist, as far as that is known: from scripts up to a revision, from a snapshot, or from a list.
///
/// Nothing is claimed that is not certain: whatever a static reading cannot follow makes what it may touch unverified.
package struct ExpectedSchema: Sendable, Equatable {
    /// Every table that is certain to exist, with its schema where that is not the default one.
    package var tables: [TableName: ExpectedTable]
    /// Tables that may exist or not, and the place that made it so.
    package var unverified: [TableName: Doubt]
    /// Tables that scripts alter and none creates, each with the first place that does. Nothing is claimed of them.
    package var presupposed: [TableName: ScriptPlace]
    /// Places that may have touched any table, or made one of a name that is not known.
    package var doubtsAboutAll: [Doubt]
    /// Whether a table that is not here is known not to belong here: false where something is altered that nothing
    /// creates, or where a doubt is about all.
    package var isWhole: Bool

    package init(
        tables: [TableName: ExpectedTable] = [:], unverified: [TableName: Doubt] = [:],
        presupposed: [TableName: ScriptPlace] = [:], doubtsAboutAll: [Doubt] = [], isWhole: Bool = true
    ) {
        self.tables = tables
        self.unverified = unverified
        self.presupposed = presupposed
        self.doubtsAboutAll = doubtsAboutAll
        self.isWhole = isWhole
    }
}

/// A table that is certain to exist, and what is known of it.
package struct ExpectedTable: Sendable, Equatable {
    /// Only what is certain.
    package var definition: TableDefinition
    /// Columns, or with `nil` any that are not in the definition, of which nothing is claimed.
    package var doubts: [ColumnDoubt]
    /// What is on columns that are claimed, or with `nil` on the table, of which nothing is claimed: an index, a
    /// constraint, a default.
    package private(set) var doubtsAboutDetails: [ColumnDoubt] = []
    /// Whether a column that is not in the definition is known not to belong there.
    package var columnsAreWhole: Bool

    package init(_ definition: TableDefinition, doubts: [ColumnDoubt] = [], columnsAreWhole: Bool = true) {
        self.definition = definition
        self.doubts = doubts
        self.columnsAreWhole = columnsAreWhole
    }

    mutating func doubtDetails(of column: String? = nil, _ doubt: Doubt) {
        let doubt = ColumnDoubt(column: column, doubt: doubt)
        if !doubtsAboutDetails.contains(doubt) { doubtsAboutDetails.append(doubt) }
    }

    package struct ColumnDoubt: Sendable, Equatable {
        package let column: String?
        package let doubt: Doubt

        package init(column: String?, doubt: Doubt) {
            self.column = column
            self.doubt = doubt
        }
    }
}
