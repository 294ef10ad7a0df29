/// What a reading found, to be held against what should exist.
package struct FoundSchema: Sendable, Equatable {
    package let dialect: Dialect
    /// Every table, with its schema where the database has schemas.
    package let tables: [TableName]
    /// What they are made of; `nil` where that was not read.
    package var definitions: DatabaseSchema?
    /// The schema in which names without one live.
    package let defaultSchema: String?

    package init(
        dialect: Dialect, tables: [TableName], definitions: DatabaseSchema? = nil, defaultSchema: String? = nil
    ) {
        self.dialect = dialect
        self.tables = tables
        self.definitions = definitions
        self.defaultSchema = defaultSchema
    }
}

extension FoundSchema {
    /// Whether both have the same tables and types, so that what is said of a table that is the same is too.
    fileprivate func differsOnlyInside(_ other: FoundSchema) -> Bool {
        dialect == other.dialect && defaultSchema == other.defaultSchema && tables == other.tables
            && definitions?.enums == other.definitions?.enums
    }
}

extension SchemaComparison {
    /// - `ignored`: the tables that are left out of the comparison.
    /// - `last`: what was found before, and how that compared with the same: only tables that have changed since are
    ///   compared again.
    package init(
        of found: FoundSchema, status: MigrationStatus, scripts: MigrationScripts,
        source: ExpectationSource = .scripts, ignored: TableFilter = TableFilter([]), isStrict: Bool = false,
        after last: (found: FoundSchema, comparison: SchemaComparison)? = nil
    ) {
        let judge = SchemaJudge(found, ignored)
        let replay = judge.replay(status, of: scripts)
        let (kind, expected, snapshot, note) = judge.expectation(source, replay, status)
        let created = judge.created(replay)
        let existing = found.tables.map { $0.relative(to: found.defaultSchema) }.sorted()
        let absent = judge.absent(from: expected, unless: kind == .list ? created : [:])
        self.existing = existing
        self.source = kind
        self.isStrict = isStrict
        expectedCount = expected?.tables.count ?? 0
        pending = judge.missing(kind == .list ? created.filter { expected?.tables[$0.key] != nil } : created)
        problem =
            if let finding = source.finding {
                .snapshot(finding)
            } else {
                expected == nil
                    ? .standsNowhere
                    : kind == .scripts && judge.hasLostItsVersionTable(status, created) ? .noVersionTable : nil
            }
        unverified = note + (kind == .scripts ? judge.unverified(expected) : [])
        let known = (expected?.tables ?? [:]).merging(created) { now, _ in now }
        let unexpected =
            expected?.isWhole == true
            ? judge.unexpected(existing, known: known, doubted: kind == .snapshot ? nil : replay) : []
        let inside = judge.differences(
            in: expected?.tables ?? [:], later: replay?.later.tables ?? [:], snapshot: snapshot, after: last)
        differences = (absent + unexpected + inside + judge.absentRelations(of: snapshot)).inOrder
    }
}

/// The two states that scripts tell of: where the database stands, and where an upgrade would bring it.
struct ReplayedSchema {
    let now: ExpectedSchema
    let later: ExpectedSchema
}

struct SchemaJudge {
    private let found: FoundSchema
    private let ignored: TableFilter
    /// The tables that are there, by key.
    private let present: Set<TableName>

    init(_ found: FoundSchema, _ ignored: TableFilter) {
        self.found = found
        self.ignored = ignored
        present = Set(found.tables.map { found.dialect.key($0.relative(to: found.defaultSchema)) })
    }

    /// `nil` where the rows do not tell: those that the scripts do not know say nothing about where the tables stand.
    func replay(_ status: MigrationStatus, of scripts: MigrationScripts) -> ReplayedSchema? {
        guard let pending = status.pending else { return nil }
        var replay = SchemaReplay(defaultSchema: found.defaultSchema, dialect: found.dialect)
        replay.apply(scripts.graph.applyOrder(upTo: status.known), of: scripts)
        let now = replay.schema
        replay.apply(pending, of: scripts)
        return ReplayedSchema(now: now, later: replay.schema)
    }

    /// What should exist now, and from where that is known.
    func expectation(
        _ source: ExpectationSource, _ replay: ReplayedSchema?, _ status: MigrationStatus
    ) -> (SchemaComparison.Source, ExpectedSchema?, DatabaseSchema?, [SchemaComparison.Unverified]) {
        switch source {
        case .unusable: return (.snapshot, nil, nil, [])
        case .scripts: return (.scripts, (replay?.now).map(wanted), nil, [])
        case .list(let tables):
            let expected = tables.map { table in
                (table, ExpectedTable(TableDefinition(), columnsAreWhole: false))
            }
            return (.list, wanted(ExpectedSchema(tables: Dictionary(expected) { first, _ in first })), nil, [])
        case .snapshot(let snapshot):
            guard snapshot.revisions == status.current.sorted() else {
                return (.scripts, (replay?.now).map(wanted), nil, [elsewhere(snapshot, status)])
            }
            let tables = snapshot.schema.tables.mapValues { ExpectedTable($0) }
            return (.snapshot, wanted(ExpectedSchema(tables: tables)), snapshot.schema, [])
        }
    }

    /// Pending is not drift: a snapshot says nothing about a database that stands elsewhere.
    private func elsewhere(_ snapshot: SchemaSnapshot, _ status: MigrationStatus) -> SchemaComparison.Unverified {
        func list(_ revisions: [String]) -> String {
            revisions.isEmpty ? "no revision" : revisions.joined(separator: ", ")
        }
        let reason =
            "it stands at \(list(snapshot.revisions)) and the database at \(list(status.current)), so the scripts count"
        return .init(table: nil, doubt: Doubt(.anyTable, reason: reason, file: snapshot.file, line: 1))
    }

    private func wanted(_ expected: ExpectedSchema) -> ExpectedSchema {
        var expected = expected
        expected.tables = wanted(expected.tables)
        return expected
    }

    private func wanted(_ tables: [TableName: ExpectedTable]) -> [TableName: ExpectedTable] {
        let wanted = tables.lazy.map { ($0.key.relative(to: found.defaultSchema), $0.value) }
            .filter { !ignored.contains($0.0) }
        return Dictionary(wanted) { first, _ in first }
    }

    /// What pending revisions create.
    func created(_ replay: ReplayedSchema?) -> [TableName: ExpectedTable] {
        guard let replay else { return [:] }
        return wanted(replay.later.tables.filter { replay.now.tables[$0.key] == nil })
    }

    func missing(_ tables: [TableName: ExpectedTable]) -> [TableName] {
        tables.keys.filter { !isPresent($0) }.sorted()
    }

    /// A database that has nothing yet stands before the first revision. One that has what revisions create stands
    /// somewhere, and nothing says where.
    func hasLostItsVersionTable(_ status: MigrationStatus, _ created: [TableName: ExpectedTable]) -> Bool {
        status.state == .uninitialized && created.keys.contains { isPresent($0) }
    }

    private func isPresent(_ table: TableName) -> Bool { present.contains(found.dialect.key(table)) }
}

// What differs.
extension SchemaJudge {
    func absent(
        from expected: ExpectedSchema?, unless created: [TableName: ExpectedTable]
    ) -> [SchemaDifference] {
        (expected?.tables ?? [:]).filter { created[$0.key] == nil && !isPresent($0.key) }.map { table, expected in
            SchemaDifference(.missingTable, table, expected: "table", place: expected.definition.place)
        }
    }

    /// Views and sequences that a snapshot has: code cannot do without them either.
    func absentRelations(of snapshot: DatabaseSchema?) -> [SchemaDifference] {
        guard let snapshot, let actual = found.definitions else { return [] }
        func absent(_ expected: Set<TableName>, _ there: Set<TableName>, _ kind: String) -> [SchemaDifference] {
            expected.subtracting(there).filter { !ignored.contains($0) }
                .map { SchemaDifference(.missingTable, $0, expected: kind) }
        }
        return absent(snapshot.views, actual.views, "view")
            + absent(snapshot.sequences, actual.sequences, "sequence")
    }

    /// `doubted`: what the scripts may have made, or presuppose.
    func unexpected(
        _ existing: [TableName], known: [TableName: ExpectedTable], doubted: ReplayedSchema?
    ) -> [SchemaDifference] {
        var explained = Set(known.keys)
        for schema in [doubted?.now, doubted?.later] {
            guard let schema else { continue }
            explained.formUnion(schema.unverified.keys.map { $0.relative(to: found.defaultSchema) })
            explained.formUnion(schema.presupposed.keys.map { $0.relative(to: found.defaultSchema) })
        }
        let keys = Set(explained.map(found.dialect.key))
        return
            existing
            .filter { table in
                table.schema == nil && !keys.contains(found.dialect.key(table)) && !ignored.contains(table)
                    && !ForeignTables.contains(table.name)
            }
            .map { SchemaDifference(.unexpectedTable, $0, actual: "table") }
    }

    func differences(
        in expected: [TableName: ExpectedTable], later: [TableName: ExpectedTable], snapshot: DatabaseSchema?,
        after last: (found: FoundSchema, comparison: SchemaComparison)?
    ) -> [SchemaDifference] {
        guard let actual = byKey(found.definitions) else { return [] }
        let before = last.flatMap { found.differsOnlyInside($0.found) ? byKey($0.found.definitions) : nil }
        var changed: [TableName: (expected: ExpectedTable, actual: TableDefinition)] = [:]
        for (table, expected) in expected {
            let key = found.dialect.key(table)
            guard let actual = actual[key], before?[key] != actual else { continue }
            changed[table] = (expected, actual)
        }
        let rules = ComparisonRules(
            found.dialect, snapshot: snapshot, labels: found.definitions?.enums ?? [:], tables: present,
            columns: changed.values.flatMap { [$0.expected.definition.columns, $0.actual.columns] })
        let known = before == nil ? [] : last?.comparison.differences ?? []
        return known.filter { !$0.kind.isOfWholeTable && changed[$0.table] == nil }
            + changed.flatMap { table, pair in
                TableComparison(table, pair.expected, actual: pair.actual, later: later[table], rules: rules)
                    .differences
            }
    }

    private func byKey(_ schema: DatabaseSchema?) -> [TableName: TableDefinition]? {
        schema.map { schema in
            Dictionary(schema.tables.map { (found.dialect.key($0.key), $0.value) }) { first, _ in first }
        }
    }

    func unverified(_ expected: ExpectedSchema?) -> [SchemaComparison.Unverified] {
        guard let expected else { return [] }
        let all = expected.doubtsAboutAll.map { SchemaComparison.Unverified(table: nil, doubt: $0) }
        let tables = expected.unverified.filter { $0.value.scope != .anyTable }
            .map { SchemaComparison.Unverified(table: $0.key, doubt: $0.value) }
        let presupposed = expected.presupposed.map { table, place in
            SchemaComparison.Unverified(
                table: table, doubt: Doubt(.inside([table]), "altered here, and created by no revision", at: place))
        }
        var everywhere: [Doubt] = []
        let inside = expected.tables.flatMap { table, expected in
            (expected.doubts + expected.doubtsAboutDetails).compactMap { item -> SchemaComparison.Unverified? in
                guard item.doubt.scope != .insideAnyTable else {
                    if !everywhere.contains(item.doubt) { everywhere.append(item.doubt) }
                    return nil
                }
                return .init(table: table, column: item.column, doubt: item.doubt)
            }
        }
        let types = expected.tables.flatMap { table, expected in
            expected.definition.columns.compactMap { column -> SchemaComparison.Unverified? in
                guard column.type == nil, let place = column.place else { return nil }
                return .init(
                    table: table, column: column.name,
                    doubt: Doubt(.inside([table]), "of a type that is not known here", at: place))
            }
        }
        return all + everywhere.map { .init(table: nil, doubt: $0) }
            + (tables + presupposed + inside + types).sorted { $0.order < $1.order }
    }
}

extension SchemaComparison.Unverified {
    fileprivate var order: (String, String, String, Int) {
        (table?.description ?? "", column ?? "", doubt.file, doubt.line)
    }
}

extension [SchemaDifference] {
    /// By table; what is said of a table in the order in which it was found.
    fileprivate var inOrder: [SchemaDifference] {
        enumerated().sorted { ($0.element.table, $0.offset) < ($1.element.table, $1.offset) }.map(\.element)
    }
}
