/// A revision's name, as Alembic writes it into `revision` and into the version table. Never empty.
package struct RevisionID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self.text = text
    }

    package var description: String { text }

    /// By code points, so that the order is the same on every machine.
    package static func < (a: RevisionID, b: RevisionID) -> Bool {
        a.text.unicodeScalars.lexicographicallyPrecedes(b.text.unicodeScalars)
    }
}
