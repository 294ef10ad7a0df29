/// One lexical element, as a range of the source's bytes.
struct Token {
    enum Kind: UInt8 {
        case name, number, string, symbol, newline, indent, dedent, end
    }

    let kind: Kind
    /// Of a symbol its one character, or one of the codes of `Symbol`.
    let symbol: UInt8
    let start: Int
    let end: Int
    /// From 1.
    let line: Int
}

/// Codes of the symbols that have several characters, below those of ASCII's printable ones.
enum Symbol {
    static let power: UInt8 = 1
    static let walrus: UInt8 = 2
    /// `+=` and its like; the token's first byte tells which.
    static let augmented: UInt8 = 3
    /// A comparison, a shift, an arrow: nothing that the parser looks into.
    static let other: UInt8 = 4
}
