/// A revision's name, as Alembic writes it into `revision` and into the version table. Never empty.
package struct RevisionID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self.text = text
    }

    package var description: String { text }

    /// By code points, as Python and the database compare: `String` would hold two spellings of one `é` for equal.
    package static func == (a: RevisionID, b: RevisionID) -> Bool {
        guard a.text.utf8.count == b.text.utf8.count else { return false }
        let isEqual = a.text.utf8.withContiguousStorageIfAvailable { a in
            b.text.utf8.withContiguousStorageIfAvailable { a.elementsEqual($0) }
        }
        return (isEqual ?? nil) ?? a.text.utf8.elementsEqual(b.text.utf8)
    }

    /// By code points, so that the order is the same on every machine.
    package static func < (a: RevisionID, b: RevisionID) -> Bool {
        a.text.unicodeScalars.lexicographicallyPrecedes(b.text.unicodeScalars)
    }
}

extension String {
    /// By code points.
    func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
