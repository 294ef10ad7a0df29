/// `+1`, `label@+1` or `ae10+2`: Alembic's `_relative_destination`, `(?:(.+?)@)?(\w+)?((?:\+|-)\d+)` at the beginning.
struct RelativeName: Equatable {
    let branch: String?
    /// The revision or symbol that it counts from; `nil` for the rows of the database.
    let symbol: String?
    let steps: Int
    /// The steps as they were written.
    let written: String

    init?(_ name: String) {
        for at in name.indices where name[at] == "@" && at != name.startIndex {
            if let found = Self(branch: String(name[..<at]), rest: name[name.index(after: at)...]) {
                self = found
                return
            }
        }
        self.init(branch: nil, rest: name[...])
    }

    private init?(branch: String?, rest: Substring) {
        let symbol = Substring(rest.unicodeScalars.prefix(while: \.isWord))
        let tail = rest[symbol.endIndex...]
        guard let sign = tail.first, sign == "+" || sign == "-" else { return nil }
        let digits = tail.dropFirst().prefix { ("0"..."9").contains($0) }
        guard let count = Int(digits) else { return nil }
        self.branch = branch
        self.symbol = symbol.isEmpty ? nil : String(symbol)
        steps = sign == "-" ? -count : count
        written = "\(sign)\(digits)"
    }
}

extension Unicode.Scalar {
    /// `\w` of Python: not the accents that stand as code points of their own.
    fileprivate var isWord: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: self == "_"
        }
    }
}
