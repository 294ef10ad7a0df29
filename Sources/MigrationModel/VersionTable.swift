/// The table in which Alembic keeps the revisions that a database stands at, and what it holds.
package struct VersionTable: Sendable, Equatable {
    package let name: TableName
    /// Every row, in a stable order.
    package let rows: [Row]

    /// One `version_num`, as it is stored.
    package enum Row: Sendable, Hashable {
        case text(String)
        case null
        /// A value that is no text, in words for a person: its type and how it looks.
        case notText(String)
    }

    package init(name: TableName, rows: [Row]) {
        self.name = name
        self.rows = rows
    }
}

/// Which table to read the current revisions from.
package enum VersionTableChoice: Sendable, Equatable {
    /// The user, or a literal in `env.py`, named it.
    case named(String, schema: String?)
    /// Nobody named it: it is found by its shape, in this schema or in any.
    case byShape(schema: String?)
}

extension VersionTable.Row {
    /// By code points, as the database compares.
    package static func == (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.text(let a), .text(let b)), (.notText(let a), .notText(let b)): a.utf8.elementsEqual(b.utf8)
        default: false
        }
    }
}
