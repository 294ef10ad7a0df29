/// A text, of which parts may not be known: what is known before, between and behind them.
struct TermText: Equatable, Sendable {
    let parts: [String]

    init(_ text: String) { parts = [text] }

    private init(parts: [String]) { self.parts = parts }

    static let unknown = TermText(parts: ["", ""])

    /// Stands for a part that is not known.
    static let gap: Character = "\u{FFFC}"

    var known: String? { parts.count == 1 ? parts[0] : nil }

    /// With a `gap` for each part that is not known.
    var withGaps: String { parts.joined(separator: String(Self.gap)) }

    private static let lengthLimit = 100_000
    private static let partLimit = 1_000

    func adding(_ other: TermText) -> TermText {
        guard let last = parts.last, let first = other.parts.first, parts.count + other.parts.count < Self.partLimit,
            last.utf8.count + first.utf8.count < Self.lengthLimit
        else { return .unknown }
        return TermText(parts: parts.dropLast() + [last + first] + other.parts.dropFirst())
    }
}

extension TermText {
    /// `text % values`, with `%s`, `%d`, `%(name)s` and `%%`.
    func formatted(with values: Term) -> TermText {
        var pending = ArraySlice<Term>([values])
        if case .list(let items) = values { pending = items[...] }
        var text = TermText("")
        for (position, part) in parts.enumerated() {
            if position > 0 { text = text.adding(.unknown) }
            var rest = Substring(part)
            while let percent = rest.firstIndex(of: "%") {
                text = text.adding(TermText(String(rest[..<percent])))
                rest = rest[percent...].dropFirst()
                var value: Term?
                if rest.first == "(", let end = rest.firstIndex(of: ")") {
                    value = values.item(at: .string(String(rest[rest.index(after: rest.startIndex)..<end])))
                    rest = rest[rest.index(after: end)...]
                }
                switch rest.popFirst() {
                case "%": text = text.adding(TermText("%"))
                case "s", "d", "i": text = text.adding((value ?? pending.popFirst() ?? .unknown).formatted)
                default: text = text.adding(.unknown)
                }
            }
            text = text.adding(TermText(String(rest)))
        }
        return text
    }

    /// `text.format(values)`, with `{}`, `{0}` and `{name}`.
    func formatted(with call: TermCall) -> TermText {
        var text = TermText("")
        var position = 0
        for (index, part) in parts.enumerated() {
            if index > 0 { text = text.adding(.unknown) }
            var rest = Substring(part)
            while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
                text = text.adding(TermText(String(rest[..<brace])))
                let sign = rest[brace]
                rest = rest[brace...].dropFirst()
                if rest.first == sign {
                    rest = rest.dropFirst()
                    text = text.adding(TermText(String(sign)))
                    continue
                }
                let field = rest.prefix { $0 != "}" }
                rest = rest.dropFirst(field.count + 1)
                var value: Term?
                if field.isEmpty {
                    value = call.argument(position, "")
                    position += 1
                } else if let number = Int(field) {
                    value = call.argument(number, "")
                } else if field.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) {
                    value = call.keyword(String(field))
                }
                text = text.adding((value ?? .unknown).formatted)
            }
            text = text.adding(TermText(String(rest)))
        }
        return text
    }
}
