package import MigrationModel

extension SchemaSnapshot {
    /// The lines that are only in this one, and those that are only in the other one; nothing where they say the same.
    package func diff(to other: SchemaSnapshot, _ style: TextStyle) -> String {
        let mine = Set(schema.items + revisions.map { "revision \($0)" })
        let others = Set(other.schema.items + other.revisions.map { "revision \($0)" })
        let gone = mine.subtracting(others).map { ($0, style.bad("- \($0.onOneLine)")) }
        let new = others.subtracting(mine).map { ($0, style.good("+ \($0.onOneLine)")) }
        return (gone + new).sorted { $0.0 < $1.0 }.map { $0.1 + "\n" }.joined()
    }
}
