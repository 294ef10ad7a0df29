extension Parser {
    /// One statement without blocks. It stops before a semicolon or the end of the line, or where it knows no further.
    mutating func simpleStatement() throws(SyntaxError) -> Statement {
        let line = line
        switch current.keyword {
        case .import:
            advance()
            return Statement(.imports(importedNames()), line: line)
        case .from:
            advance()
            return Statement(importsFrom(), line: line)
        case .return:
            advance()
            return Statement(.returns(isLineOver ? nil : try expressionList()), line: line)
        case .del:
            advance()
            return Statement(.delete(try expressionList().tupleItems), line: line)
        case .raise:
            advance()
            return Statement(.raises(isLineOver ? [] : try opaqueList()), line: line)
        case .break:
            advance()
            return Statement(.breaks, line: line)
        case .continue:
            advance()
            return Statement(.continues, line: line)
        case .global:
            advance()
            return Statement(.global(importedNames().map(\.name)), line: line)
        case .pass, .nonlocal, .assert:
            advance()
            return Statement(.other(try opaqueList(), body: []), line: line)
        default:
            return try assignmentOrExpression()
        }
    }

    private var isLineOver: Bool {
        current.kind == .newline || current.kind == .end || isSymbol(";")
    }

    /// Expressions separated by anything, to the end of the statement.
    private mutating func opaqueList() throws(SyntaxError) -> [Expression] {
        var parts: [Expression] = []
        while !isLineOver {
            if startsOperand { parts.append(try expression()) } else { advance() }
        }
        return parts
    }

    private mutating func assignmentOrExpression() throws(SyntaxError) -> Statement {
        let line = line
        let start = at
        var targets: [Expression] = []
        var value = try expressionList()
        if isSymbol(":"), next.kind != .newline {
            advance()
            try skipAnnotation()
            // Without a value an annotation binds nothing.
            guard take("=") else { return Statement(.other([], body: []), line: line) }
            targets.append(value)
            value = try expressionList()
        }
        if current.kind == .symbol, current.symbol == Symbol.augmented {
            let operation = Character(Unicode.Scalar(source[current.start]))
            advance()
            let right = try expressionList()
            return Statement(.augmented(target: value, operation: operation, value: right), line: line)
        }
        while take("=") {
            targets.append(value)
            value = try expressionList()
        }
        // Neither an operand nor a sign we know: step over it, so that every statement consumes something.
        if at == start { advance() }
        return Statement(targets.isEmpty ? .expression(value) : .assignment(targets: targets, value: value), line: line)
    }

    /// What a name is said to be is for nobody here, and every name of a header has it.
    private mutating func skipAnnotation() throws(SyntaxError) {
        while !isLineOver, !isSymbol("=") {
            if current.keyword == .lambda { _ = try expression() } else { try skipOperand() }
        }
    }

    private mutating func importedNames() -> [Statement.Import] {
        var names: [Statement.Import] = []
        while let name = dottedName() {
            names.append(Statement.Import(name: name, alias: take(.as) ? takeName() : nil))
            guard take(",") else { break }
        }
        return names
    }

    private mutating func importsFrom() -> Statement.Node {
        var module = ""
        while take(".") { module += "." }
        if current.keyword != .import { module += dottedName() ?? "" }
        guard take(.import) else { return .importsFrom(module: module, names: []) }
        if take("*") { return .importsFrom(module: module, names: [Statement.Import(name: "*", alias: nil)]) }
        let isBracketed = take("(")
        let names = importedNames()
        if isBracketed { _ = take(")") }
        return .importsFrom(module: module, names: names)
    }

    private mutating func dottedName() -> String? {
        guard var name = takeName() else { return nil }
        while isSymbol("."), next.kind == .name {
            advance()
            name += "." + (takeName() ?? "")
        }
        return name
    }
}

extension Expression {
    /// The items of a tuple or list, or the expression alone.
    package var tupleItems: [Expression] {
        switch node {
        case .tuple(let items), .list(let items): items
        default: [self]
        }
    }
}
