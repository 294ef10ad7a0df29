/// A piece of SQL as its tokens, so that two spellings of the same thing can be seen to be the same.
struct SQLTokens: Equatable {
    enum Token: Hashable {
        /// A name or a key word, in lower case unless it was quoted.
        case word(String)
        /// What stands between single quotes.
        case text(String)
        case number(String)
        case sign(Character)
    }

    var tokens: [Token]

    init(_ tokens: some Sequence<Token>) { self.tokens = Array(tokens) }

    init(_ sql: String) {
        var reader = Reader(rest: Substring(sql).utf8)
        var tokens: [Token] = []
        while let token = reader.next() { tokens.append(token) }
        self.tokens = tokens
    }

    /// Whether a name stands in it, in whatever case.
    func mentions(_ name: String) -> Bool {
        tokens.contains { token in
            if case .word(let word) = token { word.lowercased() == name.lowercased() } else { false }
        }
    }

    /// Without what only says the type of a value, and without parentheses around all of it.
    var plain: SQLTokens {
        var last = self
        while true {
            let next = last.withoutCasts.withoutParentheses
            if next == last { return next }
            last = next
        }
    }
}

extension SQLTokens {
    /// By bytes: all that has a meaning in SQL is ASCII, and what is not belongs to names.
    private struct Reader {
        var rest: Substring.UTF8View

        mutating func next() -> Token? {
            rest = rest.drop { $0 == UInt8(ascii: " ") || 9...13 ~= $0 }
            guard let first = rest.first else { return nil }
            switch first {
            case UInt8(ascii: "'"): return .text(quoted())
            case UInt8(ascii: "\""), UInt8(ascii: "`"): return .word(quoted())
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                return .number(take { $0.isDigit || $0 == UInt8(ascii: ".") })
            case _ where first.isInName && first != UInt8(ascii: "$"):
                let word = take(while: \.isInName).lowercased()
                // A string with escapes, or one of bits.
                let isPrefix = word == "e" || word == "b" || word == "x"
                guard isPrefix, rest.first == UInt8(ascii: "'") else { return .word(word) }
                return .text(word == "e" ? escaped() : quoted())
            default:
                rest.removeFirst()
                guard first == UInt8(ascii: ":"), rest.first == first else {
                    return .sign(Character(Unicode.Scalar(first)))
                }
                rest.removeFirst()
                return .sign("∷")
            }
        }

        private mutating func take(while belongs: (UInt8) -> Bool) -> String {
            let part = rest.prefix(while: belongs)
            rest = rest[part.endIndex...]
            return String(Substring(part))
        }

        /// What stands between single quotes, with C's escapes for single signs.
        private mutating func escaped() -> String {
            rest.removeFirst()
            var text: [UInt8] = []
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "\\"), let sign = rest.popFirst() {
                    text.append(sign.unescaped)
                } else if byte == UInt8(ascii: "'") {
                    guard rest.first == byte else { break }
                    rest.removeFirst()
                    text.append(byte)
                } else {
                    text.append(byte)
                }
            }
            return String(decoding: text, as: UTF8.self)
        }

        /// Up to another of the quotes that it begins with. A doubled one stands for itself.
        private mutating func quoted() -> String {
            let quote = rest.removeFirst()
            var text = take { $0 != quote }
            while rest.popFirst() != nil, rest.first == quote {
                rest.removeFirst()
                text.unicodeScalars.append(Unicode.Scalar(quote))
                text += take { $0 != quote }
            }
            return text
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    /// What it means behind a backslash.
    fileprivate var unescaped: UInt8 {
        switch self {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "r"): 13
        default: self
        }
    }

    /// Whether a name may go on with it.
    fileprivate var isInName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"), 0x80...:
            true
        default: isDigit
        }
    }
}

extension SQLTokens {
    private var withoutParentheses: SQLTokens {
        guard tokens.first == .sign("("), tokens.last == .sign(")") else { return self }
        var depth = 0
        for (position, token) in tokens.enumerated() {
            if token == .sign("(") { depth += 1 }
            if token == .sign(")") { depth -= 1 }
            if depth == 0 { return position == tokens.count - 1 ? SQLTokens(tokens[1..<position]) : self }
        }
        return self
    }

    private var withoutCasts: SQLTokens {
        var kept: [Token] = []
        var position = 0
        while position < tokens.count {
            if tokens[position] == .sign("∷") {
                position = endOfType(from: position + 1)
            } else if tokens[position] == .word("cast"), let cast = operand(ofCastAt: position) {
                kept += cast.operand
                position = cast.end
            } else if case .word(let word) = tokens[position], Self.typesBeforeText.contains(word),
                position + 1 < tokens.count, case .text = tokens[position + 1]
            {
                position += 1
            } else {
                kept.append(tokens[position])
                position += 1
            }
        }
        return SQLTokens(kept)
    }

    private static let typesBeforeText: Set = ["date", "interval", "time", "timestamp", "timestamptz"]

    /// `CAST(… AS type)`
    private func operand(ofCastAt position: Int) -> (operand: ArraySlice<Token>, end: Int)? {
        guard position + 1 < tokens.count, tokens[position + 1] == .sign("(") else { return nil }
        var depth = 0
        var split: Int?
        for index in (position + 1)..<tokens.count {
            if tokens[index] == .sign("(") { depth += 1 }
            if tokens[index] == .sign(")") { depth -= 1 }
            if depth == 1, tokens[index] == .word("as") { split = index }
            if depth == 0 { return split.map { (tokens[(position + 2)..<$0], index + 1) } }
        }
        return nil
    }

    /// Behind a name such as `character varying(50)`, `other.mood[]` or `timestamp(3) with time zone`.
    private func endOfType(from start: Int) -> Int {
        func token(_ index: Int) -> Token? { index < tokens.count ? tokens[index] : nil }
        var end = start
        guard case .word? = token(end) else { return end }
        end += 1
        if token(end) == .sign("."), case .word? = token(end + 1) { end += 2 }
        if token(end) == .word("varying") || token(end) == .word("precision") { end += 1 }
        if token(end) == .sign("("), let close = tokens[end...].firstIndex(of: .sign(")")) { end = close + 1 }
        if token(end) == .word("with") || token(end) == .word("without"), token(end + 1) == .word("time") { end += 3 }
        while token(end) == .sign("["), let close = tokens[end...].firstIndex(of: .sign("]")) { end = close + 1 }
        return Swift.min(end, tokens.count)
    }
}
