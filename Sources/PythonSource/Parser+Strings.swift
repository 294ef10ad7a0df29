extension Parser {
    /// The literals that stand side by side, joined.
    mutating func strings() throws(SyntaxError) -> Expression {
        let line = line
        if next.kind != .string {
            let literal = StringLiteral(current, in: source)
            if !literal.prefix.isBytes, !literal.prefix.isFormatted {
                advance()
                return Expression(literal.text(in: source).map { .string($0) } ?? .opaque([]), line: line)
            }
        }
        var pieces: [Expression.Piece] = []
        var isFormatted = false
        var isBytes = false
        var isKnown = true
        while current.kind == .string {
            let literal = StringLiteral(current, in: source)
            if literal.prefix.isBytes {
                isBytes = true
            } else if literal.prefix.isFormatted {
                isFormatted = true
                isKnown = try appendFields(of: literal, line: current.line, to: &pieces) && isKnown
            } else if let text = literal.text(in: source) {
                pieces.append(.text(text))
            } else {
                isKnown = false
            }
            advance()
        }
        let node: Expression.Node =
            if isBytes { .bytes } else if !isKnown { .opaque([]) } else if isFormatted { .formatted(pieces) } else {
                .string(joined(pieces))
            }
        return Expression(node, line: line)
    }

    private func joined(_ pieces: [Expression.Piece]) -> String {
        var joined = ""
        for case .text(let text) in pieces { joined += text }
        return joined
    }

    /// Takes an f-string apart. False where its text cannot be known.
    private func appendFields(
        of literal: StringLiteral, line: Int, to pieces: inout [Expression.Piece]
    ) throws(SyntaxError) -> Bool {
        var at = literal.start
        var text = ""
        var segment = at
        func flush(_ end: Int) -> Bool {
            guard let part = StringLiteral.unescaped(source, from: segment, to: end, isRaw: literal.prefix.isRaw) else {
                return false
            }
            text += part
            return true
        }
        while at < literal.end {
            let byte = source[at]
            guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") else {
                at += 1
                continue
            }
            if at + 1 < literal.end, source[at + 1] == byte {
                guard flush(at + 1) else { return false }
                at += 2
                segment = at
                continue
            }
            guard byte == UInt8(ascii: "{"), flush(at) else { return false }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = ""
            pieces.append(try field(from: at + 1, before: literal.end, line: line, end: &at))
            segment = at
        }
        guard flush(literal.end) else { return false }
        if !text.isEmpty { pieces.append(.text(text)) }
        return true
    }

    /// The field behind an opening brace; `end` is set behind the closing one.
    private func field(from start: Int, before limit: Int, line: Int, end: inout Int) throws(SyntaxError)
        -> Expression.Piece
    {
        var depth = 0
        var at = start
        var expressionEnd: Int?
        while at < limit {
            let byte = source[at]
            if depth == 0, byte == UInt8(ascii: "}") { break }
            if depth == 0, expressionEnd == nil, endsFieldExpression(at, limit) { expressionEnd = at }
            if expressionEnd == nil, byte.isQuote {
                at = endOfString(at, before: limit)
                continue
            }
            switch byte {
            case UInt8(ascii: "#") where expressionEnd == nil:
                while at + 1 < limit, !source[at + 1].isLineEnd { at += 1 }
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            at += 1
        }
        end = min(at + 1, limit)
        guard nesting + 1 < Self.nestingLimit else {
            throw SyntaxError("too many nested expressions", line: line, isLimit: true)
        }
        let tokens = try Tokenizer.field(source, from: start, to: expressionEnd ?? at, line: line)
        var parser = Parser(source, tokens, nesting: nesting + 1)
        let value = try parser.expressionList()
        return expressionEnd == nil && parser.current.kind == .end ? .value(value) : .formattedValue(value)
    }

    /// Whether `!r`, `:format` or `=` begins here.
    private func endsFieldExpression(_ at: Int, _ limit: Int) -> Bool {
        let following = at + 1 < limit ? source[at + 1] : 0
        switch source[at] {
        case UInt8(ascii: ":"): return true
        case UInt8(ascii: "!"): return following != UInt8(ascii: "=")
        default: return false
        }
    }

    private func endOfString(_ quote: Int, before limit: Int) -> Int {
        let mark = source[quote]
        let isTriple = quote + 2 < limit && source[quote + 1] == mark && source[quote + 2] == mark
        var at = quote + (isTriple ? 3 : 1)
        while at < limit {
            if source[at] == UInt8(ascii: "\\") {
                at += 2
                continue
            }
            guard source[at] == mark else {
                at += 1
                continue
            }
            guard isTriple else { return at + 1 }
            if at + 2 < limit, source[at + 1] == mark, source[at + 2] == mark { return at + 3 }
            at += 1
        }
        return limit
    }
}
