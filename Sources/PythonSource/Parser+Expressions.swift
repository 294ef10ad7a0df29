extension Parser {
    /// Words that are no operand: they make the expression around them opaque.
    private static let operators: Set<String> = [
        "if", "else", "for", "in", "not", "and", "or", "is", "await", "yield", "async", "as", "from", "import",
    ]

    /// Whether an operand begins here.
    var startsOperand: Bool {
        switch current.kind {
        case .name: !Self.operators.contains(text(current))
        case .number, .string: true
        case .symbol:
            current.symbol == UInt8(ascii: "(") || current.symbol == UInt8(ascii: "[")
                || current.symbol == UInt8(ascii: "{")
        case .newline, .indent, .dedent, .end: false
        }
    }

    /// Whether an expression ends before the current token.
    private var endsExpression: Bool {
        switch current.kind {
        case .newline, .indent, .dedent, .end: true
        case .name: current.end - current.start == 2 && word == "as"
        case .symbol: current.symbol == Symbol.augmented || ",:;=)]}".utf8.contains(current.symbol)
        case .number, .string: false
        }
    }

    /// Expressions separated by commas: a tuple where there is a comma.
    mutating func expressionList() throws(SyntaxError) -> Expression {
        let line = line
        var items = [try item()]
        guard isSymbol(",") else { return items[0] }
        while take(","), !endsExpression { items.append(try item()) }
        return Expression(.tuple(items), line: line)
    }

    private mutating func item() throws(SyntaxError) -> Expression {
        let line = line
        guard take("*") else { return try expression() }
        return Expression(.starred(try expression()), line: line)
    }

    /// One expression, to the comma, colon, assignment or bracket that ends it.
    mutating func expression() throws(SyntaxError) -> Expression {
        let line = line
        nesting += 1
        defer { nesting -= 1 }
        guard nesting < Self.nestingLimit else { throw SyntaxError("too many nested expressions", line: line) }
        let first = startsOperand ? try sum() : nil
        if let first, endsExpression { return first }
        var parts = first.map { [$0] } ?? []
        while !endsExpression {
            if startsOperand { parts.append(try sum()) } else { advance() }
        }
        return Expression(.opaque(parts), line: line)
    }

    /// Terms joined by `+`.
    mutating func sum() throws(SyntaxError) -> Expression {
        let line = line
        var terms = [try product()]
        while isSymbol("+") {
            advance()
            // `a + -b`: the caller finds the sign and makes it opaque.
            guard startsOperand else { return Expression(.opaque(terms), line: line) }
            terms.append(try product())
        }
        return terms.count == 1 ? terms[0] : Expression(.sum(terms), line: line)
    }

    private mutating func product() throws(SyntaxError) -> Expression {
        let line = line
        let left = try postfixed()
        guard isSymbol("%") else { return left }
        advance()
        let right = startsOperand ? try postfixed() : Expression(.opaque([]), line: line)
        guard isSymbol("%") else { return Expression(.remainder(left, right), line: line) }
        var parts = [left, right]
        while take("%") {
            if startsOperand { parts.append(try postfixed()) }
        }
        return Expression(.opaque(parts), line: line)
    }

    /// An atom and the attributes, calls and subscripts behind it.
    private mutating func postfixed() throws(SyntaxError) -> Expression {
        var value = try atom()
        var length = 0
        while current.kind == .symbol {
            let line = line
            switch current.symbol {
            case UInt8(ascii: "."):
                guard next.kind == .name else { return value }
                advance()
                value = Expression(.attribute(value, takeName() ?? ""), line: value.line)
            case UInt8(ascii: "("):
                advance()
                value = Expression(.call(value, try arguments()), line: value.line)
            case UInt8(ascii: "["):
                advance()
                value = Expression(.subscripted(value, try bracketed("]").first ?? value), line: value.line)
            default:
                return value
            }
            length += 1
            // Each link is a level of the tree, and to free the tree takes a frame for each.
            guard length < 1_000 else { throw SyntaxError("too many calls in a chain", line: line) }
        }
        return value
    }
}
