// `match` and `case`, which are names too.
extension Parser {
    /// A `match`, or one of its cases, or `nil` where the word is a name.
    mutating func softBlock() throws(SyntaxError) -> Statement? {
        guard current.kind == .name, opensBlock else { return nil }
        let line = line
        let isCase = text(current) == "case"
        advance()
        var parts: [Expression] = []
        while !isSymbol(":"), current.kind != .newline, current.kind != .end {
            if startsOperand { parts.append(try sum()) } else { advance() }
        }
        let body = try block()
        // Nothing in a pattern is called.
        let node =
            isCase
            ? Statement.Node.matched(names: parts.flatMap(\.capturedNames), body: body) : .other(parts, body: body)
        return Statement(node, line: line)
    }

    /// Whether the word here is no name: something that is no part of an assignment stands between it and a colon.
    private var opensBlock: Bool {
        switch text(current) {
        case "match", "case": break
        default: return false
        }
        switch next.kind {
        case .name: if next.keyword?.isOperator == true, next.keyword != .not, next.keyword != .await { return false }
        case .number, .string: break
        case .symbol:
            switch next.symbol {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "-"), UInt8(ascii: "*"): break
            default: return false
            }
        case .newline, .indent, .dedent, .block, .end: return false
        }
        return lineHasColon
    }

    /// Whether a colon stands outside of brackets, in front of what an assignment would have.
    private var lineHasColon: Bool {
        var depth = 0
        for token in tokens[at...] {
            switch token.kind {
            case .newline, .indent, .dedent, .block, .end: return false
            case .name:
                // Its own colon is meant.
                if depth == 0, token.keyword == .lambda { return false }
            case .number, .string: continue
            case .symbol:
                switch token.symbol {
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                case UInt8(ascii: ":") where depth == 0: return true
                case UInt8(ascii: "=") where depth == 0, UInt8(ascii: ";") where depth == 0,
                    Symbol.augmented where depth == 0:
                    return false
                default: continue
                }
            }
        }
        return false
    }
}

extension Expression {
    /// The names in a pattern that it may bind.
    fileprivate var capturedNames: [String] {
        switch node {
        case .name(let name): [name]
        case .attribute: []
        case .call(_, let arguments): arguments.flatMap(\.value.capturedNames)
        default: children.flatMap(\.capturedNames)
        }
    }
}
