import MigrationModel

extension SQLReading {
    mutating func create(_ cursor: inout SQLCursor) {
        let words = cursor.rest.prefix(8).map(\.keyword)
        let isTemporary = words.prefix(3).contains { $0 == "TEMP" || $0 == "TEMPORARY" }
        cursor.takeAny(["OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED"])
        if cursor.take("TABLE") {
            let ifNotExists = cursor.takeIfNotExists()
            let table = cursor.table()
            if !isTemporary { createTable(table, &cursor, ifNotExists: ifNotExists) }
        } else if cursor.take("VIRTUAL", "TABLE") || cursor.take("FOREIGN", "TABLE") {
            _ = cursor.takeIfNotExists()
            // It may come with tables of its own.
            if let table = cursor.table() { doubt(.tables([table]), "a table of another kind") }
            doubt(.newTable, "a table of another kind")
        } else if cursor.keyword == "INDEX" || cursor.keyword == "UNIQUE" {
            createIndex(&cursor)
        } else if cursor.keyword == nil {
            doubt(.newTable, "SQL that is put together at run time")
        }
    }

    private mutating func createTable(_ table: TableName?, _ cursor: inout SQLCursor, ifNotExists: Bool) {
        // It counts as a part of the other table.
        if cursor.take("PARTITION", "OF") { return }
        guard let table else { return doubt(.newTable, "a table whose name is put together at run time") }
        guard let items = cursor.bracket() else {
            return createWithoutColumns(table, ifNotExists: ifNotExists)
        }
        var reading = SQLTableReading(dialect: dialect, place: place)
        for item in SQLCursor.split(items) { reading.read(SQLCursor(item, dialect)) }
        // `AS SELECT …`, `INHERITS (…)`
        let isWhole = reading.isWhole && !cursor.rest.contains { $0.keyword == "AS" || $0.keyword == "INHERITS" }
        add(.createTable(table, reading.finished, isWhole: isWhole, ifNotExists: ifNotExists))
        if !isWhole { doubt(.additions([table]), "a table of which not all columns are known") }
    }

    private mutating func createIndex(_ cursor: inout SQLCursor) {
        let isUnique = cursor.take("UNIQUE")
        guard cursor.take("INDEX") else { return }
        let isConcurrent = cursor.take("CONCURRENTLY")
        let ifNotExists = cursor.takeIfNotExists()
        let name = cursor.keyword == "ON" ? nil : cursor.table()
        guard cursor.take("ON") else { return }
        _ = cursor.take("ONLY")
        guard let table = cursor.table() else {
            return doubt(.additionsToAnyTable, "an index on a table whose name is put together at run time")
        }
        if cursor.take("USING") { cursor.skip() }
        let parts = cursor.bracket().map { SQLCursor.split($0).map { $0.indexPart(dialect) } } ?? []
        let known = parts.contains(nil) ? [] : parts.compactMap(\.self)
        guard name != nil || !known.isEmpty else { return add(.alterTable(table)) }
        var index = IndexDefinition(name?.name, on: known, isUnique: isUnique, place: place)
        while !cursor.isAtEnd, cursor.keyword != "WHERE" {
            if cursor.take("INCLUDE") { index.included = cursor.names() } else { cursor.skip() }
        }
        if cursor.take("WHERE") {
            index.isPartial = true
            index.condition = cursor.rest.sql
        }
        add(.createIndex(table, index, isConcurrent: isConcurrent, ifNotExists: ifNotExists))
    }

    mutating func drop(_ cursor: inout SQLCursor) {
        let kind = cursor.keyword
        cursor.skip()
        let cascades = cursor.rest.contains { $0.keyword == "CASCADE" }
        switch kind {
        case "TABLE":
            _ = cursor.takeIfExists()
            repeat {
                guard let table = cursor.table() else {
                    return doubt(.anyTable, "DROP TABLE with a name that is put together at run time")
                }
                add(.dropTable(table, cascades: cascades))
            } while cursor.take(symbol: ",")
        case "INDEX":
            let isConcurrent = cursor.take("CONCURRENTLY")
            _ = cursor.takeIfExists()
            repeat {
                let index = cursor.table()
                add(.dropIndex(index?.name, on: nil, schema: index?.schema, isConcurrent: isConcurrent))
            } while cursor.take(symbol: ",")
        case "SCHEMA", "OWNED", "DATABASE", "EXTENSION", "FOREIGN": doubt(.anyTable, "SQL that may drop tables")
        case nil: doubt(.anyTable, "SQL that is put together at run time")
        default: if cascades { doubt(.insideAnyTable, "SQL that may drop columns") }
        }
    }
}

extension ArraySlice<SQLToken> {
    /// A column of an index by its name, or an expression; `nil` where it is not known.
    fileprivate func indexPart(_ dialect: Dialect) -> String? {
        var cursor = SQLCursor(self, dialect)
        if let name = cursor.name() {
            let rest = cursor.rest
            cursor.takeAny(["ASC", "DESC", "NULLS", "FIRST", "LAST"])
            // An operator class, which is no part of what is indexed.
            if cursor.rest.count <= 1, cursor.rest.allSatisfy({ $0.kind == .word }) {
                return rest.contains { $0.keyword == "DESC" } ? name + " DESC" : name
            }
        }
        return sql
    }
}
