extension Evaluator {
    /// An `if` chain: the branch that is taken where that is known, else what all possible ones agree on.
    mutating func run(_ branches: [Statement.Branch], _ otherwise: [Statement]) {
        let names = (branches.flatMap(\.body) + otherwise).assignedNames
        var possible: [Scope.Snapshot] = []
        var last = otherwise
        for (position, branch) in branches.enumerated() {
            run(branch.condition, isCertain: position == 0)
            let before = scope.snapshot(of: names)
            let truth = truth(of: branch.condition)
            if truth == false { continue }
            if truth == true {
                last = branch.body
                break
            }
            run(branch.body)
            possible.append(scope.snapshot(of: names))
            scope.restore(before)
        }
        run(last)
        for snapshot in possible { scope.merge(snapshot) }
    }

    package func truth(of condition: Expression) -> Bool? {
        switch condition.node {
        // False whenever the file runs, by definition.
        case .name("TYPE_CHECKING"), .attribute(_, "TYPE_CHECKING"): false
        case .not(let inner): truth(of: inner).map { !$0 }
        default: value(of: condition)?.isTrue
        }
    }

    /// A block that runs any number of times, or not at all.
    mutating func runAnyTimes(_ body: [Statement], line: Int) {
        let names = body.assignedNames
        let before = scope.snapshot(of: names)
        // A later round sees what an earlier one left: until it is assigned anew, such a name is not known.
        for name in names {
            if let bound = scope[name] { scope.bind(name, to: .dynamic, line: bound.line) }
        }
        apply(Effects(of: body), line: line)
        run(body)
        scope.merge(before)
    }

    /// A block that runs or does not.
    mutating func runPerhaps(_ body: [Statement]) {
        let before = scope.snapshot(of: body.assignedNames)
        run(body)
        scope.merge(before)
    }

    /// Whether `with` of this value ends its body at an error, and goes on behind it.
    func isSuppression(_ expression: Expression) -> Bool {
        guard case .call(let function, _) = expression.node else { return false }
        return path(of: function) == "contextlib.suppress"
    }

    /// A `try`: it ends behind `else`, or in one of the handlers from any point of the body.
    mutating func attempt(
        _ body: [Statement], _ handlers: [Statement.Handler], _ otherwise: [Statement], line: Int
    ) {
        guard !body.allSatisfy(isHarmless) else {
            run(body)
            return run(otherwise)
        }
        let names = (body + otherwise + handlers.flatMap(\.body)).assignedNames.union(handlers.compactMap(\.name))
        let before = scope.snapshot(of: names)
        run(body)
        var interrupted = scope
        interrupted.merge(before)
        run(otherwise)
        for handler in handlers {
            // One that raises leaves the module, so that nothing it bound matters.
            if case .raises = handler.body.last?.node { continue }
            var handling = self
            handling.scope = interrupted
            if let name = handler.name { handling.scope.bind(name, to: .dynamic, line: line) }
            handling.run(handler.body)
            scope.merge(handling.scope.snapshot(of: names))
            apply(Effects(of: handler.body), line: line)
        }
    }

    private func isHarmless(_ statement: Statement) -> Bool {
        switch statement.node {
        case .assignment(let targets, let value):
            value.isLiteral && targets.allSatisfy { if case .name = $0.node { true } else { false } }
        case .other(let parts, let body): parts.isEmpty && body.isEmpty
        default: false
        }
    }
}

extension Expression {
    fileprivate var isLiteral: Bool {
        switch node {
        case .none, .boolean, .number, .string, .bytes: true
        case .tuple(let items), .list(let items), .set(let items): items.allSatisfy(\.isLiteral)
        default: false
        }
    }
}

extension [Statement] {
    /// Every name that these statements, or those inside them, may bind.
    package var assignedNames: Set<String> {
        var names: Set<String> = []
        for statement in self {
            switch statement.node {
            case .assignment(let targets, _), .delete(let targets): names.formUnion(targets.flatMap(\.targetNames))
            case .augmented(let target, _, _): names.formUnion(target.targetNames)
            case .loop(let target, _, _, _): names.formUnion(target?.targetNames ?? [])
            case .with(let items, _): names.formUnion(items.flatMap { $0.target?.targetNames ?? [] })
            case .matched(let bound, _): names.formUnion(bound)
            case .function(let function): names.insert(function.name)
            case .classDefinition(let name, _): names.insert(name)
            case .imports(let imports), .importsFrom(_, let imports):
                names.formUnion(imports.map { $0.alias ?? $0.top })
            case .attempt(_, let handlers, _, _): names.formUnion(handlers.compactMap(\.name))
            default: break
            }
            for expression in statement.expressions { names.formUnion(expression.namedNames) }
            if case .classDefinition = statement.node { continue }
            names.formUnion(statement.body.assignedNames)
        }
        return names
    }
}

extension Expression {
    /// Of the target of an assignment, the names that it binds.
    package var targetNames: [String] {
        switch node {
        case .name(let name): [name]
        case .tuple(let items), .list(let items): items.flatMap(\.targetNames)
        case .starred(let inner): inner.targetNames
        default: []
        }
    }
}
