import MigrationModel

/// What statements of SQL do to the schema.
struct SQLReading {
    let dialect: Dialect
    let place: ScriptPlace
    private(set) var steps: [SQLStep] = []

    struct SQLStep: Equatable {
        let change: SchemaChange
        /// Why it may not run.
        let condition: String?
        let isAutocommitted: Bool
    }

    /// Whether what follows runs outside of a transaction.
    var isAutocommitted: Bool
    private var condition: String?

    init(dialect: Dialect, place: ScriptPlace, isAutocommitted: Bool) {
        self.dialect = dialect
        self.place = place
        self.isAutocommitted = isAutocommitted
    }

    mutating func read(_ text: String) {
        for statement in SQLTokenizer.statements(text, dialect) { read(statement[...]) }
    }

    mutating func add(_ change: SchemaChange) {
        steps.append(SQLStep(change: change, condition: condition, isAutocommitted: isAutocommitted))
    }

    mutating func doubt(_ scope: Doubt.Scope, _ reason: String) { add(.opaque(Doubt(scope, reason, at: place))) }

    private static let harmless: Set<String> = [
        "ANALYZE", "CLUSTER", "COMMENT", "DEALLOCATE", "END", "EXPLAIN", "GRANT", "LISTEN", "LOCK", "NOTIFY", "PRAGMA",
        "REASSIGN", "REFRESH", "REINDEX", "RELEASE", "REVOKE", "SAVEPOINT", "SECURITY", "SHOW", "VACUUM", "VALUES",
    ]

    private static let settings: Set<String> = ["DISCARD", "RESET", "ROLLBACK", "SET"]

    mutating func read(_ tokens: ArraySlice<SQLToken>) {
        var cursor = SQLCursor(tokens, dialect)
        guard let verb = cursor.keyword else { return doubt(.anyTable, "SQL that is put together at run time") }
        cursor.skip()
        switch verb {
        case "CREATE": create(&cursor)
        case "ALTER": alter(&cursor)
        case "DROP": drop(&cursor)
        case "RENAME" where cursor.take("TABLE"):
            let old = cursor.table()
            _ = cursor.take("TO")
            rename(old, to: cursor.table())
        case "INSERT", "REPLACE", "MERGE", "DELETE", "UPDATE", "TRUNCATE", "COPY":
            cursor.takeAny(["INTO", "FROM", "ONLY", "OR", "REPLACE", "IGNORE", "ABORT", "ROLLBACK", "FAIL", "TABLE"])
            add(.changeRows(cursor.table()))
        case "SELECT", "WITH": select(tokens, &cursor)
        case "COMMIT": isAutocommitted = true
        case "BEGIN", "START": isAutocommitted = false
        case "SET":
            cursor.takeAny(["SESSION", "LOCAL"])
            guard cursor.keyword == "SEARCH_PATH" || cursor.keyword == "SCHEMA" else { return }
            cursor.skip()
            // `TO`, `=`, or nothing behind `SCHEMA`
            if !cursor.take("TO") { _ = cursor.take(symbol: "=") }
            setSearchPath(first: cursor.keyword == "DEFAULT" ? Self.ownSchema : cursor.name())
        case "RESET", "DISCARD":
            if ["SEARCH_PATH", "ALL"].contains(cursor.keyword) { add(.resetSearchPath) }
        case "ROLLBACK": doubt(.anyTable, "SQL that takes back what was done before")
        case "DO": readBlock(cursor.rest.first { $0.kind == .literal })
        case _ where Self.harmless.contains(verb): break
        default: doubt(.anyTable, "SQL that is not known, or may do anything")
        }
    }

    private mutating func select(_ tokens: ArraySlice<SQLToken>, _ cursor: inout SQLCursor) {
        let words = tokens.map(\.keyword)
        let change = words.indices.first { position in
            // `FOR UPDATE`, `FOR NO KEY UPDATE`
            let isLock = position > 0 && ["FOR", "KEY"].contains(words[position - 1])
            return !isLock && ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(words[position])
        }
        if let change {
            // `WITH … UPDATE …`
            guard words.first == "WITH" else { return readCalls(in: tokens) }
            let rest = tokens[(tokens.startIndex + change)...]
            if rest.dropFirst().first?.keyword != "SET" { read(rest) }
            return
        }
        readCalls(in: tokens)
        if let into = words.firstIndex(of: "INTO") {
            var target = SQLCursor(tokens[(tokens.startIndex + into + 1)...], dialect)
            let isTemporary = ["TEMP", "TEMPORARY"].contains(target.keyword)
            target.takeAny(["TEMP", "TEMPORARY", "UNLOGGED", "TABLE"])
            if !isTemporary { createWithoutColumns(target.table()) }
        }
    }

    /// A table of which the columns are not known.
    mutating func createWithoutColumns(_ table: TableName?, ifNotExists: Bool = false) {
        guard let table else { return doubt(.newTable, "a table whose name is put together at run time") }
        add(.createTable(table, TableDefinition(place: place), isWhole: false, ifNotExists: ifNotExists))
        doubt(.additions([table]), "a table with the columns of a query")
    }

    mutating func rename(_ old: TableName?, to new: TableName?) {
        guard let old, let new else {
            return doubt(.anyTable, "SQL that renames a table, with names that are put together at run time")
        }
        add(.renameTable(old, to: new))
    }

    // Blocks of PL/pgSQL.

    /// The statements of a block, any of which may not run.
    private mutating func readBlock(_ literal: SQLToken?) {
        guard let literal else { return doubt(.anyTable, "a block of the database's own language") }
        let outer = condition
        condition = outer ?? "in a block of the database's own language"
        for statement in SQLTokenizer.statements(literal.text, dialect) { readInBlock(statement[...]) }
        condition = outer
    }

    private mutating func readInBlock(_ statement: ArraySlice<SQLToken>) {
        // What stands before the statement itself: `IF … THEN`, `BEGIN`, `EXCEPTION WHEN … THEN`.
        let openers: Set<String> = ["BEGIN", "THEN", "ELSE", "LOOP", "DECLARE"]
        let verbs: Set<String> = ["ALTER", "CREATE", "DROP", "TRUNCATE", "INSERT", "UPDATE", "DELETE", "COMMENT"]
        var rest = statement
        var conditions = statement[..<statement.startIndex]
        while let first = rest.first?.keyword, !verbs.contains(first), first != "EXECUTE",
            let opener = rest.firstIndex(where: { $0.keyword.map(openers.contains) ?? false })
        {
            rest = rest[rest.index(after: opener)...]
            conditions = statement[..<rest.startIndex]
        }
        readCalls(in: conditions)
        switch rest.first?.keyword {
        case "EXECUTE":
            let texts = rest.dropFirst()
            guard texts.count == 1, let text = texts.first, text.kind == .literal else {
                return doubt(.anyTable, "a block that puts SQL together")
            }
            read(text.text)
        case "CALL": doubt(.anyTable, "a call of a procedure")
        case let verb? where verbs.contains(verb) || Self.settings.contains(verb): read(rest)
        default:
            readCalls(in: rest)
            let words = rest.compactMap(\.keyword)
            if words.contains("EXECUTE") { doubt(.anyTable, "a block that puts SQL together") }
        }
    }
}
