/// What came or went between two readings of a database and is explained by no revision that was recorded between them:
/// what a migration did that failed outside of a transaction.
///
/// Tables are compared by name. Columns, indexes and constraints are compared where both readings have them, in tables
/// that no recorded revision touches.
package struct Leftovers: Sendable, Equatable {
    /// Tables, columns as `table.column`, and indexes by name.
    package let made: [String]
    package let dropped: [String]
    /// Tables in which something else is different.
    package let changed: [TableName]
    /// A place that may have made or dropped any table, so that silence says nothing.
    package let doubt: Doubt?
    package let inside: Inside

    /// Whether what tables are made of was compared.
    package enum Inside: Sendable, Equatable {
        case compared
        /// Not in the tables that recorded revisions touch.
        case untouchedOnly
        case notRead
    }

    /// - `applied`: the steps of the revisions that were recorded, in their order.
    /// - `takenBack`: the steps of those that were recorded as not applied any more; how is not followed.
    package init(
        from before: FoundSchema, to after: FoundSchema, applied: [SchemaStep], takenBack: [SchemaStep] = []
    ) {
        var story = TableStory(from: before)
        for step in applied { story.follow(step) }
        for step in takenBack { story.takeBack(step) }
        let there = after.tables.map { $0.relative(to: after.defaultSchema) }
        let keys = Set(there.map(after.dialect.key))
        doubt = story.doubt
        let newTables = story.doubt == nil ? there.filter { !story.mayHave(after.dialect.key($0)) } : []
        let goneTables = story.mayLackAny ? [] : story.expected.subtracting(story.doubtful).subtracting(keys)
        var contents = Contents()
        if let old = before.definitions, let new = after.definitions {
            inside = story.touchesAny || !story.touched.isEmpty ? .untouchedOnly : .compared
            for (table, definition) in new.tables.sorted(by: { $0.key < $1.key }) {
                guard !story.mayChange(table), let old = old.tables[table], old != definition else { continue }
                contents.compare(table, old, definition)
            }
        } else {
            inside = .notRead
        }
        made = newTables.sorted().map(\.description) + contents.made
        dropped = goneTables.sorted().map(\.description) + contents.dropped
        changed = contents.changed
    }
}

/// What differs inside of tables.
private struct Contents {
    var made: [String] = []
    var dropped: [String] = []
    var changed: [TableName] = []

    mutating func compare(_ table: TableName, _ old: TableDefinition, _ new: TableDefinition) {
        let (before, after) = (Self.names(old, of: table), Self.names(new, of: table))
        let (come, gone) = (after.filter { !before.contains($0) }, before.filter { !after.contains($0) })
        made += come
        dropped += gone
        if come.isEmpty, gone.isEmpty { changed.append(table) }
    }

    private static func names(_ definition: TableDefinition, of table: TableName) -> [String] {
        definition.columns.map { "\(table).\($0.name)" }
            + definition.indexes.compactMap(\.name).map { "the index \($0) of \(table)" }
    }
}

/// Which tables should be there after some steps, by the key by which the database knows them.
private struct TableStory {
    private(set) var expected: Set<TableName>
    /// These may be there or not.
    private(set) var doubtful: Set<TableName> = []
    /// What is in these may have changed.
    private(set) var touched: Set<TableName> = []
    /// What is in any table may have changed.
    private(set) var touchesAny = false
    /// Any table may have gone.
    private(set) var mayLackAny = false
    /// The first place that may have made any table.
    private(set) var doubt: Doubt?
    private let dialect: Dialect
    private let defaultSchema: String?

    init(from found: FoundSchema) {
        dialect = found.dialect
        defaultSchema = found.defaultSchema
        expected = Set(found.tables.map { found.dialect.key($0.relative(to: found.defaultSchema)) })
    }

    func mayHave(_ table: TableName) -> Bool { expected.contains(table) || doubtful.contains(table) }

    func mayChange(_ table: TableName) -> Bool { touchesAny || touched.contains(key(table)) }

    private func key(_ table: TableName) -> TableName { dialect.key(table.relative(to: defaultSchema)) }

    mutating func follow(_ step: SchemaStep) {
        touched.formUnion(step.change.tables.map(key))
        switch step.change {
        case .createTable, .dropTable, .renameTable:
            // Foreign keys of other tables follow a table.
            if case .createTable = step.change {} else { touchesAny = true }
            step.condition == nil ? move(step.change) : doubtful.formUnion(step.change.tables.map(key))
        case .dropIndex(_, on: nil, _, _), .renameIndex, .renameType, .dropReferences: touchesAny = true
        case .setSearchPath: follow(Doubt(.anyTable, Doubt.searchPath, at: step.place))
        case .opaque(let doubt): follow(doubt)
        case .addColumn, .dropColumn, .alterColumn, .createIndex, .dropIndex, .addConstraint, .dropConstraint,
            .renameConstraint, .changeRows, .alterTable, .rebuildTable, .resetSearchPath:
            break
        }
    }

    /// What the way back does is not followed: it may do anything to what the way there named.
    mutating func takeBack(_ step: SchemaStep) {
        touchesAny = true
        doubtful.formUnion(step.change.tables.map(key))
        if case .opaque(let doubt) = step.change { follow(doubt) }
        if case .setSearchPath = step.change { follow(Doubt(.anyTable, Doubt.searchPath, at: step.place)) }
    }

    private mutating func move(_ change: SchemaChange) {
        switch change {
        case .createTable(let table, _, _, _): settle(table, isThere: true)
        case .dropTable(let table, _): settle(table, isThere: false)
        case .renameTable(let table, let new):
            let isSure = !doubtful.contains(key(table))
            settle(table, isThere: false)
            settle(new, isThere: true)
            if !isSure { doubtful.insert(key(new)) }
        default: break
        }
    }

    private mutating func settle(_ table: TableName, isThere: Bool) {
        let key = key(table)
        doubtful.remove(key)
        if isThere { expected.insert(key) } else { expected.remove(key) }
    }

    private mutating func follow(_ doubt: Doubt) {
        switch doubt.scope {
        case .tables(let tables): doubtful.formUnion(tables.map(key))
        case .anyTable:
            mayLackAny = true
            touchesAny = true
            self.doubt = self.doubt ?? doubt
        case .newTable: self.doubt = self.doubt ?? doubt
        case .insideAnyTable, .additionsToAnyTable: touchesAny = true
        case .inside, .additions: break
        }
    }
}
