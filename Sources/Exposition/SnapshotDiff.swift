package import MigrationModel

extension SchemaSnapshot {
    /// The lines that are only in this one, and those that are only in the other one; nothing where they say the same.
    /// What replaces another stands below it.
    package func diff(to other: SchemaSnapshot, _ style: TextStyle) -> String {
        let mine = schema.items.union(revisions.map { SchemaItem("revision", $0) })
        let others = other.schema.items.union(other.revisions.map { SchemaItem("revision", $0) })
        let lines =
            mine.subtracting(others).map { (item: $0, isNew: 0, text: style.bad("- \($0.text.onOneLine)")) }
            + others.subtracting(mine).map { (item: $0, isNew: 1, text: style.good("+ \($0.text.onOneLine)")) }
        return lines.sorted { ($0.item.subject, $0.isNew, $0.item.text) < ($1.item.subject, $1.isNew, $1.item.text) }
            .map { $0.text + "\n" }.joined()
    }
}
