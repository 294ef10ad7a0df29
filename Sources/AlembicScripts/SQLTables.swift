import MigrationModel

/// What a text of SQL may do to the existence of tables.
enum SQLEffect: Equatable {
    /// It may create, drop or rename these, or nothing.
    case tables(Set<TableName>)
    /// It may do anything: a block or a call of the database's own language.
    case anyTable

    func and(_ other: SQLEffect) -> SQLEffect {
        guard case .tables(let tables) = self, case .tables(let others) = other else { return .anyTable }
        return .tables(tables.union(others))
    }
}

/// Reads every statement of a text. It knows enough to say what is no DDL of tables, and no more.
func effect(ofSQL text: String) -> SQLEffect {
    var tables: Set<TableName> = []
    for statement in SQLWords.statements(text) {
        guard let found = tablesNamed(by: statement) else { return .anyTable }
        tables.formUnion(found)
    }
    return .tables(tables)
}

/// Whether SQL that begins so only reads or changes rows, whatever follows.
func isRowsOnly(sqlBeginning text: String) -> Bool {
    // More statements may follow in the part that is not known, but nobody writes that in one call.
    guard let word = SQLWords.statements(text).first?.first?.keyword, text.contains(where: \.isWhitespace) else {
        return false
    }
    return ["INSERT", "UPDATE", "DELETE", "SELECT", "WITH", "MERGE", "REPLACE", "TRUNCATE", "COPY"].contains(word)
}

private let harmless: Set<String> = [
    "ALTER", "ANALYZE", "CLUSTER", "COMMENT", "COMMIT", "COPY", "CREATE", "DELETE", "DROP", "EXPLAIN", "GRANT",
    "INSERT",
    "LOCK", "MERGE", "PRAGMA", "REFRESH", "REINDEX", "RELEASE", "REPLACE", "RESET", "REVOKE", "ROLLBACK", "SAVEPOINT",
    "SELECT", "SET", "SHOW", "START", "TRUNCATE", "UPDATE", "VACUUM", "VALUES", "WITH",
]

/// `nil` for any.
private func tablesNamed(by statement: [SQLWords.Word]) -> Set<TableName>? {
    let words = statement.map(\.keyword)
    guard let first = words.first, let verb = first else { return statement.isEmpty ? [] : nil }
    let table = words.prefix(6).firstIndex(of: "TABLE")
    switch verb {
    case "CREATE" where table != nil, "DROP" where table != nil:
        return names(statement[((table ?? 0) + 1)...])
    case "DROP"
    where words.dropFirst().first.map({ ["SCHEMA", "OWNED", "DATABASE", "EXTENSION"].contains($0) }) == true:
        return nil
    case "ALTER" where words.dropFirst().first == "SCHEMA":
        return nil
    case "ALTER" where table == 1, "RENAME" where table == 1:
        guard verb == "RENAME" || words.contains("RENAME") || words.contains("SCHEMA") else { return [] }
        var named = names(statement[2...])
        if let to = words.lastIndex(of: "TO") { named.formUnion(names(statement[(to + 1)...])) }
        return named
    case "SELECT", "WITH":
        guard let into = words.firstIndex(of: "INTO"), !words.contains("INSERT"), !words.contains("MERGE") else {
            return []
        }
        return names(statement[(into + 1)...])
    default:
        return harmless.contains(verb) ? [] : nil
    }
}

/// The tables at the beginning of the given words, separated by commas.
private func names(_ words: ArraySlice<SQLWords.Word>) -> Set<TableName> {
    let noise: Set<String> = ["IF", "NOT", "EXISTS", "ONLY", "TEMPORARY", "TEMP", "UNLOGGED", "TABLE"]
    var rest = words.drop { $0.keyword.map(noise.contains) ?? false }
    var tables: Set<TableName> = []
    while let first = rest.popFirst(), let name = first.name {
        var parts = [(name, first.isQuoted)]
        while rest.first?.isSymbol(".") == true, let next = rest.dropFirst().first, let name = next.name {
            parts.append((name, next.isQuoted))
            rest = rest.dropFirst(2)
        }
        let written = parts.map(\.0)
        // PostgreSQL folds what is not quoted, SQLite does not: either name is meant.
        let folded = parts.map { $0.1 ? $0.0 : $0.0.lowercased() }
        for parts in [written, folded] {
            guard let name = parts.last else { continue }
            tables.insert(TableName(schema: parts.dropLast().last, name))
        }
        guard rest.first?.isSymbol(",") == true else { break }
        rest = rest.dropFirst()
    }
    return tables
}
