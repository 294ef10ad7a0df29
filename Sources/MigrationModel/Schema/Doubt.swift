/// A place in a script that a static reading cannot follow, and what it may touch.
package struct Doubt: Sendable, Hashable {
    package enum Scope: Sendable, Hashable {
        /// It may create, drop, rename or change these.
        case tables(Set<TableName>)
        /// It may do anything to any table.
        case anyTable
        /// It may create a table of a name that is not known. What is known of other tables stays true.
        case newTable
        /// It may change anything in these tables, which stay.
        case inside(Set<TableName>)
        /// It may change anything in any table, all of which stay.
        case insideAnyTable
        /// It may add a column, an index or a constraint to these. What is known of them stays true.
        case additions(Set<TableName>)
        /// The same of any table.
        case additionsToAnyTable
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

    static let searchPath = "SQL that changes the search path"

    /// That a step may not run, or not once.
    package init(_ scope: Scope, _ reason: String, at place: ScriptPlace) {
        self.init(scope, reason: reason, file: place.file, line: place.line)
    }
}
