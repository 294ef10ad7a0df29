extension Parser {
    /// A name, a literal or a bracket. Called only where an operand begins.
    mutating func atom() throws(SyntaxError) -> Expression {
        let token = current
        let line = token.line
        switch token.kind {
        case .string:
            return try strings()
        case .number:
            advance()
            return Expression(.number(text(token)), line: line)
        case .name:
            advance()
            return Expression(try named(token), line: line)
        default:
            break
        }
        switch token.symbol {
        case UInt8(ascii: "("):
            advance()
            return try parenthesized(line: line)
        case UInt8(ascii: "["):
            advance()
            return Expression(.list(try bracketed("]")), line: line)
        case UInt8(ascii: "{"):
            advance()
            return Expression(try braced(), line: line)
        default:
            return Expression(.opaque([]), line: line)
        }
    }

    private mutating func named(_ token: Token) throws(SyntaxError) -> Expression.Node {
        switch token.keyword {
        case .some(.none): return .none
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .lambda:
            while !isSymbol(":"), current.kind != .newline, !endsBracket { try skipOperand() }
            guard take(":") else { return .opaque([]) }
            return .opaque([try expression()])
        default: return .name(text(token))
        }
    }

    private mutating func parenthesized(line: Int) throws(SyntaxError) -> Expression {
        var items: [Expression] = []
        var isTuple = isSymbol(")")
        while try continues(to: ")") {
            items.append(try bracketItem())
            if take(",") { isTuple = true }
        }
        _ = take(")")
        if !isTuple, items.count == 1 { return items[0] }
        return Expression(isTuple ? .tuple(items) : .opaque(items), line: line)
    }

    /// Items to the closing bracket, which is consumed.
    mutating func bracketed(_ close: Unicode.Scalar) throws(SyntaxError) -> [Expression] {
        var items: [Expression] = []
        while try continues(to: close) {
            items.append(try bracketItem())
            _ = take(",")
        }
        _ = take(close)
        return items
    }

    /// Whether another item stands before the closing bracket. Any other one would never be stepped over.
    private func continues(to close: Unicode.Scalar) throws(SyntaxError) -> Bool {
        guard !isSymbol(close) else { return false }
        guard current.kind == .end || !endsBracket else {
            throw SyntaxError("closing bracket does not match", line: line)
        }
        return current.kind != .end
    }

    /// One item inside brackets. A slice, or anything else unknown to its end, is opaque.
    private mutating func bracketItem() throws(SyntaxError) -> Expression {
        let line = line
        if take("*") { return Expression(.starred(try expression()), line: line) }
        let value = try expression()
        guard !isSymbol(","), !endsBracket else { return value }
        return Expression(.opaque(try rest(after: value)), line: line)
    }

    private var endsBracket: Bool { isSymbol(")") || isSymbol("]") || isSymbol("}") || current.kind == .end }

    /// What stands between a part that is known and the next comma or closing bracket.
    private mutating func rest(after first: Expression) throws(SyntaxError) -> [Expression] {
        var parts = [first]
        while !isSymbol(","), !endsBracket {
            if startsOperand { parts.append(try expression()) } else { advance() }
        }
        return parts
    }

    mutating func arguments() throws(SyntaxError) -> [Expression.Argument] {
        var arguments: [Expression.Argument] = []
        while try continues(to: ")") {
            let kind: Expression.Argument.Kind
            if take("*") {
                kind = .unpacked
            } else if current.kind == .symbol, current.symbol == Symbol.power {
                advance()
                kind = .unpackedKeywords
            } else if current.kind == .name, next.kind == .symbol, next.symbol == UInt8(ascii: "=") {
                kind = .keyword(takeName() ?? "")
                advance()
            } else {
                kind = .positional
            }
            arguments.append(Expression.Argument(kind: kind, value: try bracketItem()))
            _ = take(",")
        }
        _ = take(")")
        return arguments
    }

    /// A set or a dictionary; `{}` is a dictionary.
    private mutating func braced() throws(SyntaxError) -> Expression.Node {
        var items: [Expression] = []
        var entries: [Expression.Entry] = []
        while try continues(to: "}") {
            if current.kind == .symbol, current.symbol == Symbol.power {
                advance()
                entries.append(Expression.Entry(key: nil, value: try bracketItem()))
            } else if take("*") {
                items.append(Expression(.starred(try expression()), line: line))
            } else {
                let key = try expression()
                if take(":") {
                    entries.append(Expression.Entry(key: key, value: try bracketItem()))
                } else {
                    items.append(key)
                }
            }
            if !isSymbol(","), !endsBracket { advance() }
            _ = take(",")
        }
        _ = take("}")
        if !items.isEmpty, !entries.isEmpty { return .opaque(items + entries.map(\.value)) }
        return items.isEmpty ? .dictionary(entries) : .set(items)
    }
}
