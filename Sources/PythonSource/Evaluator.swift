/// The values of expressions that are constant, by the names of a scope.
package struct Evaluator: Sendable {
    package var scope: Scope
    let imports: Imports?
    /// Whether the statement that is being run runs once, whatever the world is like.
    var isCertain = true
    /// What is known of the functions that were mentioned.
    var effects: [String: (function: Function, effects: Effects)] = [:]
    /// The dotted paths of lists in other files that were changed.
    var changedPaths: Set<String> = []
    /// How many lists and sets were written.
    var displayCount = 0

    /// - `imports`: what is known of names in other files; nothing without it.
    package init(_ scope: Scope = Scope(), imports: Imports? = nil) {
        self.scope = scope
        self.imports = imports
    }

    /// `nil` where only running the program would tell.
    package func value(of expression: Expression) -> Value? {
        switch expression.node {
        case .none: .nothing
        case .boolean(let value): .boolean(value)
        case .number(let digits): .number(digits)
        case .string(let text): .string(text)
        case .bytes: .bytes
        case .name(let name): scope.value(of: name) ?? imported(by: name)
        case .attribute: imported(by: expression)
        case .tuple(let items): values(of: items).map { .tuple($0) }
        case .list(let items): values(of: items).map { .list($0) }
        case .set(let items): values(of: items).map { .set($0) }
        case .formatted(let pieces): text(of: pieces).map { .string($0) }
        case .sum(let terms): sum(of: terms)
        case .remainder(let left, let right): formatted(left, right)
        case .named(_, let value): self.value(of: value)
        case .conditional(let condition, let value, let otherwise):
            truth(of: condition).flatMap { self.value(of: $0 ? value : otherwise) }
        case .call, .dictionary, .subscripted, .starred, .not, .all, .any, .comparison, .comprehension,
            .opaque:
            nil
        }
    }

    package func string(of expression: Expression) -> String? { value(of: expression)?.string }

    private func values(of items: [Expression]) -> [Value]? {
        var values: [Value] = []
        for item in items {
            if case .starred(let inner) = item.node {
                guard let inner = value(of: inner), let unpacked = inner.items else { return nil }
                values.append(contentsOf: unpacked)
            } else {
                guard let value = value(of: item) else { return nil }
                values.append(value)
            }
        }
        return values
    }

    private func text(of pieces: [Expression.Piece]) -> String? {
        var joined = ""
        for piece in pieces {
            switch piece {
            case .text(let text): joined += text
            case .value(let expression):
                guard let text = value(of: expression)?.formatted else { return nil }
                joined += text
            case .formattedValue: return nil
            }
        }
        return joined
    }

    private func sum(of terms: [Expression]) -> Value? {
        guard var sum = terms.first.flatMap(value(of:)) else { return nil }
        for term in terms.dropFirst() {
            guard let next = value(of: term), let added = sum.adding(next) else { return nil }
            sum = added
        }
        return sum
    }

    /// `text % values`, with `%s`, `%d` of whole numbers, and `%%`.
    private func formatted(_ left: Expression, _ right: Expression) -> Value? {
        guard let format = string(of: left), let right = value(of: right) else { return nil }
        var values: [Value] = [right]
        if case .tuple(let items) = right { values = items }
        var pending = values[...]
        var text = ""
        var rest = Substring(format)
        while let percent = rest.firstIndex(of: "%") {
            text += rest[..<percent]
            rest = rest[percent...].dropFirst()
            switch rest.popFirst() {
            case "%": text += "%"
            case "s":
                guard let value = pending.popFirst()?.formatted else { return nil }
                text += value
            case "d":
                guard case .number = pending.first, let value = pending.popFirst()?.formatted else { return nil }
                text += value
            default: return nil
            }
        }
        return pending.isEmpty ? .string(text + rest) : nil
    }
}

extension Value {
    /// The items of a tuple, a list or a set.
    package var items: [Value]? {
        switch self {
        case .tuple(let items), .list(let items), .set(let items): items
        case .nothing, .boolean, .number, .string, .bytes: nil
        }
    }

    fileprivate func adding(_ other: Value) -> Value? {
        switch (self, other) {
        case (.string(let left), .string(let right)): .string(left + right)
        case (.tuple(let left), .tuple(let right)): .tuple(left + right)
        case (.list(let left), .list(let right)): .list(left + right)
        default: nil
        }
    }
}
