/// A table, with its schema where that is not the default one.
package struct TableName: Sendable, Hashable, Comparable {
    /// `nil` in the default schema, and always in SQLite.
    package let schema: String?
    package let name: String

    package init(schema: String? = nil, _ name: String) {
        self.schema = schema
        self.name = name
    }

    /// The same table, written without its schema where that is the default one.
    package func relative(to defaultSchema: String?) -> TableName {
        schema == defaultSchema ? TableName(name) : self
    }

    package static func < (a: TableName, b: TableName) -> Bool {
        (a.schema ?? "", a.name) < (b.schema ?? "", b.name)
    }
}

extension TableName: CustomStringConvertible {
    package var description: String { schema.map { "\($0).\(name)" } ?? name }
}
