import PythonSource

/// Everything that is assigned to each name of a file, whichever function it is in.
///
/// It is looked for when it is asked for, since that takes the parsing of all functions.
final class Assignments {
    private let statements: [Statement]
    private lazy var all = AssignedValues(in: statements)

    init(in statements: [Statement]) { self.statements = statements }

    /// Every value that a name may have; `nil` where that is not known.
    func values(of name: String) -> [Expression]? { all.values[name] ?? nil }
}

private struct AssignedValues {
    /// `nil` for a name that is bound in another way too: by a loop, an import, as a parameter.
    private(set) var values: [String: [Expression]?] = [:]

    init(in statements: [Statement]) { note(statements) }

    private mutating func note(_ statements: [Statement]) {
        for statement in statements {
            switch statement.node {
            case .assignment(let targets, let value):
                for target in targets { note(value, for: target) }
            case .augmented(let target, _, _), .loop(let target?, _, _, _): forget(target)
            case .with(let items, _): for item in items { if let target = item.target { forget(target) } }
            case .attempt(_, let handlers, _, _): for handler in handlers { forget(handler.name) }
            case .imports(let names), .importsFrom(_, let names): for name in names { forget(name.alias ?? name.name) }
            case .function(let function):
                for parameter in function.parameters { forget(parameter.name) }
                note(function.body)
            default: break
            }
            note(statement.body)
        }
    }

    private mutating func note(_ value: Expression, for target: Expression) {
        guard case .name(let name) = target.node else { return forget(target) }
        values[name, default: []]?.append(value)
    }

    private mutating func forget(_ target: Expression) {
        for case .name(let name) in target.tupleItems.map(\.node) { forget(name) }
    }

    private mutating func forget(_ name: String?) {
        if let name { values[name] = .some(nil) }
    }
}
