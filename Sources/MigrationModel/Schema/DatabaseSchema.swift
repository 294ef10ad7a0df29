/// What one database has, without version tables, system schemas, partitions and what extensions own.
package struct DatabaseSchema: Sendable, Equatable {
    /// Where a name has its schema: everywhere but in the default one.
    package var tables: [TableName: TableDefinition]
    package var views: Set<TableName>
    package var sequences: Set<TableName>
    /// The labels of each enumerated type, in their order.
    package var enums: [TableName: [String]]

    package init(
        tables: [TableName: TableDefinition] = [:], views: Set<TableName> = [], sequences: Set<TableName> = [],
        enums: [TableName: [String]] = [:]
    ) {
        self.tables = tables
        self.views = views
        self.sequences = sequences
        self.enums = enums
    }
}
