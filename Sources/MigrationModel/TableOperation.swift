/// What one statement of a script's `upgrade()` does to the tables, as far as a static reading can tell.
package enum TableOperation: Sendable, Equatable {
    case create(TableName)
    case drop(TableName)
    case rename(TableName, to: TableName)
    /// A table that is altered, so that it must have existed before.
    case alter(TableName)
    /// Something that may create, drop or rename a table, or may not.
    case doubtful(Doubt)

    /// The tables that it names.
    package var tables: [TableName] {
        switch self {
        case .create(let table), .drop(let table), .alter(let table): return [table]
        case .rename(let table, let new): return [table, new]
        case .doubtful(let doubt):
            guard case .tables(let tables) = doubt.scope else { return [] }
            return tables.sorted()
        }
    }
}

/// A place in a script that a static reading cannot follow, and the tables that it may touch.
package struct Doubt: Sendable, Equatable {
    package enum Scope: Sendable, Equatable {
        case tables(Set<TableName>)
        /// The names are not known either.
        case anyTable
    }

    package let scope: Scope
    /// Why, in words for a person: `under if`, `SQL that is put together at run time`.
    package let reason: String
    package let file: String
    package let line: Int

    package init(_ scope: Scope, reason: String, file: String, line: Int) {
        self.scope = scope
        self.reason = reason
        self.file = file
        self.line = line
    }
}
