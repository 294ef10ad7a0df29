import MigrationModel

extension MigrationHistory {
    /// `history` for people: the graph, and behind it the lines of `alembic history`, in its order.
    ///
    /// A branch label stands only where it was given.
    package func text(_ style: TextStyle) -> String {
        let shown = Set(revisions.map(\.id))
        var column = GraphColumn { shown.contains($0) }
        var text = ""
        for revision in revisions {
            let mark = isPending(revision) ? style.doubtful("○") : isCurrent(revision) ? style.good("◉") : "●"
            text += column.next(revision.id, parents: revision.parents, mark: mark)
            text += " "
            append(revision, to: &text, style)
            text += "\n"
        }
        return text
    }

    /// As one line of `alembic history`.
    private func append(_ revision: Revision, to text: inout String, _ style: TextStyle) {
        let parents = revision.down.items
        if parents.isEmpty { text += "<base>" } else { text.append(list: parents) }
        text.append(bracketed: revision.dependsOn.items.filter { !$0.isEmpty })
        text += " -> "
        text += revision.id.text
        text.append(bracketed: revision.branchLabels.items.sorted())
        text += marks(of: revision)
        if isCurrent(revision) { text += style.good(" (current)") }
        if isPending(revision) { text += style.doubtful(" (pending)") }
        text += ", "
        text += revision.message.onOneLine
    }
}

extension String {
    fileprivate mutating func append(list items: [String]) {
        for (number, item) in items.enumerated() {
            if number > 0 { self += ", " }
            self += item
        }
    }

    fileprivate mutating func append(bracketed items: [String]) {
        guard !items.isEmpty else { return }
        self += " ("
        append(list: items)
        self += ")"
    }
}
