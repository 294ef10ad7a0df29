/// One string literal of the source, taken apart.
struct StringLiteral {
    let prefix: StringPrefix
    /// What stands between the quotes.
    let start: Int
    let end: Int

    init(_ token: Token, in source: [UInt8]) {
        var quote = token.start
        while !source[quote].isQuote { quote += 1 }
        prefix = StringPrefix(source, from: token.start, to: quote) ?? .plain
        let isTriple =
            token.end - quote >= 6 && source[quote + 1] == source[quote] && source[quote + 2] == source[quote]
        start = quote + (isTriple ? 3 : 1)
        end = token.end - (isTriple ? 3 : 1)
    }

    /// The text of a literal that is neither bytes nor formatted.
    func text(in source: [UInt8]) -> String? {
        Self.unescaped(source, from: start, to: end, isRaw: prefix.isRaw)
    }

    /// The text of a range with its escapes evaluated.
    ///
    /// `nil` where Python would refuse it, and where the text cannot be known here: a character by its name (`\N{…}`)
    /// or half a surrogate pair.
    static func unescaped(_ source: [UInt8], from start: Int, to end: Int, isRaw: Bool) -> String? {
        let isPlain = !source[start..<end].contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\r") }
        guard !isPlain else { return String(decoding: source[start..<end], as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end - start)
        var at = start
        while at < end {
            let byte = source[at]
            at += 1
            if byte == UInt8(ascii: "\r") {
                if at < end, source[at] == UInt8(ascii: "\n") { at += 1 }
                bytes.append(UInt8(ascii: "\n"))
            } else if byte == UInt8(ascii: "\\"), !isRaw, at < end {
                guard appendEscape(source, at: &at, end: end, to: &bytes) else { return nil }
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Evaluates the escape whose backslash is just before `at`.
    private static func appendEscape(_ source: [UInt8], at: inout Int, end: Int, to bytes: inout [UInt8]) -> Bool {
        let letter = source[at]
        at += 1
        switch letter {
        case UInt8(ascii: "\n"): break
        case UInt8(ascii: "\r"):
            if at < end, source[at] == UInt8(ascii: "\n") { at += 1 }
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): bytes.append(letter)
        case UInt8(ascii: "a"): bytes.append(7)
        case UInt8(ascii: "b"): bytes.append(8)
        case UInt8(ascii: "t"): bytes.append(9)
        case UInt8(ascii: "n"): bytes.append(10)
        case UInt8(ascii: "v"): bytes.append(11)
        case UInt8(ascii: "f"): bytes.append(12)
        case UInt8(ascii: "r"): bytes.append(13)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            at -= 1
            return appendScalar(source, at: &at, end: end, digits: 1...3, radix: 8, to: &bytes)
        case UInt8(ascii: "x"): return appendScalar(source, at: &at, end: end, digits: 2...2, radix: 16, to: &bytes)
        case UInt8(ascii: "u"): return appendScalar(source, at: &at, end: end, digits: 4...4, radix: 16, to: &bytes)
        case UInt8(ascii: "U"): return appendScalar(source, at: &at, end: end, digits: 8...8, radix: 16, to: &bytes)
        case UInt8(ascii: "N"): return false
        default:
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(letter)
        }
        return true
    }

    private static func appendScalar(
        _ source: [UInt8], at: inout Int, end: Int, digits: ClosedRange<Int>, radix: UInt32, to bytes: inout [UInt8]
    ) -> Bool {
        var value: UInt32 = 0
        var count = 0
        while count < digits.upperBound, at < end, let digit = source[at].hexValue, digit < radix {
            // Eight hexadecimal digits at most: it cannot overflow.
            value = value * radix + digit
            count += 1
            at += 1
        }
        guard count >= digits.lowerBound, let scalar = Unicode.Scalar(value) else { return false }
        bytes.append(contentsOf: String(Character(scalar)).utf8)
        return true
    }
}

extension UInt8 {
    fileprivate var hexValue: UInt32? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
