import MigrationModel

/// One word, name, literal or sign of SQL.
struct SQLToken: Equatable {
    enum Kind: Equatable {
        case word
        /// A name in quotes.
        case quoted
        /// A text in quotes or dollars.
        case literal
        case symbol
    }

    let kind: Kind
    /// Without the quotes of a name, and of a literal what is in it.
    let text: String
    /// As it was written, for putting an expression together again.
    let written: String
    /// Whether white space stands before it.
    let isApart: Bool

    /// In capitals; `nil` for anything but a word that is known.
    var keyword: String? { kind == .word && isKnown ? text.uppercased() : nil }

    /// Whether no part of it is put together at run time.
    var isKnown: Bool { !text.contains(TermText.gap) }

    var withoutQuotes: SQLToken {
        kind == .quoted ? SQLToken(kind: kind, text: text, written: text, isApart: isApart) : self
    }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}

/// Takes SQL apart, without its comments.
struct SQLTokenizer {
    private let source: String.UnicodeScalarView
    private let dialect: Dialect
    private var rest: Substring.UnicodeScalarView
    private var tokens: [SQLToken] = []
    private var isApart = false

    /// The tokens of each statement that is not empty.
    static func statements(_ text: String, _ dialect: Dialect) -> [[SQLToken]] {
        var tokenizer = SQLTokenizer(text, dialect)
        while tokenizer.readOne() {}
        return tokenizer.statements
    }

    private init(_ text: String, _ dialect: Dialect) {
        self.dialect = dialect
        source = text.unicodeScalars
        rest = Substring(text).unicodeScalars
    }

    /// A semicolon ends a statement, but not inside the body of a trigger or of a function.
    private var statements: [[SQLToken]] {
        var statements: [[SQLToken]] = []
        var current: [SQLToken] = []
        var blocks = 0
        for token in tokens {
            if token.isSymbol(";"), blocks == 0 {
                statements.append(current)
                current = []
                continue
            }
            current.append(token)
            guard current[0].keyword == "CREATE", token.kind == .word else { continue }
            let isBodied = current.prefix(6).contains { ["TRIGGER", "FUNCTION", "PROCEDURE"].contains($0.keyword) }
            guard isBodied else { continue }
            switch token.keyword {
            case "BEGIN", "CASE": blocks += 1
            case "END": blocks = max(0, blocks - 1)
            default: break
            }
        }
        return (statements + [current]).filter { !$0.isEmpty }
    }

    private mutating func readOne() -> Bool {
        guard let scalar = rest.first else { return false }
        let start = rest.startIndex
        if scalar.properties.isWhitespace {
            rest.removeFirst()
            isApart = true
            return true
        }
        rest.removeFirst()
        switch scalar {
        case "-" where rest.first == "-":
            rest = rest.drop { $0 != "\n" }
            isApart = true
        case "/" where rest.first == "*":
            _ = take(to: "*/")
            isApart = true
        case "'": add(.literal, quoted(to: scalar), from: start)
        case "\"", "`": add(.quoted, quoted(to: scalar), from: start)
        case "[" where dialect == .sqlite: add(.quoted, quoted(to: "]"), from: start)
        case "e" where takesEscapes, "E" where takesEscapes: add(.literal, escaped(), from: start)
        case "$":
            if let tag = dollarTag() {
                add(.literal, take(to: tag), from: start)
            } else {
                add(.symbol, "$", from: start)
            }
        case _ where Self.isNameStart(scalar):
            let name = rest.prefix { Self.isNameStart($0) || Self.isDigit($0) || $0 == "$" }
            rest = rest.dropFirst(name.count)
            add(.word, String(scalar) + String(Substring(name)), from: start)
        case _ where Self.isDigit(scalar):
            let digits = rest.prefix { Self.isNameStart($0) || Self.isDigit($0) || $0 == "." }
            rest = rest.dropFirst(digits.count)
            add(.symbol, String(scalar) + String(Substring(digits)), from: start)
        default: add(.symbol, String(scalar), from: start)
        }
        return true
    }

    private mutating func add(_ kind: SQLToken.Kind, _ text: String, from start: String.Index) {
        let written = String(source[start..<rest.startIndex])
        tokens.append(SQLToken(kind: kind, text: text, written: written, isApart: isApart))
        isApart = false
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.value >= 0x80 || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// What stands before an end, which is stepped over.
    private mutating func take(to end: String) -> String {
        let end = Array(end.unicodeScalars)
        var at = rest.startIndex
        while at != rest.endIndex, !rest[at...].starts(with: end) { at = rest.index(after: at) }
        let text = String(Substring(rest[..<at]))
        rest = rest[at...].dropFirst(end.count)
        return text
    }

    /// A name to its end, which may stand in it twice, but for a bracket.
    private mutating func quoted(to end: Unicode.Scalar) -> String {
        var text = ""
        while true {
            let part = rest.prefix { $0 != end }
            text += String(Substring(part))
            rest = rest.dropFirst(part.count + 1)
            guard rest.first == end, end != "]" else { return text }
            text.unicodeScalars.append(end)
            rest.removeFirst()
        }
    }

    /// Whether a text in which backslashes escape begins behind the letter that has been taken.
    private var takesEscapes: Bool { dialect == .postgresql && rest.first == "'" }

    /// `E'…'`, of which the letter has been taken. What is written by its number is not known.
    private mutating func escaped() -> String {
        var text = String.UnicodeScalarView()
        rest.removeFirst()
        while let scalar = rest.popFirst() {
            if scalar == "\\", let sign = rest.popFirst() {
                switch sign {
                case "b": text.append("\u{8}")
                case "f": text.append("\u{C}")
                case "n": text.append("\n")
                case "r": text.append("\r")
                case "t": text.append("\t")
                case "0"..."7", "u", "U", "x": text.append(contentsOf: String(TermText.gap).unicodeScalars)
                default: text.append(sign)
                }
            } else if scalar == "'" {
                guard rest.first == "'" else { break }
                text.append(scalar)
                rest.removeFirst()
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// `$$` or `$tag$`, of which the first sign has been taken.
    private mutating func dollarTag() -> String? {
        let name = rest.prefix(64).prefix { Self.isNameStart($0) || Self.isDigit($0) }
        guard rest.dropFirst(name.count).first == "$" else { return nil }
        rest = rest.dropFirst(name.count + 1)
        return "$" + String(Substring(name)) + "$"
    }
}
