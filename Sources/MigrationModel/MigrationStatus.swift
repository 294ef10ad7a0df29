/// How the revisions of a database stand against the scripts: the product's whole judgement, from values alone.
package struct MigrationStatus: Sendable, Equatable {
    package let state: State
    /// The texts in the version table, each once, sorted.
    package let current: [String]
    /// Those of them that the scripts have.
    package let known: [RevisionID]
    /// The revisions that the database should stand at: the target's effective heads.
    package let targets: [RevisionID]
    /// What an upgrade would apply, in Alembic's order. `nil` where the rows do not say where the database stands, and
    /// where not all scripts could be read.
    package let pending: [Revision]?
    /// What is wrong with the rows or with the target.
    package let findings: [Finding]

    /// `table`: `nil` where the database has no version table.
    package init(of table: VersionTable?, in scripts: MigrationScripts, target: UpgradeTarget) {
        let graph = scripts.graph
        let rows = table.map { RowVerdict($0.rows, table: $0.name, in: graph) }
        // Against scripts that are not whole, every row would look foreign.
        var findings = scripts.isComplete ? rows?.findings ?? [] : []
        let known = rows?.known ?? []
        let standsSomewhere = rows.map { $0.unknown.isEmpty && $0.known.count == Self.texts($0, table).count } ?? true
        var severalHeads = false
        var targetIsKnown = true
        switch standsSomewhere || !target.dependsOnRows ? graph.resolve(target, from: known) : .revisions([]) {
        case .revisions(let ids): targets = ids
        case .severalHeads(let ids):
            targets = ids
            severalHeads = true
        case .unknown(let finding):
            targets = []
            targetIsKnown = false
            findings.append(finding)
        }
        let pending =
            standsSomewhere && targetIsKnown && scripts.isComplete ? graph.pending(from: known, to: targets) : nil
        let isThere = targets.isEmpty ? known.isEmpty : Set(targets).isSubset(of: known)
        let isBeyond = pending?.isEmpty == true && !isThere
        if isBeyond, targetIsKnown {
            findings.append(
                Finding(
                    .beyondTarget, "The database stands beyond the target '\(target)'.",
                    cure: "Where newer code migrated it, release that code or move --target on."))
        }

        self.known = known
        self.pending = pending
        self.findings = findings
        current = Self.texts(rows, table)
        state =
            if !scripts.isComplete || !targetIsKnown {
                .unknown
            } else if let rows {
                if rows.isInconsistent {
                    .inconsistent
                } else if !rows.unknown.isEmpty {
                    .unknownRevision
                } else if severalHeads {
                    .multipleHeads
                } else {
                    pending?.isEmpty == true ? .upToDate : .behind
                }
            } else {
                .uninitialized
            }
    }

    /// Nothing is known, because the database could not be read.
    package init(unreadableWith scripts: MigrationScripts, target: UpgradeTarget) {
        state = .unknown
        current = []
        known = []
        pending = nil
        switch target.dependsOnRows ? .revisions([]) : scripts.graph.resolve(target, from: []) {
        case .revisions(let ids), .severalHeads(let ids):
            targets = ids
            findings = []
        case .unknown(let finding):
            targets = []
            findings = [finding]
        }
    }

    private static func texts(_ rows: RowVerdict?, _ table: VersionTable?) -> [String] {
        let texts = Set(table?.rows ?? []).compactMap { row in
            if case .text(let text) = row { text } else { nil }
        }
        return texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
}
