package import MigrationModel

/// The revisions in the order of `alembic history`, newest first.
package struct MigrationHistory {
    private let graph: RevisionGraph?
    private let applied: Set<RevisionID>?

    /// `applied`: what the database stands at and everything before it; `nil` where that is not known.
    package init(of graph: RevisionGraph?, applied: Set<RevisionID>?) {
        self.graph = graph
        self.applied = applied
    }

    var revisions: [Revision] { graph?.history ?? [] }

    package var json: JSON {
        let heads = Set(graph?.heads ?? [])
        return .object([
            ("migrations", .array(revisions.map { json(of: $0, isHead: heads.contains($0.id)) }))
        ])
    }

    /// As `alembic history` marks heads, and those on which another branch depends.
    func mark(of revision: Revision) -> String {
        guard let graph, graph.heads.contains(revision.id) else { return "" }
        return graph.effectiveHeads.contains(revision.id) ? " (head)" : " (effective head)"
    }

    private func json(of revision: Revision, isHead: Bool) -> JSON {
        .object([
            ("revision", .string(revision.id.text)),
            ("message", .string(revision.message)),
            ("created", .time(revision.created)),
            ("author", .string(revision.author)),
            ("branch_labels", .declaration(revision.branchLabels)),
            ("depends_on", .declaration(revision.dependsOn)),
            ("down_revision", .declaration(revision.down)),
            ("is_head", .bool(isHead)),
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
