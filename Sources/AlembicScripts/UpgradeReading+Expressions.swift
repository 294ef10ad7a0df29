import MigrationModel
import PythonSource

extension UpgradeReading {
    /// What an expression stands for. What the calls in it do is noted, in Python's order.
    ///
    /// `isStatement`: whether it is there for what it does.
    mutating func evaluate(_ expression: Expression, isStatement: Bool = false) -> Term {
        switch expression.node {
        case .none: return .nothing
        case .boolean(let value): return .boolean(value)
        case .number(let digits): return .number(digits)
        case .string(let text): return .string(text)
        case .bytes: return .unknown
        case .name(let name): return lookUp(name)
        case .attribute(let base, let name): return attribute(name, of: evaluate(base))
        case .call(let function, let arguments):
            return call(function, arguments, line: expression.line, isStatement: isStatement)
        case .tuple(let items), .list(let items), .set(let items): return list(items)
        case .dictionary(let entries): return dictionary(entries)
        case .formatted(let pieces): return .text(text(of: pieces))
        case .sum(let terms): return sum(terms)
        case .remainder(let format, let values):
            let format = evaluate(format)
            let values = evaluate(values)
            guard case .text(let text) = format else { return .unknown }
            return .text(text.formatted(with: values))
        case .subscripted(let base, let key):
            let base = evaluate(base)
            return base.item(at: evaluate(key))
        case .starred(let value): return evaluate(value)
        case .not(let value): return evaluate(value).truth.map { .boolean(!$0) } ?? .unknown
        case .all(let terms): return shortCut(terms, at: false)
        case .any(let terms): return shortCut(terms, at: true)
        case .comparison(let left, let comparison, let right):
            let left = evaluate(left)
            return compare(left, comparison, evaluate(right)).map { .boolean($0) } ?? .unknown
        case .conditional(let condition, let value, let otherwise):
            return conditional(evaluate(condition).truth, value, otherwise)
        case .comprehension(let element, let clauses): return comprehension(element, clauses)
        case .opaque(let parts):
            under("in an expression that may not run") { for part in parts { _ = $0.evaluate(part) } }
            return .unknown
        }
    }

    private func lookUp(_ name: String) -> Term {
        if let term = names[name] ?? module[name] { return term }
        if Self.builtins.contains(name) { return .path("builtins." + name) }
        return starModule.map { .path($0 + "." + name) } ?? .unknown
    }

    private static let builtins: Set<String> = [
        "all", "any", "bool", "dict", "enumerate", "filter", "getattr", "globals", "hasattr", "int", "isinstance",
        "iter", "len", "list", "map", "max", "min", "next", "open", "print", "range", "repr", "reversed", "set",
        "sorted", "str", "sum", "super", "tuple", "type", "zip",
    ]

    /// An attribute; the name of the dialect is known, and that migrations run online.
    private func attribute(_ name: String, of base: Term) -> Term {
        switch (name, base) {
        case ("name", .attribute(let owner, "dialect")), ("name", .attribute(let owner, "engine")):
            if isHandle(owner) { return .string(dialect.rawValue) }
        case ("as_sql", _) where isHandle(base): return .boolean(false)
        case ("TYPE_CHECKING", .path("typing")): return .boolean(false)
        default: break
        }
        return base.attribute(name)
    }

    private mutating func list(_ items: [Expression]) -> Term {
        var terms: [Term] = []
        var isKnown = true
        for item in items {
            switch item.node {
            case .starred, .comprehension:
                guard let items = evaluate(item).items else {
                    isKnown = false
                    continue
                }
                terms += items
            default: terms.append(evaluate(item))
            }
        }
        return isKnown ? .list(terms) : .unknown
    }

    private mutating func dictionary(_ entries: [Expression.Entry]) -> Term {
        if entries.count == 1, let key = entries[0].key,
            case .comprehension(let value, let clauses) = entries[0].value.node
        {
            let pair = Expression(.tuple([key, value]), line: key.line)
            return .dictionary(pairs: comprehension(pair, clauses))
        }
        var found: [Term.Entry] = []
        var isKnown = true
        for entry in entries {
            guard let key = entry.key else {
                // `**other`
                guard case .dictionary(let other) = evaluate(entry.value) else {
                    isKnown = false
                    continue
                }
                found += other
                continue
            }
            let name = evaluate(key)
            isKnown = isKnown && name.isConstant
            found.append(Term.Entry(key: name, value: evaluate(entry.value)))
        }
        return isKnown ? .dictionary(found) : .unknown
    }

    private mutating func text(of pieces: [Expression.Piece]) -> TermText {
        var text = TermText("")
        for piece in pieces {
            switch piece {
            case .text(let known): text = text.adding(TermText(known))
            case .value(let value): text = text.adding(evaluate(value).formatted)
            case .formattedValue(let value):
                _ = evaluate(value)
                text = text.adding(.unknown)
            }
        }
        return text
    }

    private mutating func sum(_ terms: [Expression]) -> Term {
        guard let first = terms.first else { return .unknown }
        var sum = evaluate(first)
        for term in terms.dropFirst() { sum = sum.adding(evaluate(term)) }
        return sum
    }

    /// `and` ends at the first false value, `or` at the first true one.
    private mutating func shortCut(_ terms: [Expression], at end: Bool) -> Term {
        var isKnown = true
        for (position, term) in terms.enumerated() {
            let value = isKnown ? evaluate(term) : under("in an expression that may not run") { $0.evaluate(term) }
            switch value.truth {
            case end: return isKnown ? value : .boolean(end)
            case nil: isKnown = false
            default: if position == terms.count - 1, isKnown { return value }
            }
        }
        return .unknown
    }

    private mutating func conditional(_ truth: Bool?, _ value: Expression, _ otherwise: Expression) -> Term {
        if let truth { return evaluate(truth ? value : otherwise) }
        let condition = "in an expression that may not run"
        let first = under(condition) { $0.evaluate(value) }
        return first.or(under(condition) { $0.evaluate(otherwise) })
    }

    private func compare(_ left: Term, _ comparison: Expression.Comparison, _ right: Term) -> Bool? {
        switch comparison {
        case .equal, .same: return left.isConstant && right.isConstant ? left == right : left.differs(from: right)
        case .notEqual, .notSame: return compare(left, .equal, right).map { !$0 }
        case .inside:
            if let text = left.string, let other = right.string { return other.contains(text) }
            guard left.isConstant, let items = right.items else { return nil }
            if items.contains(left) { return true }
            return items.allSatisfy(\.isConstant) ? false : nil
        case .notInside: return compare(left, .inside, right).map { !$0 }
        }
    }

    private mutating func comprehension(_ element: Expression, _ clauses: [Expression.Clause]) -> Term {
        let outer = names
        var found: [Term]? = []
        comprehension(element, clauses[...], &found)
        names = outer
        return found.map { .list($0) } ?? .unknown
    }

    private mutating func comprehension(
        _ element: Expression, _ clauses: ArraySlice<Expression.Clause>, _ found: inout [Term]?
    ) {
        guard let clause = clauses.first else {
            let term = evaluate(element)
            found?.append(term)
            return
        }
        let items = evaluate(clause.over).items.flatMap { allows(rounds: $0.count) ? $0 : nil }
        guard let items else {
            assign(.unknown, to: clause.target)
            found = nil
            return under("in a loop") { $0.comprehension(element, clauses.dropFirst(), &found) }
        }
        for item in items {
            assign(item, to: clause.target)
            let truths = clause.conditions.map { evaluate($0).truth }
            if truths.contains(false) { continue }
            if truths.contains(nil) {
                found = nil
                under("under `if`") { $0.comprehension(element, clauses.dropFirst(), &found) }
            } else {
                comprehension(element, clauses.dropFirst(), &found)
            }
        }
    }
}

extension Term {
    func adding(_ other: Term) -> Term {
        switch (self, other) {
        case (.text(let left), .text(let right)):
            return .text(left.adding(right))
        case (.text(let left), .unknown), (.text(let left), .attribute), (.text(let left), .call):
            return .text(left.adding(.unknown))
        case (.unknown, .text(let right)), (.attribute, .text(let right)), (.call, .text(let right)):
            return .text(TermText.unknown.adding(right))
        case (.list(let left), .list(let right)) where left.count + right.count < 10_000: return .list(left + right)
        default: return .unknown
        }
    }

    func item(at key: Term) -> Term {
        switch self {
        case .dictionary(let entries): return entries.last { $0.key == key }?.value ?? .unknown
        case .list(let items):
            guard case .number(let digits) = key, let position = Int(digits), position < items.count else {
                return .unknown
            }
            return items[position]
        default: return .unknown
        }
    }

    /// False where one is `None` and the other something; `nil` where that is not known.
    fileprivate func differs(from other: Term) -> Bool? {
        let isSomething: (Term) -> Bool = {
            switch $0 {
            case .text, .list, .dictionary, .function, .boolean, .number: true
            default: false
            }
        }
        return self == .nothing && isSomething(other) || other == .nothing && isSomething(self) ? false : nil
    }

    static func dictionary(pairs: Term) -> Term {
        guard let items = pairs.items else { return .unknown }
        let entries = items.compactMap { pair -> Entry? in
            guard case .list(let pair) = pair, pair.count == 2, pair[0].isConstant else { return nil }
            return Entry(key: pair[0], value: pair[1])
        }
        return entries.count == items.count ? .dictionary(entries) : .unknown
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
