/// The words of Python's grammar that the parser asks for.
enum Keyword: UInt8, CaseIterable {
    case `and` = 1
    case `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`, except, finally, `for`, from,
        global, `if`, `import`, `in`, `is`, lambda, none, nonlocal, not, or, pass, raise, `return`, `true`, `false`,
        `try`, `while`, with, yield

    /// Whether it is no operand: it makes the expression around it opaque.
    var isOperator: Bool {
        switch self {
        case .if, .else, .for, .in, .not, .and, .or, .is, .await, .yield, .async, .as, .from, .import: true
        default: false
        }
    }

    private var spelling: String {
        switch self {
        case .none: "None"
        case .true: "True"
        case .false: "False"
        default: "\(self)"
        }
    }

    /// The code of the name in a range of the source; 0 where it is no keyword.
    static func code(of source: [UInt8], from start: Int, to end: Int) -> UInt8 {
        guard end - start <= 8 else { return 0 }
        let candidates = byLetter[Int(source[start])]
        guard !candidates.isEmpty else { return 0 }
        var packed: UInt64 = 0
        for at in start..<end { packed = packed << 8 | UInt64(source[at]) }
        for candidate in candidates where candidate.packed == packed { return candidate.code }
        return 0
    }

    /// Their letters in one number each, by the first letter: most names begin as no keyword does.
    private static let byLetter: [[(packed: UInt64, code: UInt8)]] = {
        var table: [[(packed: UInt64, code: UInt8)]] = Array(repeating: [], count: 256)
        for keyword in allCases {
            let letters = Array(keyword.spelling.utf8)
            let packed = letters.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            table[Int(letters[0])].append((packed, keyword.rawValue))
        }
        return table
    }()
}
