extension Parser {
    /// Whether an operand begins here.
    var startsOperand: Bool {
        switch current.kind {
        case .name: current.keyword?.isOperator != true
        case .number, .string: true
        case .symbol:
            current.symbol == UInt8(ascii: "(") || current.symbol == UInt8(ascii: "[")
                || current.symbol == UInt8(ascii: "{")
        case .newline, .indent, .dedent, .block, .end: false
        }
    }

    /// Whether an expression ends before the current token.
    private var endsExpression: Bool { current.endsExpression }

    /// Expressions separated by commas: a tuple where there is a comma.
    mutating func expressionList() throws(SyntaxError) -> Expression {
        let line = line
        let first = try item()
        guard isSymbol(",") else { return first }
        var items = [first]
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
        // Most are one token, and not `lambda:`, in which another one begins.
        if next.endsExpression, current.kind != .symbol, startsOperand, current.keyword != .lambda { return try atom() }
        let line = line
        nesting += 1
        defer { nesting -= 1 }
        guard nesting < Self.nestingLimit else {
            throw SyntaxError("too many nested expressions", line: line, isLimit: true)
        }
        guard startsOperand || current.keyword == .not else {
            return try opaque(after: nil, line: line)
        }
        let first = try named(try disjunction())
        if endsExpression { return first }
        if current.keyword == .if { return try conditional(first, line: line) }
        if current.keyword == .for || current.keyword == .async { return try comprehension(of: first, line: line) }
        return try opaque(after: first, line: line)
    }

    /// `name := value`, of which the name is read; or what was read, where that is all.
    private mutating func named(_ first: Expression) throws(SyntaxError) -> Expression {
        guard current.kind == .symbol, current.symbol == Symbol.walrus, case .name(let name) = first.node else {
            return first
        }
        advance()
        let line = line
        guard startsOperand || current.keyword == .not else {
            return Expression(.named(name, try opaque(after: nil, line: line)), line: first.line)
        }
        var value = try disjunction()
        if current.keyword == .if { value = try conditional(value, line: line) }
        // `(name := element for …)` binds the name to each element.
        let isWhole = endsExpression || current.keyword == .for || current.keyword == .async
        if !isWhole { value = try opaque(after: value, line: line) }
        return Expression(.named(name, value), line: first.line)
    }

    /// All that stands before the end of the expression.
    private mutating func opaque(after first: Expression?, line: Int) throws(SyntaxError) -> Expression {
        var parts = first.map { [$0] } ?? []
        while !endsExpression {
            if startsOperand { parts.append(try sum()) } else { advance() }
        }
        return Expression(.opaque(parts), line: line)
    }

    /// `value if condition else otherwise`, of which the value is read.
    private mutating func conditional(_ value: Expression, line: Int) throws(SyntaxError) -> Expression {
        advance()
        let condition = try disjunction()
        guard take(.else) else {
            return try opaque(after: Expression(.opaque([value, condition]), line: line), line: line)
        }
        let otherwise = try expression()
        return Expression(.conditional(condition: condition, value: value, otherwise: otherwise), line: line)
    }

    /// `element for target in over if condition`, of which the element is read.
    private mutating func comprehension(of element: Expression, line: Int) throws(SyntaxError) -> Expression {
        var clauses: [Expression.Clause] = []
        while true {
            if current.keyword == .async { advance() }
            guard take(.for) else { break }
            let target = try targetList()
            guard take(.in) else { break }
            let over = try disjunction()
            var conditions: [Expression] = []
            while take(.if) { conditions.append(try disjunction()) }
            clauses.append(Expression.Clause(target: target, over: over, conditions: conditions))
        }
        let comprehension = Expression(.comprehension(element, clauses), line: line)
        return endsExpression ? comprehension : try opaque(after: comprehension, line: line)
    }

    /// Terms joined by `or`.
    private mutating func disjunction() throws(SyntaxError) -> Expression {
        let first = try conjunction()
        guard current.keyword == .or else { return first }
        var terms = [first]
        while take(.or) { terms.append(try conjunction()) }
        return Expression(.any(terms), line: first.line)
    }

    private mutating func conjunction() throws(SyntaxError) -> Expression {
        let first = try negation()
        guard current.keyword == .and else { return first }
        var terms = [first]
        while take(.and) { terms.append(try negation()) }
        return Expression(.all(terms), line: first.line)
    }

    private mutating func negation() throws(SyntaxError) -> Expression {
        let line = line
        var isNegated = false
        var isAny = false
        while take(.not) {
            isNegated.toggle()
            isAny = true
        }
        let value = try comparison()
        if isNegated { return Expression(.not(value), line: line) }
        // Of `not not x` only the truth is that of x.
        return isAny ? Expression(.opaque([value]), line: line) : value
    }

    private mutating func comparison() throws(SyntaxError) -> Expression {
        guard startsOperand else { return Expression(.opaque([]), line: line) }
        let left = try sum()
        guard let operation = takeComparison() else { return left }
        guard startsOperand else { return Expression(.opaque([left]), line: left.line) }
        let right = try sum()
        // `a == b == c`
        let isChain = takeComparison() != nil
        return Expression(isChain ? .opaque([left, right]) : .comparison(left, operation, right), line: left.line)
    }

    private mutating func takeComparison() -> Expression.Comparison? {
        switch current.kind {
        case .symbol where current.symbol == Symbol.other:
            guard let comparison = Expression.Comparison(rawValue: text(current)) else { return nil }
            advance()
            return comparison
        case .name:
            switch current.keyword {
            case .in:
                advance()
                return .inside
            case .not where next.keyword == .in:
                advance()
                advance()
                return .notInside
            case .is:
                advance()
                return take(.not) ? .notSame : .same
            default: return nil
            }
        default: return nil
        }
    }

    /// Terms joined by `+`.
    mutating func sum() throws(SyntaxError) -> Expression {
        let line = line
        let first = try product()
        guard isSymbol("+") else { return first }
        var terms = [first]
        while take("+") {
            // `a + -b`: the caller finds the sign and makes it opaque.
            guard startsOperand else { return Expression(.opaque(terms), line: line) }
            terms.append(try product())
        }
        return Expression(.sum(terms), line: line)
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
            guard length < 1_000 else { throw SyntaxError("too many calls in a chain", line: line, isLimit: true) }
        }
        return value
    }
}

extension Token {
    /// Whether an expression ends before it.
    fileprivate var endsExpression: Bool {
        switch kind {
        case .newline, .indent, .dedent, .block, .end: true
        case .name: keyword == .as
        case .symbol:
            switch symbol {
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: ")"),
                UInt8(ascii: "]"), UInt8(ascii: "}"), Symbol.augmented:
                true
            default: false
            }
        case .number, .string: false
        }
    }
}
