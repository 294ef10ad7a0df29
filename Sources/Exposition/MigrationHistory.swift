package import MigrationModel

/// The revisions in the order of `alembic history`, newest first.
package struct MigrationHistory {
    private let graph: RevisionGraph?
    private let applied: Set<RevisionID>?
    private let heads: Set<RevisionID>
    private let effectiveHeads: Set<RevisionID>
    /// How many revisions name one as their `down_revision`.
    private let children: [String: Int]

    /// `applied`: what the database stands at and everything before it; `nil` where that is not known.
    package init(of graph: RevisionGraph?, applied: Set<RevisionID>?) {
        self.graph = graph
        self.applied = applied
        heads = Set(graph?.heads ?? [])
        effectiveHeads = Set(graph?.effectiveHeads ?? [])
        children = (graph?.revisions ?? []).reduce(into: [:]) { children, revision in
            for parent in Set(revision.down.items) { children[parent, default: 0] += 1 }
        }
    }

    var revisions: [Revision] { graph?.history ?? [] }

    package var json: JSON {
        .object([("migrations", .array(revisions.map { json(of: $0) }))])
    }

    /// As `alembic history` marks it: a head, a head that another branch depends on, a fork, a merge.
    func marks(of revision: Revision) -> String {
        var marks = ""
        if heads.contains(revision.id) {
            marks += effectiveHeads.contains(revision.id) ? " (head)" : " (effective head)"
        }
        if (children[revision.id.text] ?? 0) > 1 { marks += " (branchpoint)" }
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
            ("is_head", .bool(heads.contains(revision.id))),
            ("applied", .bool(applied.map { $0.contains(revision.id) })),
            ("path", .string(revision.path)),
        ])
    }
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
