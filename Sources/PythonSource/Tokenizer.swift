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
    private let part: Part
    /// Where the line that is being read begins, in the source and among the tokens.
    private var lineStart: (at: Int, line: Int, token: Int)
    /// The last symbol of a line so far; 0 behind anything else.
    private var lastSymbol: UInt8 = 0
    /// Where comments stand, where that is asked for.
    private var comments: [Range<Int>]?
    /// Where the block that is stepped over begins.
    private var skipped: (start: Int, line: Int)?

    private enum Part {
        case file
        /// The body of a function.
        case block
        /// Inside the braces of an f-string: one expression, in which line ends mean nothing.
        case field
    }

    private init(_ source: [UInt8], from start: Int, to end: Int, line: Int, _ part: Part) {
        self.source = source
        self.end = end
        self.line = line
        self.part = part
        at = start
        isLineStart = part != .field
        lineStart = (start, line, 0)
        tokens.reserveCapacity(part == .file ? 160 : (end - start) / 5 + 2)
        indents.reserveCapacity(8)
        brackets.reserveCapacity(8)
    }

    /// The tokens of a file. Where it breaks, those of the whole lines before that.
    ///
    /// The body of each function at its top level is one token: it is looked through for what breaks the file, and
    /// taken apart only when somebody asks for it.
    static func file(_ source: [UInt8]) -> (tokens: [Token], error: SyntaxError?) {
        lines(source, from: 0, to: source.count, line: 1, .file)
    }

    /// Where the comments of a file stand, up to what breaks it.
    static func comments(_ source: [UInt8]) -> [Range<Int>] {
        var tokenizer = Tokenizer(source, from: 0, to: source.count, line: 1, .file)
        tokenizer.comments = []
        // What is wrong is found again when the file is read.
        do throws(SyntaxError) { try tokenizer.run() } catch {}
        return tokenizer.comments ?? []
    }

    /// The tokens of the body of a function, from the beginning of its first line.
    static func block(_ source: [UInt8], from start: Int, to end: Int, line: Int) -> [Token] {
        lines(source, from: start, to: end, line: line, .block).tokens
    }

    private static func lines(
        _ source: [UInt8], from start: Int, to end: Int, line: Int, _ part: Part
    ) -> (tokens: [Token], error: SyntaxError?) {
        var tokenizer = Tokenizer(source, from: start, to: end, line: line, part)
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
        var tokenizer = Tokenizer(source, from: start, to: end, line: line, .field)
        try tokenizer.run()
        return tokenizer.tokens
    }

    private mutating func dropLastLine() {
        if skipped == nil {
            while let last = tokens.last, last.kind != .newline, last.kind != .dedent, last.kind != .block {
                tokens.removeLast()
            }
        } else {
            endBlock(at: lineStart.at)
        }
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
        if skipped != nil {
            try checkBlock(column: 0)
            endBlock(at: end)
        }
        if part != .field {
            if let last = tokens.last, last.kind != .newline, last.kind != .block { add(.newline, from: at) }
            for _ in indents.dropFirst() { add(.dedent, from: at) }
        }
        add(.end, from: at)
    }

    /// Compares the indentation of the next line that holds code with the blocks that are open.
    private mutating func measureIndentation() throws(SyntaxError) {
        let start = at
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
        if column > 0, part == .file, skipped == nil, beginsFunction { skipped = (start, line) }
        lineStart = (start, line, tokens.count)
        try checkBlock(column: column)
        lastSymbol = 0
        if column == 0, skipped != nil {
            endBlock(at: start)
            lineStart.token = tokens.count
        }
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

    /// Whether the line that has just ended opens the body of a function at the top level.
    private var beginsFunction: Bool {
        guard indents.count == 1, lastSymbol == UInt8(ascii: ":"), lineStart.token + 1 < tokens.count else {
            return false
        }
        let first = tokens[lineStart.token].keyword
        return first == .def || first == .async && tokens[lineStart.token + 1].keyword == .def
    }

    /// What the parser would find wrong with the next line of a block, if it saw the block.
    private func checkBlock(column: Int) throws(SyntaxError) {
        guard skipped != nil else { return }
        let isDeeper = column > indents[indents.count - 1]
        guard isDeeper != (lastSymbol == UInt8(ascii: ":")) else { return }
        throw SyntaxError(isDeeper ? "unexpected indent" : "expected an indented block", line: line)
    }

    private mutating func endBlock(at end: Int) {
        guard let (start, line) = skipped else { return }
        skipped = nil
        indents.removeSubrange(1...)
        tokens.append(Token(kind: .block, start: start, end: end, line: line))
    }

    private mutating func readOne() throws(SyntaxError) {
        if skipped != nil { stepOver() }
        guard at < end else { return }
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

    /// Steps over what needs no care in a block of which the tokens are not wanted.
    private mutating func stepOver() {
        var at = at
        var last = lastSymbol
        scan: while at < end {
            switch source[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C: break
            case UInt8(ascii: ":"): last = UInt8(ascii: ":")
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
                UInt8(ascii: "}"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "\\"),
                UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                break scan
            default: last = 0
            }
            at += 1
        }
        self.at = at
        lastSymbol = last
    }

    private mutating func readLineEnd() {
        if brackets.isEmpty && part != .field {
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
        let start = at
        while at < end, !source[at].isLineEnd { at += 1 }
        comments?.append(start..<at)
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
        var at = start + 1
        while at < end, source[at].isNamePart { at += 1 }
        self.at = at
        guard at < end, source[at].isQuote, StringPrefix(source, from: start, to: at) != nil else {
            lastSymbol = 0
            guard skipped == nil else { return }
            let keyword = Keyword.code(of: source, from: start, to: at)
            return tokens.append(Token(kind: .name, symbol: keyword, start: start, end: at, line: line))
        }
        try readString(from: start)
    }

    /// From the prefix on; `at` is at the quote.
    private mutating func readString(from start: Int) throws(SyntaxError) {
        let first = line
        let prefix = skipped == nil ? StringPrefix(source, from: start, to: at) : prefixBefore(at)
        try skipString(prefix ?? .plain, nesting: 0)
        lastSymbol = 0
        guard skipped == nil else { return }
        tokens.append(Token(kind: .string, start: start, end: at, line: first))
    }

    private mutating func readNumber() {
        let start = at
        while at < end, source[at].isNamePart || source[at] == UInt8(ascii: ".") { at += 1 }
        lastSymbol = 0
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
        lastSymbol = symbol
        guard skipped == nil else { return }
        tokens.append(Token(kind: .symbol, symbol: symbol, start: start, end: at, line: line))
    }

    private mutating func open(_ close: UInt8) throws(SyntaxError) {
        guard brackets.count < Self.bracketLimit else { throw SyntaxError("too many nested parentheses", line: line) }
        brackets.append((close, line))
    }

    private mutating func add(_ kind: Token.Kind, from start: Int) {
        guard skipped == nil else { return }
        tokens.append(Token(kind: kind, start: start, end: at, line: line))
    }
}
