/// One lexical element, as a range of the source's bytes.
struct Token {
    enum Kind: UInt8 {
        case name, number, string, symbol, newline, indent, dedent, end
        /// The indented lines of a function, as they stand.
        case block
    }

    let kind: Kind
    /// Of a symbol its one character, or one of the codes of `Symbol`; of a name the code of its `Keyword`.
    let symbol: UInt8
    private let bounds: (start: UInt32, end: UInt32)
    private let lineNumber: UInt32

    /// - `line`: from 1.
    init(kind: Kind, symbol: UInt8 = 0, start: Int, end: Int, line: Int) {
        self.kind = kind
        self.symbol = symbol
        // No file is larger than a limit that is far below these.
        bounds = (UInt32(start), UInt32(end))
        lineNumber = UInt32(line)
    }

    var start: Int { Int(bounds.start) }
    var end: Int { Int(bounds.end) }
    var line: Int { Int(lineNumber) }
    /// Of a name.
    var keyword: Keyword? { kind == .name ? Keyword(rawValue: symbol) : nil }
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
