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
        case .name(let name): return imported(lookUp(name), line: expression.line)
        default:
            return deeper(line: expression.line, else: .unknown) {
                $0.evaluateParts(of: expression, isStatement: isStatement).bounded
            }
        }
    }

    private mutating func evaluateParts(of expression: Expression, isStatement: Bool) -> Term {
        switch expression.node {
        case .attribute(let base, let name):
            return imported(attribute(name, of: evaluate(base)), line: expression.line)
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
        case .named(let name, let value):
            let term = evaluate(value)
            bind(name, to: term)
            return term
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
            perhaps("in an expression that may not run") { for part in parts { _ = $0.evaluate(part) } }
            return .unknown
        case .none, .boolean, .number, .string, .bytes, .name: return .unknown
        }
    }

    private func lookUp(_ name: String) -> Term {
        if let term = names[name] ?? module[name] { return term }
        if Self.builtins.contains(name) { return .path("builtins." + name) }
        return otherFile == nil ? starModule.map { .path($0 + "." + name) } ?? .unknown : .unknown
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
            let value = isKnown ? evaluate(term) : perhaps("in an expression that may not run") { $0.evaluate(term) }
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
        let first = perhaps(condition) { $0.evaluate(value) }
        return first.or(perhaps(condition) { $0.evaluate(otherwise) })
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
        let own = Set(clauses.flatMap(\.target.targetNames))
        let outer = names
        var found: [Term]? = []
        comprehension(element, clauses[...], &found)
        for name in own { names[name] = outer[name] }
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
            return perhaps("in a loop") { $0.comprehension(element, clauses.dropFirst(), &found) }
        }
        for item in items {
            assign(item, to: clause.target)
            let truths = clause.conditions.map { evaluate($0).truth }
            if truths.contains(false) { continue }
            if truths.contains(nil) {
                found = nil
                perhaps("under `if`") { $0.comprehension(element, clauses.dropFirst(), &found) }
            } else {
                comprehension(element, clauses.dropFirst(), &found)
            }
        }
    }
}
