/// What would hold up or break code that runs while revisions are applied: a judgement from values alone.
package struct Review: Sendable, Equatable {
    /// What was looked at, in the order in which it would run.
    package let revisions: [Revision]
    /// In the order of the steps.
    package let concerns: [ReviewConcern]
    /// What a static reading cannot follow, and so was not looked at.
    package let unread: [Doubt]

    /// - `revisions`: each after what it builds on.
    /// - `withLocks`: whether locks count, as in PostgreSQL; else only what breaks the code that runs.
    package init(of revisions: [Revision], in scripts: MigrationScripts, withLocks: Bool = true) {
        var reading = ReviewReading()
        for revision in revisions {
            reading.read(scripts.steps[revision.id] ?? [])
            reading.end(revision.id, scripts.steps[revision.id] ?? [], commits: !scripts.isOneTransaction)
        }
        self.revisions = revisions
        concerns = reading.concerns.filter { withLocks || !$0.kind.isAboutLocks }
        unread = reading.unread
    }

    private init(_ revisions: [Revision], _ concerns: [ReviewConcern], _ unread: [Doubt]) {
        self.revisions = revisions
        self.concerns = concerns
        self.unread = unread
    }

    package static let empty = Review([], [], [])

    /// Those that nobody accepts.
    package var open: [ReviewConcern] { concerns.filter { $0.acceptance == nil } }

    /// With what the scripts' own comments accept: the reason, by place.
    package func accepting(_ reasons: [ScriptPlace: String]) -> Review {
        Review(
            revisions, concerns.map { ReviewConcern($0.kind, $0.subject, at: $0.place, acceptance: reasons[$0.place]) },
            unread)
    }
}

/// Walks through the steps. A table that these revisions create themselves is nobody's yet, so that nothing there
/// holds up or breaks anything.
private struct ReviewReading {
    private(set) var concerns: [ReviewConcern] = []
    private(set) var unread: [Doubt] = []
    private var made: Set<TableName> = []
    /// An earlier revision that certainly holds locks still.
    private var holder: RevisionID?

    /// The steps of one revision.
    mutating func read(_ steps: [SchemaStep]) {
        let first = concerns.count
        for step in steps { read(step) }
        let changesSchema = steps.contains { !$0.isAutocommitted && changesKnownSchema($0.change) }
        for step in steps {
            if step.mayCommit { holder = nil }
            guard changesSchema || holder != nil, !step.isAutocommitted, case .changeRows(let table) = step.change,
                table.map({ !made.contains($0) }) ?? true
            else { continue }
            let rows = table.map { "Rows of \($0)" } ?? "Rows"
            note(.mixedDataChange, changesSchema ? rows : rows + (holder.map { ", after \($0)," } ?? ""), step)
        }
        concerns[first...].sort { $0.place.line < $1.place.line }
    }

    /// `commits`: whether its transaction may end with the revision.
    mutating func end(_ revision: RevisionID, _ steps: [SchemaStep], commits: Bool) {
        let open = steps.suffix(from: steps.lastIndex(where: \.mayCommit).map { $0 + 1 } ?? 0)
        guard !commits, open.contains(where: { $0.condition == nil && changesKnownSchema($0.change) }) else { return }
        holder = revision
    }

    private mutating func read(_ step: SchemaStep) {
        switch step.change {
        case .createTable(let table, _, _, _): made.insert(table)
        case .dropTable(let table, _):
            if made.remove(table) == nil { note(.droppedTable, "The table \(table)", step) }
        case .renameTable(let table, let new):
            if made.remove(table) != nil {
                made.insert(new)
            } else {
                note(.renamedTable, "The table \(table)", step)
            }
        case .opaque(let doubt): unread.append(doubt)
        case .setSearchPath: unread.append(Doubt(.anyTable, Doubt.searchPath, at: step.place))
        case .dropIndex(let name, _, _, true) where !step.isAutocommitted:
            note(.concurrentlyInTransaction, "Dropping the index \(name ?? "without a name")", step)
        case .dropIndex, .renameIndex, .dropConstraint, .renameConstraint, .renameType, .changeRows, .alterTable,
            .dropReferences, .rebuildTable, .resetSearchPath:
            break
        case .addColumn(let table, let added):
            if !made.contains(table) { read(added, of: table, step) }
        case .dropColumn(let table, let column):
            if !made.contains(table) { note(.droppedColumn, "The column \(table).\(column)", step) }
        case .alterColumn(let table, let column, let alteration):
            if !made.contains(table) { read(alteration, of: "The column \(table).\(column)", step) }
        case .createIndex(let table, let index, let isConcurrent, _):
            if isConcurrent, !step.isAutocommitted {
                note(.concurrentlyInTransaction, subject(index, table), step)
            } else if !isConcurrent, !made.contains(table) {
                note(.indexWithoutConcurrently, subject(index, table), step)
            }
        case .addConstraint(let table, let constraint, let isNotValid):
            if !made.contains(table), !isNotValid { read(constraint, of: table, step) }
        }
    }

    private mutating func read(_ added: AddedColumn, of table: TableName, _ step: SchemaStep) {
        if added.column.isNullable == false, added.column.defaultValue == .none {
            note(.notNullWithoutDefault, "The column \(table).\(added.column.name)", step)
        }
        for index in added.indexes { note(.indexWithoutConcurrently, subject(index, table), step) }
        for constraint in added.constraints { read(constraint, of: table, step) }
    }

    private mutating func read(_ alteration: ColumnAlteration, of subject: String, _ step: SchemaStep) {
        if case .changed = alteration.name { note(.renamedColumn, subject, step) }
        if case .changed(let new) = alteration.type, alteration.oldType.map(new.isWiderText) != true {
            note(.typeChange, subject, step)
        }
        if case .changed(false) = alteration.isNullable { note(.setNotNull, subject, step) }
    }

    private mutating func read(_ constraint: ConstraintDefinition, of table: TableName, _ step: SchemaStep) {
        let name = constraint.name.map { " \($0)" } ?? ""
        switch constraint.kind {
        case .unique, .primaryKey, .exclude: note(.uniqueConstraint, "The constraint\(name) of \(table)", step)
        case .foreignKey: note(.foreignKeyWithoutNotValid, "The foreign key\(name) of \(table)", step)
        case .check: note(.checkWithoutNotValid, "The check\(name) of \(table)", step)
        }
    }

    private func subject(_ index: IndexDefinition, _ table: TableName) -> String {
        "The index\(index.name.map { " \($0)" } ?? "") of \(table)"
    }

    /// Whether it holds a lock on something that others use.
    private func changesKnownSchema(_ change: SchemaChange) -> Bool {
        switch change {
        case .changeRows, .opaque, .createTable, .renameType, .setSearchPath, .resetSearchPath: false
        default: change.tables.isEmpty || change.tables.contains { !made.contains($0) }
        }
    }

    private mutating func note(_ kind: ReviewKind, _ subject: String, _ step: SchemaStep) {
        concerns.append(ReviewConcern(kind, subject, at: step.place))
    }
}

extension SchemaStep {
    /// Whether the transaction before it may have ended.
    fileprivate var mayCommit: Bool {
        if case .opaque = change { true } else { isAutocommitted }
    }
}
