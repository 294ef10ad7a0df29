import MigrationModel

extension MigrationHistory {
    /// `history` for people: the graph, and behind it the lines of `alembic history`, in its order.
    ///
    /// A branch label stands only where it was given.
    package func text(_ style: TextStyle) -> String {
        let shown = Set(revisions.map(\.id))
        var column = GraphColumn { shown.contains($0) }
        let lines = revisions.map { revision in
            let mark = isPending(revision) ? style.doubtful("○") : isCurrent(revision) ? style.good("◉") : "●"
            return (column.next(revision.id, parents: revision.parents, mark: mark), revision)
        }
        return lines.map { "\($0) \(line(of: $1, style))\n" }.joined()
    }

    private func line(of revision: Revision, _ style: TextStyle) -> String {
        let parents = revision.down.items.isEmpty ? "<base>" : revision.down.items.joined(separator: ", ")
        let dependencies = revision.dependsOn.items.filter { !$0.isEmpty }
        let needs = dependencies.isEmpty ? "" : " (\(dependencies.joined(separator: ", ")))"
        let labels = revision.branchLabels.items.sorted()
        let named = labels.isEmpty ? "" : " (\(labels.joined(separator: ", ")))"
        let current = isCurrent(revision) ? style.good(" (current)") : ""
        let pending = isPending(revision) ? style.doubtful(" (pending)") : ""
        let marks = marks(of: revision) + current + pending
        return "\(parents)\(needs) -> \(revision.id)\(named)\(marks), \(revision.message.onOneLine)"
    }
}
