extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

    var isQuote: Bool { self == UInt8(ascii: "'") || self == UInt8(ascii: "\"") }

    /// Whether a name may begin with it. Every byte of a character beyond ASCII counts.
    var isNameStart: Bool {
        let lower = self | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z") || self == UInt8(ascii: "_") || self >= 0x80
    }

    var isNamePart: Bool { isNameStart || isDigit }
}

extension Symbol {
    /// The symbol at `at`, which moves behind it.
    static func read(_ source: [UInt8], at: inout Int, end: Int) -> UInt8 {
        let first = source[at]
        let second = at + 1 < end ? source[at + 1] : 0
        at += 1
        switch (first, second) {
        case (UInt8(ascii: "*"), first), (UInt8(ascii: "/"), first), (UInt8(ascii: "<"), first),
            (UInt8(ascii: ">"), first):
            at += 1
            if at < end, source[at] == UInt8(ascii: "=") {
                at += 1
                return augmented
            }
            return first == UInt8(ascii: "*") ? power : other
        case (UInt8(ascii: "-"), UInt8(ascii: ">")):
            at += 1
            return other
        case (UInt8(ascii: ":"), UInt8(ascii: "=")):
            at += 1
            return walrus
        case (UInt8(ascii: "="), UInt8(ascii: "=")), (UInt8(ascii: "!"), UInt8(ascii: "=")),
            (UInt8(ascii: "<"), UInt8(ascii: "=")), (UInt8(ascii: ">"), UInt8(ascii: "=")):
            at += 1
            return other
        case (_, UInt8(ascii: "=")) where "+-*/%@&|^".utf8.contains(first):
            at += 1
            return augmented
        default:
            return first
        }
    }
}
