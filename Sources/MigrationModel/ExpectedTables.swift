/// The tables that should exist after some revisions, as far as their scripts can be followed.
///
/// Only a table that is certain is ever called missing: what a script does under a condition, or with names that are put
/// together at run time, makes the tables it may touch unverified.
package struct ExpectedTables: Sendable, Equatable {
    package private(set) var certain: Set<TableName> = []
    /// Tables that may exist or not, and the place that made it so.
    package private(set) var unverified: [TableName: Doubt] = [:]
    /// Places that may touch any table.
    package private(set) var doubtsAboutAll: [Doubt] = []
    /// Whether a script alters a table that no script creates: then the scripts are not the whole of the schema.
    package private(set) var isIncomplete = false

    /// `revisions`: each after what it builds on.
    package init(after revisions: some Sequence<Revision>, of scripts: MigrationScripts) {
        for revision in revisions {
            for operation in scripts.operations[revision.id] ?? [] { apply(operation) }
        }
    }

    private mutating func apply(_ operation: TableOperation) {
        switch operation {
        case .create(let table):
            certain.insert(table)
            unverified[table] = nil
        case .drop(let table):
            certain.remove(table)
            unverified[table] = nil
        case .rename(let table, let new):
            if let doubt = unverified.removeValue(forKey: table) {
                unverified[new] = doubt
            } else if certain.remove(table) != nil {
                certain.insert(new)
            } else {
                isIncomplete = true
            }
        case .alter(let table):
            if !certain.contains(table), unverified[table] == nil { isIncomplete = true }
        case .doubtful(let doubt): taint(doubt)
        }
    }

    private mutating func taint(_ doubt: Doubt) {
        switch doubt.scope {
        case .tables(let tables):
            for table in tables { unverified[table] = unverified[table] ?? doubt }
            certain.subtract(tables)
        case .anyTable:
            for table in certain { unverified[table] = doubt }
            certain = []
            doubtsAboutAll.append(doubt)
        }
    }
}
