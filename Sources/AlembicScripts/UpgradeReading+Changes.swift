import PythonSource

// What is changed in place, and by whatever name it is known: several names of Python's may stand for one list.
extension UpgradeReading {
    /// What a method gives that changes a list or a dictionary; `nil` for another one.
    mutating func change(_ base: Term, of owner: Expression, by method: String, _ call: TermCall) -> Term? {
        guard Self.changing.contains(method) else { return nil }
        let containers = base.alternatives.filter(\.isContainer)
        guard !containers.isEmpty else { return nil }
        let changed = containers == [base] ? changed(base, by: method, call).bounded : .unknown
        for container in containers { forgetHolders(of: container) }
        if case .name(let name) = owner.node { names[name] = changed }
        return ["pop", "popitem", "setdefault"].contains(method) ? .unknown : .nothing
    }

    fileprivate static let changing: Set<String> = [
        "add", "append", "clear", "difference_update", "discard", "extend", "insert", "intersection_update", "pop",
        "popitem", "remove", "reverse", "setdefault", "sort", "symmetric_difference_update", "update",
    ]

    private func changed(_ base: Term, by name: String, _ call: TermCall) -> Term {
        switch (base, name) {
        case (.list(let items), "append"), (.list(let items), "add"):
            call.positional.first.map { .list(items + [$0]) } ?? .unknown
        case (.list(let items), "extend"), (.list(let items), "update"):
            call.positional.first?.items.map { .list(items + $0) } ?? .unknown
        case (.dictionary(let entries), "update"):
            if case .dictionary(let more)? = call.positional.first, call.keywords.isEmpty {
                .dictionary(entries.filter { old in !more.contains { $0.key == old.key } } + more)
            } else {
                .unknown
            }
        default: .unknown
        }
    }

    /// Makes unknown what a function that is not known here may change.
    mutating func forgetArguments(of call: TermCall) {
        for argument in call.positional + call.keywords.map(\.value) {
            for container in argument.alternatives where container.isContainer { forgetHolders(of: container) }
        }
    }

    /// Of `owner[key]` and `owner.name`, which is set or deleted.
    mutating func forgetHolders(ofOwnerOf target: Expression) {
        switch target.node {
        case .subscripted(let owner, _), .attribute(let owner, _):
            let term = evaluate(owner)
            guard !isHandle(term) else { return }
            for part in term.alternatives {
                switch part {
                case .list, .dictionary, .call: forgetHolders(of: part)
                default: break
                }
            }
        default: break
        }
    }

    /// Makes every name unknown that stands for this, or for something that this is in. One that stands for something
    /// else of the same content is among them.
    private mutating func forgetHolders(of changed: Term) {
        let forgetting: ([String: Term]) -> [String: Term] = { $0.mapValues { $0.holds(changed) ? .unknown : $0 } }
        names = forgetting(names)
        callers = callers.map(forgetting)
        module = forgetting(module)
        modules = modules.mapValues(forgetting)
    }
}

extension Term {
    fileprivate var isContainer: Bool {
        switch self {
        case .list, .dictionary: true
        default: false
        }
    }

    /// Whether it is this, or has it inside.
    fileprivate func holds(_ other: Term) -> Bool { self == other || !everyPart { !$0.holds(other) } }
}

extension [Statement] {
    /// Every name whose list or dictionary these statements, or those inside them, may change in place.
    var changedNames: Set<String> {
        reduce(into: []) { names, statement in
            for expression in statement.expressions { names.formUnion(expression.changedNames) }
            switch statement.node {
            case .assignment(let targets, _), .delete(let targets):
                for case .subscripted(let owner, _) in targets.map(\.node) { names.formUnion(owner.name) }
            case .augmented(let target, _, _):
                if case .subscripted(let owner, _) = target.node { names.formUnion(owner.name) }
            default: break
            }
            names.formUnion(statement.body.changedNames)
        }
    }
}

extension Expression {
    fileprivate var changedNames: Set<String> {
        var names = children.reduce(into: Set<String>()) { $0.formUnion($1.changedNames) }
        if case .call(let function, _) = node, case .attribute(let owner, let method) = function.node,
            UpgradeReading.changing.contains(method)
        {
            names.formUnion(owner.name)
        }
        return names
    }

    fileprivate var name: [String] { if case .name(let name) = node { [name] } else { [] } }
}
