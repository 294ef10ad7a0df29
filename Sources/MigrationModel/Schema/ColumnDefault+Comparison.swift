extension ColumnDefault {
    /// Whether a column that has `actual` has what is expected, as Alembic's `compare_server_default` has it: `now()` and
    /// `CURRENT_TIMESTAMP` are one default, `'x'` and `'x'::character varying` too, and a column that numbers itself, or
    /// is generated, does so in any way, but not in none. Of two expressions that only the server could tell apart
    /// nothing is claimed.
    ///
    /// `type`: of the column, where it is known.
    package func isMet(by actual: ColumnDefault, type: ColumnType?) -> Bool {
        switch (withoutNull, actual.withoutNull) {
        case (.sequence, .none), (.generated, .none), (.none, .expression), (.expression, .none): false
        case (.unknown, _), (_, .unknown), (.sequence, _), (_, .sequence), (.generated, _), (_, .generated),
            (.none, .none):
            true
        case (.expression(let expected), .expression(let actual)):
            DefaultExpression(expected).isMet(by: DefaultExpression(actual), type: type)
        }
    }

    /// `DEFAULT NULL` is no default.
    private var withoutNull: ColumnDefault {
        guard case .expression(let sql) = self else { return self }
        return SQLTokens(sql).plain.tokens == [.word("null")] ? .none : self
    }
}

private struct DefaultExpression {
    private enum Form: Equatable {
        case literal(String)
        case call(String)
        /// With its tokens, in which the names of functions have no schema.
        case other([SQLTokens.Token])
    }

    private let form: Form

    init(_ sql: String) {
        var tokens = SQLTokens(sql).plain.tokens
        switch tokens.first {
        case .text(let text)? where tokens.count == 1: form = .literal(text)
        case .number(let number)? where tokens.count == 1: form = .literal(number)
        case .word("true")? where tokens.count == 1: form = .literal("true")
        case .word("false")? where tokens.count == 1: form = .literal("false")
        case .sign("-")? where tokens.count == 2:
            if case .number(let number) = tokens[1] { form = .literal("-" + number) } else { form = .other(tokens) }
        default:
            while tokens.count > 2, case .word = tokens[0], tokens[1] == .sign("."), case .word = tokens[2] {
                tokens.removeFirst(2)
            }
            form = Self.call(tokens).map(Form.call) ?? .other(Self.withoutSchemaOfSequence(tokens))
        }
    }

    /// A function without arguments, by the shortest of its names.
    private static func call(_ tokens: [SQLTokens.Token]) -> String? {
        guard case .word(let name)? = tokens.first else { return nil }
        guard tokens.count == 1 || tokens.dropFirst() == [.sign("("), .sign(")")] else { return nil }
        return name == "current_timestamp" || name == "transaction_timestamp" ? "now" : name
    }

    /// `nextval('public.numbers')` without `public`.
    private static func withoutSchemaOfSequence(_ tokens: [SQLTokens.Token]) -> [SQLTokens.Token] {
        guard tokens.count == 4, tokens[0] == .word("nextval"), case .text(let name) = tokens[2] else { return tokens }
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return [tokens[0], tokens[1], .text(last.filter { $0 != "\"" }), tokens[3]]
    }

    func isMet(by actual: DefaultExpression, type: ColumnType?) -> Bool {
        switch (form, actual.form) {
        case (.literal(let a), .literal(let b)): a == b || Self.areSame(a, b, type)
        case (.call(let a), .call(let b)): a == b
        case (.literal, .call), (.call, .literal): false
        case (.other, _), (_, .other): true
        }
    }

    /// Whether two literals that are written differently may be one value.
    private static func areSame(_ a: String, _ b: String, _ type: ColumnType?) -> Bool {
        if let a = Double(a), let b = Double(b) { return a == b }
        if let a = truth(a), let b = truth(b) { return a == b }
        guard let words = type.map({ SQLTokens($0.text).tokens }), case .word(let name)? = words.first else {
            return false
        }
        // These are read and written again by the server in a form of its own.
        let rewritten = [
            "date", "time", "timetz", "timestamp", "timestamptz", "interval", "json", "jsonb", "inet", "cidr",
            "macaddr", "bytea", "bit", "varbit", "money", "uuid", "tsvector", "tsquery", "point", "datetime", "hstore",
        ]
        return rewritten.contains(name) || name.hasSuffix("range") || words.contains(.sign("["))
    }

    private static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "t", "true", "y", "yes", "on", "1": true
        case "f", "false", "n", "no", "off", "0": false
        default: nil
        }
    }
}
