extension Tokenizer {
    /// How deep f-strings may stand in the fields of f-strings.
    private static let nestingLimit = 50

    /// Steps over a literal whose quote is at `at`.
    mutating func skipString(_ prefix: StringPrefix, nesting: Int) throws(SyntaxError) {
        let first = line
        guard nesting < Self.nestingLimit else { throw SyntaxError("f-string: too many nested", line: line) }
        let quote = source[at]
        let isTriple = at + 2 < end && source[at + 1] == quote && source[at + 2] == quote
        at += isTriple ? 3 : 1
        while at < end {
            stepOverText(until: quote)
            guard at < end else { break }
            switch source[at] {
            case quote:
                guard isTriple else {
                    at += 1
                    return
                }
                if at + 2 < end, source[at + 1] == quote, source[at + 2] == quote {
                    at += 3
                    return
                }
                at += 1
            case UInt8(ascii: "\\"): skipEscape(prefix)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                guard isTriple else { throw SyntaxError("unterminated string literal", line: first) }
                skipLineEnd()
            case UInt8(ascii: "{") where prefix.isFormatted:
                at += 1
                if at < end, source[at] == UInt8(ascii: "{") { at += 1 } else { try skipField(nesting: nesting) }
            default: at += 1
            }
        }
        throw SyntaxError("unterminated string literal", line: first)
    }

    /// Steps over what means nothing in any literal.
    private mutating func stepOverText(until quote: UInt8) {
        var at = at
        while at < end {
            let byte = source[at]
            if byte == quote || byte == UInt8(ascii: "\\") || byte <= UInt8(ascii: "\r") || byte == UInt8(ascii: "{") {
                break
            }
            at += 1
        }
        self.at = at
    }

    private mutating func skipEscape(_ prefix: StringPrefix) {
        at += 1
        guard at < end else { return }
        if source[at].isLineEnd { return skipLineEnd() }
        if prefix.isFormatted {
            // `\N{DASH}` is no field, `\{` is a backslash before one.
            if !prefix.isRaw, source[at] == UInt8(ascii: "N"), at + 1 < end, source[at + 1] == UInt8(ascii: "{") {
                while at < end, source[at] != UInt8(ascii: "}"), !source[at].isLineEnd { at += 1 }
                return
            }
            if source[at] == UInt8(ascii: "{") || source[at] == UInt8(ascii: "}") { return }
        }
        at += 1
    }

    /// Steps over `expression!r:format}`; `at` is behind the opening brace.
    private mutating func skipField(nesting: Int) throws(SyntaxError) {
        let first = line
        guard nesting < Self.nestingLimit else { throw SyntaxError("f-string: too many nested", line: line) }
        var depth = 0
        while at < end {
            switch source[at] {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): skipLineEnd()
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                at += 1
            case UInt8(ascii: "}") where depth == 0:
                at += 1
                return
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                at += 1
            case UInt8(ascii: ":") where depth == 0:
                at += 1
                return try skipFormat(nesting: nesting)
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                try skipString(prefixBefore(at), nesting: nesting + 1)
            case UInt8(ascii: "#"): while at < end, !source[at].isLineEnd { at += 1 }
            default: at += 1
            }
        }
        throw SyntaxError("f-string: expecting '}'", line: first)
    }

    /// Steps over the format behind the colon and the closing brace.
    private mutating func skipFormat(nesting: Int) throws(SyntaxError) {
        let first = line
        while at < end, !source[at].isLineEnd {
            let byte = source[at]
            at += 1
            if byte == UInt8(ascii: "}") { return }
            if byte == UInt8(ascii: "{") { try skipField(nesting: nesting + 1) }
        }
        throw SyntaxError("f-string: expecting '}'", line: first)
    }

    /// The prefix of the literal whose quote is at the given place, where what stands before it was not read.
    func prefixBefore(_ quote: Int) -> StringPrefix {
        var start = quote
        while start > 0, quote - start < 3, source[start - 1].isNamePart { start -= 1 }
        return StringPrefix(source, from: start, to: quote) ?? .plain
    }
}
