import MigrationModel

/// Goes through the tokens of one statement.
struct SQLCursor {
    private(set) var rest: ArraySlice<SQLToken>
    let dialect: Dialect

    init(_ tokens: some Sequence<SQLToken>, _ dialect: Dialect) {
        rest = Array(tokens)[...]
        self.dialect = dialect
    }

    var isAtEnd: Bool { rest.isEmpty }
    var keyword: String? { rest.first?.keyword }

    mutating func skip() { _ = rest.popFirst() }

    mutating func take(_ keywords: String...) -> Bool {
        guard rest.count >= keywords.count, zip(rest, keywords).allSatisfy({ $0.keyword == $1 }) else { return false }
        rest = rest.dropFirst(keywords.count)
        return true
    }

    mutating func take(symbol: String) -> Bool {
        guard rest.first?.isSymbol(symbol) == true else { return false }
        skip()
        return true
    }

    /// Takes any of the given words, as often as they stand there.
    mutating func takeAny(_ keywords: Set<String>) {
        while let keyword, keywords.contains(keyword) { skip() }
    }

    mutating func takeIfExists() -> Bool { take("IF", "EXISTS") }
    mutating func takeIfNotExists() -> Bool { take("IF", "NOT", "EXISTS") }

    /// A name as the database keeps it: PostgreSQL folds what is not in quotes. `nil` where no name stands, or one that
    /// is put together at run time.
    mutating func name() -> String? {
        guard let token = rest.first, token.kind == .word || token.kind == .quoted || token.kind == .literal else {
            return nil
        }
        skip()
        guard token.isKnown else { return nil }
        return token.kind == .word && dialect == .postgresql ? token.text.lowercased() : token.text
    }

    /// `name` or `schema.name`. What stands there is taken, also where it is not known.
    mutating func table() -> TableName? {
        var parts = [name()]
        while take(symbol: ".") { parts.append(name()) }
        let known = parts.compactMap(\.self)
        guard known.count == parts.count, let name = known.last else { return nil }
        return TableName(schema: known.dropLast().last, name)
    }

    /// Names in brackets, or `nil` where something else stands there.
    mutating func names() -> [String]? {
        guard let inner = bracket() else { return nil }
        let items = SQLCursor.split(inner).map { item -> String? in
            var cursor = SQLCursor(item, dialect)
            let name = cursor.name()
            cursor.takeAny(["ASC", "DESC"])
            return cursor.isAtEnd ? name : nil
        }
        return items.contains(nil) ? nil : items.compactMap(\.self)
    }

    /// The tokens inside the bracket that opens here; `nil` where none does.
    mutating func bracket() -> ArraySlice<SQLToken>? { bracket("(", ")") }

    private mutating func bracket(_ opening: String, _ closing: String) -> ArraySlice<SQLToken>? {
        guard rest.first?.isSymbol(opening) == true else { return nil }
        var depth = 0
        for position in rest.indices {
            if rest[position].isSymbol(opening) { depth += 1 }
            if rest[position].isSymbol(closing) { depth -= 1 }
            if depth == 0 {
                let inner = rest[rest.index(after: rest.startIndex)..<position]
                rest = rest[rest.index(after: position)...]
                return inner
            }
        }
        let inner = rest.dropFirst()
        rest = []
        return inner
    }

    /// Tokens up to one of the given words outside of brackets, at least one.
    mutating func expression(to ends: Set<String>) -> ArraySlice<SQLToken> {
        let start = rest
        skipOperand()
        while let token = rest.first, !(token.keyword.map(ends.contains) ?? false) { skipOperand() }
        return start[start.startIndex..<rest.startIndex]
    }

    /// Steps over a token, or over a whole bracket of either kind.
    private mutating func skipOperand() {
        if bracket() == nil, bracket("[", "]") == nil { skip() }
    }

    /// Parts separated by commas outside of brackets.
    static func split(_ tokens: ArraySlice<SQLToken>) -> [ArraySlice<SQLToken>] {
        var parts: [ArraySlice<SQLToken>] = []
        var depth = 0
        var start = tokens.startIndex
        for position in tokens.indices {
            if tokens[position].isSymbol("(") || tokens[position].isSymbol("[") { depth += 1 }
            if tokens[position].isSymbol(")") || tokens[position].isSymbol("]") { depth -= 1 }
            if depth == 0, tokens[position].isSymbol(",") {
                parts.append(tokens[start..<position])
                start = tokens.index(after: position)
            }
        }
        parts.append(tokens[start...])
        return parts.filter { !$0.isEmpty }
    }
}

extension Sequence<SQLToken> {
    /// As it was written, with one blank for any white space; `nil` where a part is put together at run time.
    var sql: String? {
        var text = ""
        for token in self {
            guard token.isKnown else { return nil }
            if token.isApart, !text.isEmpty { text += " " }
            text += token.written
        }
        return text
    }
}
