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
        var packed: UInt64 = 0
        for at in start..<end { packed = packed << 8 | UInt64(source[at]) }
        return UInt8(spellings.firstIndex(of: packed) ?? 0)
    }

    /// Their letters in one number each, at the place of their codes, of which none is 0.
    private static let spellings: [UInt64] =
        [0] + allCases.map { $0.spelling.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}
