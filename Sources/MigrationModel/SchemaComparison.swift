/// The tables of a database against those that should exist, now and after an upgrade.
package struct SchemaComparison: Sendable, Equatable {
    /// Where the knowledge of what should exist comes from.
    package enum Source: String, Sendable, CaseIterable {
        case scripts
        case list
    }

    package let source: Source
    /// How many tables should exist now.
    package let expectedCount: Int
    package let existing: [TableName]
    /// Should exist now, and does not.
    package let missing: [TableName]
    /// Does not exist yet, and pending revisions create it.
    package let pending: [TableName]
    /// Exists, and nothing says that it should. Empty where that cannot be known.
    package let unexpected: [TableName]
    package let unverified: [Unverified]

    /// A table, or with `nil` every table, of which nothing is claimed, and the place that made it so.
    package struct Unverified: Sendable, Equatable {
        package let table: TableName?
        package let doubt: Doubt

        package init(table: TableName?, doubt: Doubt) {
            self.table = table
            self.doubt = doubt
        }
    }

    /// Whether it is known what should exist. It is not where the scripts are to say, and the rows do not tell where in
    /// them the database stands.
    package let isKnown: Bool

    /// `nil` where it is not known what should exist.
    package var isValid: Bool? { isKnown ? missing.isEmpty && pending.isEmpty : nil }
}

extension SchemaComparison {
    /// - `defaultSchema`: the one in which names without a schema live.
    /// - `list`: the tables that the user listed; `nil` where the scripts are to say.
    /// - `ignored`: the tables that are left out of the comparison.
    package init(
        existing tables: [TableName], defaultSchema: String?, status: MigrationStatus, scripts: MigrationScripts,
        list: [TableName]? = nil, ignored: TableFilter = TableFilter([])
    ) {
        let existing = tables.map { $0.relative(to: defaultSchema) }.sorted()
        func wanted(_ tables: some Sequence<TableName>) -> Set<TableName> {
            Set(tables.lazy.map { $0.relative(to: defaultSchema) }.filter { !ignored.contains($0) })
        }
        let present = Set(existing)
        // Rows that the scripts do not know say nothing about where the tables stand.
        let standing = status.pending.map { _ in scripts.graph.applyOrder(upTo: status.known) }
        var replay = SchemaReplay(defaultSchema: defaultSchema)
        if let standing { replay.apply(standing, of: scripts) }
        let now = standing.map { _ in replay.schema }
        replay.apply(status.pending ?? [], of: scripts)
        let later = standing.map { _ in replay.schema }
        let certain = now.map { Set($0.tables.keys) } ?? []
        let created = wanted(later.map { Set($0.tables.keys).subtracting(certain) } ?? [])

        let expected = list.map { wanted($0) } ?? wanted(certain)
        let absent = expected.subtracting(present)
        self.existing = existing
        source = list == nil ? .scripts : .list
        isKnown = list != nil || standing != nil
        expectedCount = expected.count
        missing = (list == nil ? absent : absent.subtracting(created)).sorted()
        pending = (list == nil ? created : created.intersection(expected)).subtracting(present).sorted()
        unverified = list == nil ? Self.unverified(now) : []

        let isWholeSchema = list != nil || now?.isWhole == true
        let explained = expected.union(created).union(wanted(now.map { Array($0.unverified.keys) } ?? []))
        unexpected =
            isWholeSchema
            ? present.subtracting(explained).filter { $0.schema == nil && !ignored.contains($0) }.sorted() : []
    }

    /// Nothing could be read.
    package static func unknown(_ source: Source) -> SchemaComparison {
        SchemaComparison(
            source: source, expectedCount: 0, existing: [], missing: [], pending: [], unexpected: [], unverified: [],
            isKnown: false)
    }

    private static func unverified(_ expected: ExpectedSchema?) -> [Unverified] {
        guard let expected else { return [] }
        let all = expected.doubtsAboutAll.map { Unverified(table: nil, doubt: $0) }
        let some = expected.unverified.filter { $0.value.scope != .anyTable }
            .sorted { $0.key < $1.key }.map { Unverified(table: $0.key, doubt: $0.value) }
        return all + some
    }
}
