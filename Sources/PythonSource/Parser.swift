/// Python's grammar, as far as a static reading needs it, over a list of tokens.
///
/// It is no checker: an expression or a statement that it does not know is kept as opaque, with what it is made of. Only
/// what breaks the structure of blocks is an error. Every loop consumes a token, and recursion is bounded by the
/// tokenizer's limits on brackets and indentation and by `nestingLimit`.
struct Parser {
    /// Above what the tokenizer lets nest, for what nests without brackets: `lambda: lambda: …`.
    static let nestingLimit = 240

    let source: [UInt8]
    let tokens: [Token]
    var at = 0
    var nesting = 0

    init(_ source: [UInt8], _ tokens: [Token], nesting: Int = 0) {
        self.source = source
        self.tokens = tokens
        self.nesting = nesting
    }

    /// The last token is always an end, and nothing steps over it.
    var current: Token { tokens[at] }
    var next: Token { tokens[min(at + 1, tokens.count - 1)] }
    var line: Int { current.line }

    mutating func advance() {
        if at < tokens.count - 1 { at += 1 }
    }

    func isSymbol(_ symbol: Unicode.Scalar) -> Bool {
        current.kind == .symbol && current.symbol == UInt8(ascii: symbol)
    }

    mutating func take(_ symbol: Unicode.Scalar) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    func text(_ token: Token) -> String {
        String(decoding: source[token.start..<token.end], as: UTF8.self)
    }

    mutating func take(_ keyword: Keyword) -> Bool {
        guard current.keyword == keyword else { return false }
        advance()
        return true
    }

    /// The current token if it is a name, a keyword among them.
    mutating func takeName() -> String? {
        guard current.kind == .name else { return nil }
        let name = text(current)
        advance()
        return name
    }
}

extension Parser {
    /// Every statement up to the first error.
    mutating func statements() -> ([Statement], SyntaxError?) {
        var statements: [Statement] = []
        statements.reserveCapacity(16)
        do throws(SyntaxError) {
            while current.kind != .end {
                guard current.kind != .indent else { throw SyntaxError("unexpected indent", line: line) }
                try appendStatement(to: &statements)
            }
            return (statements, nil)
        } catch {
            return (statements, error)
        }
    }

    /// The statements of a function's body, of which these are the tokens, up to the first error.
    mutating func body() -> ([Statement], SyntaxError?) {
        var statements: [Statement] = []
        do throws(SyntaxError) {
            while current.kind != .end { try appendStatement(to: &statements) }
            return (statements, nil)
        } catch {
            return (statements, error)
        }
    }

    /// The indented block behind a colon, or the simple statements on the same line.
    mutating func block() throws(SyntaxError) -> [Statement] {
        guard take(":") else { throw SyntaxError("expected ':'", line: line) }
        var body: [Statement] = []
        guard current.kind == .newline else {
            try appendSimpleLine(to: &body)
            return body
        }
        advance()
        // What the tokenizer had to drop after an error ends here too: the error is its own.
        guard current.kind != .end, current.kind != .block else { return body }
        guard current.kind == .indent else { throw SyntaxError("expected an indented block", line: line) }
        advance()
        while current.kind != .dedent, current.kind != .end { try appendStatement(to: &body) }
        if current.kind == .dedent { advance() }
        return body
    }

    mutating func appendStatement(to statements: inout [Statement]) throws(SyntaxError) {
        switch current.kind {
        case .newline, .dedent, .indent, .block: return advance()
        default: break
        }
        if let compound = try compoundStatement() {
            statements.append(compound)
        } else {
            try appendSimpleLine(to: &statements)
        }
    }

    /// Simple statements separated by semicolons, to the end of the line.
    private mutating func appendSimpleLine(to statements: inout [Statement]) throws(SyntaxError) {
        while current.kind != .newline, current.kind != .end {
            statements.append(try simpleStatement())
            guard take(";") else { break }
        }
        // A block that we know no keyword of.
        if isSymbol(":"), next.kind == .newline, let opener = statements.popLast() {
            let body = try block()
            statements.append(Statement(.other(opener.expressions, body: body), line: opener.line))
            return
        }
        while current.kind != .newline, current.kind != .end { advance() }
        if current.kind == .newline { advance() }
    }
}
