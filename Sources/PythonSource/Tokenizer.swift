/// Python's lexical rules over UTF-8 bytes, in one pass.
///
/// Source of the rules: "Lexical analysis" in the Python reference, and the limits of CPython's `Parser/lexer`.
struct Tokenizer {
    static let bracketLimit = 200
    static let indentationLimit = 100

    let source: [UInt8]
    let end: Int
    var at: Int
    var line: Int
    private(set) var tokens: [Token] = []
    private var indents = [0]
    private var brackets: [(close: UInt8, line: Int)] = []
    private var isLineStart: Bool
    /// Inside the braces of an f-string: one expression, in which line ends mean nothing.
    private let isField: Bool

    private init(_ source: [UInt8], from start: Int, to end: Int, line: Int, isField: Bool) {
        self.source = source
        self.end = end
        self.line = line
        self.isField = isField
        at = start
        isLineStart = !isField
        tokens.reserveCapacity((end - start) / 5 + 2)
    }

    /// The tokens of a file. Where it breaks, those of the whole lines before that.
    static func file(_ source: [UInt8]) -> (tokens: [Token], error: SyntaxError?) {
        var tokenizer = Tokenizer(source, from: 0, to: source.count, line: 1, isField: false)
        do throws(SyntaxError) {
            try tokenizer.run()
            return (tokenizer.tokens, nil)
        } catch {
            tokenizer.dropLastLine()
            return (tokenizer.tokens, error)
        }
    }

    /// The tokens of an expression in an f-string.
    static func field(_ source: [UInt8], from start: Int, to end: Int, line: Int) throws(SyntaxError) -> [Token] {
        var tokenizer = Tokenizer(source, from: start, to: end, line: line, isField: true)
        try tokenizer.run()
        return tokenizer.tokens
    }

    private mutating func dropLastLine() {
        while let last = tokens.last, last.kind != .newline, last.kind != .dedent { tokens.removeLast() }
        add(.end, from: at)
    }

    private mutating func run() throws(SyntaxError) {
        while at < end {
            if isLineStart {
                try measureIndentation()
                continue
            }
            try readOne()
        }
        if let open = brackets.last { throw SyntaxError("a bracket was never closed", line: open.line) }
        if !isField {
            if let last = tokens.last, last.kind != .newline { add(.newline, from: at) }
            for _ in indents.dropFirst() { add(.dedent, from: at) }
        }
        add(.end, from: at)
    }

    /// Compares the indentation of the next line that holds code with the blocks that are open.
    private mutating func measureIndentation() throws(SyntaxError) {
        var column = 0
        scan: while at < end {
            switch source[at] {
            case UInt8(ascii: " "): column += 1
            case UInt8(ascii: "\t"): column = (column / 8 + 1) * 8
            case 0x0C: column = 0
            default: break scan
            }
            at += 1
        }
        guard at < end else { return }
        switch source[at] {
        case UInt8(ascii: "#"): return skipComment()
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return skipLineEnd()
        default: break
        }
        isLineStart = false
        let open = indents[indents.count - 1]
        if column > open {
            guard indents.count < Self.indentationLimit else {
                throw SyntaxError("too many levels of indentation", line: line)
            }
            indents.append(column)
            add(.indent, from: at)
        }
        while column < indents[indents.count - 1] {
            indents.removeLast()
            add(.dedent, from: at)
        }
        guard column == indents[indents.count - 1] else {
            throw SyntaxError("unindent does not match any outer indentation level", line: line)
        }
    }

    private mutating func readOne() throws(SyntaxError) {
        let byte = source[at]
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C: at += 1
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): readLineEnd()
        case UInt8(ascii: "#"): skipComment()
        case UInt8(ascii: "\\"): try joinLines()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): try readString(from: at)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
        case UInt8(ascii: ".") where at + 1 < end && source[at + 1].isDigit: readNumber()
        case _ where byte.isNameStart: try readName()
        default: try readSymbol()
        }
    }

    private mutating func readLineEnd() {
        if brackets.isEmpty && !isField {
            add(.newline, from: at)
            isLineStart = true
        }
        skipLineEnd()
    }

    /// Steps over `\n`, `\r\n` or a bare `\r`.
    mutating func skipLineEnd() {
        at += source[at] == UInt8(ascii: "\r") && at + 1 < end && source[at + 1] == UInt8(ascii: "\n") ? 2 : 1
        line += 1
    }

    private mutating func skipComment() {
        while at < end, !source[at].isLineEnd { at += 1 }
    }

    private mutating func joinLines() throws(SyntaxError) {
        at += 1
        guard at < end else { return }
        guard source[at].isLineEnd else {
            throw SyntaxError("unexpected character after line continuation character", line: line)
        }
        skipLineEnd()
    }

    private mutating func readName() throws(SyntaxError) {
        let start = at
        while at < end, source[at].isNamePart { at += 1 }
        guard at < end, source[at].isQuote, StringPrefix(source[start..<at]) != nil else {
            return add(.name, from: start)
        }
        try readString(from: start)
    }

    /// From the prefix on; `at` is at the quote.
    private mutating func readString(from start: Int) throws(SyntaxError) {
        let first = line
        guard let prefix = StringPrefix(source[start..<at]) else { return }
        try skipString(prefix, nesting: 0)
        tokens.append(Token(kind: .string, symbol: 0, start: start, end: at, line: first))
    }

    private mutating func readNumber() {
        let start = at
        while at < end, source[at].isNamePart || source[at] == UInt8(ascii: ".") { at += 1 }
        add(.number, from: start)
    }

    private mutating func readSymbol() throws(SyntaxError) {
        let start = at
        let symbol = Symbol.read(source, at: &at, end: end)
        switch symbol {
        case UInt8(ascii: "("): try open(UInt8(ascii: ")"))
        case UInt8(ascii: "["): try open(UInt8(ascii: "]"))
        case UInt8(ascii: "{"): try open(UInt8(ascii: "}"))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
            guard brackets.popLast()?.close == symbol else {
                throw SyntaxError("a closing bracket does not match", line: line)
            }
        default: break
        }
        tokens.append(Token(kind: .symbol, symbol: symbol, start: start, end: at, line: line))
    }

    private mutating func open(_ close: UInt8) throws(SyntaxError) {
        guard brackets.count < Self.bracketLimit else { throw SyntaxError("too many nested parentheses", line: line) }
        brackets.append((close, line))
    }

    private mutating func add(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, symbol: 0, start: start, end: at, line: line))
    }
}
