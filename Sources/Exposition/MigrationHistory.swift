package import MigrationModel

/// The revisions in the order of `alembic history`, newest first.
package struct MigrationHistory {
    let revisions: [Revision]
    private let applied: Set<RevisionID>?
    private let current: Set<RevisionID>
    private let pending: Set<RevisionID>
    private let heads: Set<RevisionID>
    private let effectiveHeads: Set<RevisionID>
    /// How many revisions name one as their `down_revision`.
    private let children: [RevisionID: Int]

    /// - Parameters:
    ///   - graph: `nil` where no sample has ended yet.
    ///   - applied: what the database stands at and everything before it; `nil` where that is not known.
    ///   - status: where the database stands, to mark it.
    ///   - shown: a part of the history; all of it by default.
    package init(
        of graph: RevisionGraph?, applied: Set<RevisionID>?, status: MigrationStatus? = nil, shown: [Revision]? = nil
    ) {
        self.applied = applied
        revisions = shown ?? graph?.history ?? []
        current = Set(status?.known ?? [])
        pending = Set(status?.pending?.map(\.id) ?? [])
        heads = Set(graph?.heads ?? [])
        effectiveHeads = Set(graph?.effectiveHeads ?? [])
        let all = graph?.revisions ?? []
        children = all.reduce(into: Dictionary(minimumCapacity: all.count)) { children, revision in
            let parents = revision.parents
            for parent in parents.count > 1 ? Array(Set(parents)) : parents { children[parent, default: 0] += 1 }
        }
    }

    package var json: JSON {
        .object([("migrations", .array(revisions.map { json(of: $0) }))])
    }

    func isHead(_ revision: Revision) -> Bool { heads.contains(revision.id) }
    func isCurrent(_ revision: Revision) -> Bool { current.contains(revision.id) }
    func isPending(_ revision: Revision) -> Bool { pending.contains(revision.id) }

    /// As `alembic history` marks it: a head, a head that another branch depends on, a fork, a merge.
    func marks(of revision: Revision) -> String {
        var marks = ""
        if isHead(revision) {
            marks += effectiveHeads.contains(revision.id) ? " (head)" : " (effective head)"
        }
        if (children[revision.id] ?? 0) > 1 { marks += " (branchpoint)" }
        if revision.down.items.count > 1 { marks += " (mergepoint)" }
        return marks
    }

    private func json(of revision: Revision) -> JSON {
        .object([
            ("revision", .string(revision.id.text)),
            ("message", .string(revision.message)),
            ("created", .time(revision.created)),
            ("author", .string(revision.author)),
            ("branch_labels", .declaration(revision.branchLabels)),
            ("depends_on", .declaration(revision.dependsOn)),
            ("down_revision", .declaration(revision.down)),
            ("is_head", .bool(isHead(revision))),
            ("applied", .bool(applied.map { $0.contains(revision.id) })),
            ("path", .string(revision.path)),
        ])
    }
}

extension Revision {
    /// `down_revision`, as ids.
    var parents: [RevisionID] { down.items.compactMap { RevisionID($0) } }
}

extension JSON {
    /// In the form in which the script wrote it: null, a string or a list.
    fileprivate static func declaration(_ declaration: Declaration) -> JSON {
        switch declaration.value {
        case .none: .null
        case .one(let name): .string(name)
        case .many(let names): .strings(names)
        }
    }
}
