extension TOMLParser {
    /// A string of any of the four kinds; `at` is at its first quote.
    mutating func string() throws(ConfigProblem) -> String {
        let quote = bytes[at]
        let isLiteral = quote == UInt8(ascii: "'")
        let isMultiline = starts("\"\"\"") || starts("'''")
        at += isMultiline ? 3 : 1
        if isMultiline {
            if starts("\r\n") { at += 1 }
            if current == UInt8(ascii: "\n") { advance() }
        }
        var text: [UInt8] = []
        while let byte = current {
            if byte == quote {
                guard isMultiline else {
                    at += 1
                    return String(decoding: text, as: UTF8.self)
                }
                let run = bytes[at...].prefix(5).prefix { $0 == quote }.count
                if run >= 3 {
                    text.append(contentsOf: repeatElement(quote, count: run - 3))
                    at += run
                    return String(decoding: text, as: UTF8.self)
                }
            }
            guard isMultiline || byte != UInt8(ascii: "\n") else { break }
            if byte == UInt8(ascii: "\\"), !isLiteral {
                at += 1
                try escape(isMultiline: isMultiline, to: &text)
            } else {
                text.append(byte)
                advance()
            }
        }
        throw problem("Unterminated string")
    }

    /// Evaluates the escape whose backslash is just before `at`.
    private mutating func escape(isMultiline: Bool, to text: inout [UInt8]) throws(ConfigProblem) {
        guard let letter = current else { throw problem("Unterminated string") }
        if isMultiline, " \t\r\n".utf8.contains(letter) {
            while let space = current, " \t\r\n".utf8.contains(space) { advance() }
            return
        }
        at += 1
        switch letter {
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "e"): text.append(27)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = bytes[at...].prefix(letter == UInt8(ascii: "u") ? 4 : 8)
            guard let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(value)
            else { throw problem("Invalid escape") }
            at += digits.count
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw problem("Unescaped '\\' in a string")
        }
    }
}
