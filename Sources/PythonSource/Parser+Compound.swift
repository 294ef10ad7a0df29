extension Parser {
    /// A statement that holds blocks, or `nil` if none begins here.
    mutating func compoundStatement() throws(SyntaxError) -> Statement? {
        let line = line
        switch current.keyword {
        case .if:
            advance()
            return Statement(try conditional(), line: line)
        case .while:
            advance()
            let condition = try expressionList()
            let body = try block()
            return Statement(
                .loop(target: nil, over: condition, body: body, otherwise: try elseBlock()), line: line)
        case .for:
            advance()
            return Statement(try loop(), line: line)
        case .try:
            advance()
            return Statement(try attempt(), line: line)
        case .with:
            advance()
            return Statement(try with(), line: line)
        case .def:
            advance()
            return Statement(.function(try function()), line: line)
        case .class:
            advance()
            let name = takeName() ?? ""
            while !isSymbol(":"), current.kind != .newline, current.kind != .end { try skipOperand() }
            return Statement(.classDefinition(name: name, body: try block()), line: line)
        case .async where [.def, .for, .with].contains(next.keyword):
            advance()
            return try compoundStatement()
        default:
            if let softly = try softBlock() { return softly }
            guard isSymbol("@") else { return nil }
            advance()
            let decorator = try expressionList()
            if current.kind == .newline { advance() }
            return Statement(.other([decorator], body: []), line: line)
        }
    }

    private mutating func conditional() throws(SyntaxError) -> Statement.Node {
        var branches: [Statement.Branch] = []
        repeat {
            let condition = try expressionList()
            branches.append(Statement.Branch(condition: condition, body: try block()))
        } while take(.elif)
        return .conditional(branches, otherwise: try elseBlock())
    }

    private mutating func elseBlock() throws(SyntaxError) -> [Statement] {
        take(.else) ? try block() : []
    }

    private mutating func loop() throws(SyntaxError) -> Statement.Node {
        let target = try targetList()
        let over: Expression
        if take(.in) { over = try expressionList() } else { over = Expression(.opaque([]), line: line) }
        let body = try block()
        return .loop(target: target, over: over, body: body, otherwise: try elseBlock())
    }

    /// Names to the left of `in`, which would otherwise be taken for an operator.
    mutating func targetList() throws(SyntaxError) -> Expression {
        let line = line
        let first = try target()
        guard isSymbol(",") else { return first }
        var items = [first]
        while take(","), startsOperand || isSymbol("*") { items.append(try target()) }
        return Expression(.tuple(items), line: line)
    }

    private mutating func target() throws(SyntaxError) -> Expression {
        let line = line
        return take("*") ? Expression(.starred(try sum()), line: line) : try sum()
    }

    private mutating func attempt() throws(SyntaxError) -> Statement.Node {
        let body = try block()
        var handlers: [Statement.Handler] = []
        while take(.except) {
            _ = take("*")
            var name: String?
            while !isSymbol(":"), current.kind != .newline, current.kind != .end {
                if take(.as) { name = takeName() } else { try skipOperand() }
            }
            handlers.append(Statement.Handler(name: name, body: try block()))
        }
        let otherwise = try elseBlock()
        let finally = take(.finally) ? try block() : []
        return .attempt(body: body, handlers: handlers, otherwise: otherwise, finally: finally)
    }

    private mutating func with() throws(SyntaxError) -> Statement.Node {
        // `with (a as b, c as d):` and `with (a):` look alike up to the first `as`.
        let isBracketed = isSymbol("(") && bracketHoldsAs()
        if isBracketed { advance() }
        var items: [Statement.ContextItem] = []
        while !isSymbol(":"), !isSymbol(")"), current.kind != .newline, current.kind != .end {
            let value = try expression()
            let target = take(.as) ? try sum() : nil
            items.append(Statement.ContextItem(value: value, target: target))
            guard take(",") else { break }
        }
        if isBracketed { _ = take(")") }
        return .with(items, body: try block())
    }

    private func bracketHoldsAs() -> Bool {
        var depth = 0
        for token in tokens[at...] {
            guard token.kind == .symbol || token.kind == .name else {
                if token.kind == .newline || token.kind == .end { return false }
                continue
            }
            switch token.symbol {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: if depth == 1, token.keyword == .as { return true }
            }
            if depth == 0 { return false }
        }
        return false
    }

    private mutating func function() throws(SyntaxError) -> Function {
        let name = takeName() ?? ""
        if isSymbol("[") { try skipOperand() }
        var parameters: [Function.Parameter] = []
        if take("(") {
            var kind = Function.Parameter.Kind.named
            while !isSymbol(")"), current.kind != .end, current.kind != .newline {
                if let parameter = try parameter(&kind) { parameters.append(parameter) }
                while !isSymbol(","), !isSymbol(")"), current.kind != .end { try skipOperand() }
                _ = take(",")
            }
            _ = take(")")
        }
        while !isSymbol(":"), current.kind != .newline, current.kind != .end { try skipOperand() }
        return Function(name: name, parameters: parameters, try functionBody())
    }

    /// What the tokenizer stepped over is not looked into here either.
    private mutating func functionBody() throws(SyntaxError) -> FunctionBody {
        guard isSymbol(":"), next.kind == .newline, at + 2 < tokens.count, tokens[at + 2].kind == .block else {
            return FunctionBody(try block())
        }
        let token = tokens[at + 2]
        at += 3
        return FunctionBody(in: source, from: token.start, to: token.end, line: token.line)
    }

    /// One parameter, with its annotation and its default value; `nil` for a bare `*` or `/`.
    private mutating func parameter(_ kind: inout Function.Parameter.Kind) throws(SyntaxError) -> Function.Parameter? {
        var own = kind
        if take("*") {
            own = .rest
            kind = .keywordOnly
        } else if current.kind == .symbol, current.symbol == Symbol.power {
            advance()
            own = .restOfKeywords
        }
        guard let name = takeName() else { return nil }
        if take(":") { _ = try expression() }
        let value = take("=") ? try expression() : nil
        return Function.Parameter(name: name, kind: own, defaultValue: value)
    }

    /// Steps over a token, or over a whole bracket.
    mutating func skipOperand() throws(SyntaxError) {
        var depth = 0
        repeat {
            if current.kind == .symbol {
                switch current.symbol {
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                default: break
                }
            }
            advance()
        } while depth > 0 && current.kind != .end
    }
}
