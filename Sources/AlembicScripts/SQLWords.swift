/// The words of SQL, without comments and string literals.
enum SQLWords {
    struct Word: Equatable {
        let text: String
        let isQuoted: Bool

        /// In capitals; `nil` for a quoted name.
        var keyword: String? { isQuoted ? nil : text.uppercased() }

        /// `nil` for a symbol.
        var name: String? {
            isQuoted || text.unicodeScalars.first.map(SQLWords.isNameStart) == true ? text : nil
        }

        func isSymbol(_ symbol: String) -> Bool { !isQuoted && text == symbol }
    }

    /// The words of each statement that is not empty.
    static func statements(_ text: String) -> [[Word]] {
        var statements: [[Word]] = [[]]
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case ";": statements.append([])
            case "-" where rest.first == "-": rest = rest.drop { $0 != "\n" }
            case "/" where rest.first == "*": skip(&rest, to: "*/")
            case "'": skipLiteral(&rest)
            case "\"", "`": append(quoted(&rest, to: scalar), &statements)
            case "[": append(quoted(&rest, to: "]"), &statements)
            case "$":
                if let tag = dollarTag(&rest) { skip(&rest, to: tag) }
            case _ where isNameStart(scalar):
                let name = String(scalar) + String(Substring(rest.prefix { isNameStart($0) || isDigit($0) }))
                rest = rest.dropFirst(name.unicodeScalars.count - 1)
                append(Word(text: name, isQuoted: false), &statements)
            case _ where scalar.properties.isWhitespace: break
            default: append(Word(text: String(scalar), isQuoted: false), &statements)
            }
        }
        return statements.filter { !$0.isEmpty }
    }

    fileprivate static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.value >= 0x80 || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) || scalar == "$" }

    private static func append(_ word: Word, _ statements: inout [[Word]]) {
        statements[statements.count - 1].append(word)
    }

    private static func skip(_ rest: inout Substring.UnicodeScalarView, to end: String) {
        let end = Array(end.unicodeScalars)
        while !rest.isEmpty, !rest.starts(with: end) { rest.removeFirst() }
        rest = rest.dropFirst(end.count)
    }

    private static func skipLiteral(_ rest: inout Substring.UnicodeScalarView) {
        rest = rest.drop { $0 != "'" }.dropFirst()
    }

    private static func quoted(_ rest: inout Substring.UnicodeScalarView, to end: Unicode.Scalar) -> Word {
        let name = rest.prefix { $0 != end }
        rest = rest.dropFirst(name.count + 1)
        return Word(text: String(Substring(name)), isQuoted: true)
    }

    /// `$$` or `$tag$`, of which the first sign has been taken.
    private static func dollarTag(_ rest: inout Substring.UnicodeScalarView) -> String? {
        let name = rest.prefix(64).prefix { isNameStart($0) }
        guard rest.dropFirst(name.count).first == "$" else { return nil }
        rest = rest.dropFirst(name.count + 1)
        return "$" + String(Substring(name)) + "$"
    }
}
