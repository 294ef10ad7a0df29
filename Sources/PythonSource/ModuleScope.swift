extension PythonModule {
    /// What the module's names stand for when all of it has run.
    package var scope: Scope { evaluated().scope }

    /// The same, with what is known of other files.
    package func evaluated(_ imports: Imports? = nil) -> Evaluator {
        var evaluator = Evaluator(Scope(capacity: statements.count + 8), imports: imports)
        if let docstring { evaluator.scope.bind("__doc__", to: .constant(.string(docstring)), line: 1) }
        evaluator.run(statements)
        return evaluator
    }
}

extension Evaluator {
    /// Runs statements as far as that needs no knowledge of the world: bindings, and branches that agree.
    package mutating func run(_ statements: [Statement]) {
        for statement in statements { run(statement) }
    }

    package mutating func run(_ statement: Statement) {
        let line = statement.line
        let outer = isCertain
        switch statement.node {
        case .conditional, .loop, .attempt, .matched, .other: isCertain = false
        default: break
        }
        defer { isCertain = outer }
        switch statement.node {
        case .assignment(let targets, let value):
            run(value)
            let result = binding(of: value)
            let display = display(of: value)
            for target in targets { assign(result, to: target, line: line, display: display) }
        case .augmented(let target, let operation, let value):
            run(value)
            let sum = Expression(.sum([target, value]), line: line)
            let result = operation == "+" ? binding(of: sum) : .dynamic
            // Of a list, other names stand for the longer one too.
            change(target, line: line)
            assign(result, to: target, line: line)
        case .delete(let targets):
            for target in targets {
                if case .name(let name) = target.node { scope.unbind(name) } else { change(target, line: line) }
            }
        case .function(let function): scope.bind(function.name, to: .function(function), line: line)
        case .classDefinition(let name, let body):
            for name in body.globalNames { scope.bind(name, to: .dynamic, line: line) }
            scope.bind(name, to: .classDefinition, line: line)
        case .imports(let names): bindImports(names, line: line)
        case .importsFrom(let module, let names): bindImports(names, from: module, line: line)
        case .conditional(let branches, let otherwise): run(branches, otherwise)
        case .loop(let target, let over, let body, let otherwise):
            run(over)
            forget([target].compactMap { $0 }, line: line)
            runAnyTimes(body, line: line)
            if body.mayBreak { runPerhaps(otherwise) } else { run(otherwise) }
        case .attempt(let body, let handlers, let otherwise, let finally):
            attempt(body, handlers, otherwise, line: line)
            run(finally)
        case .with(let items, let body):
            for item in items { run(item.value) }
            forget(items.compactMap(\.target), line: line)
            if items.contains(where: { isSuppression($0.value) }) {
                isCertain = false
                attempt(body, [Statement.Handler(name: nil, body: [])], [], line: line)
            } else {
                run(body)
            }
        case .matched(let names, let body):
            for name in names { scope.bind(name, to: .dynamic, line: statement.line) }
            runAnyTimes(body, line: line)
        case .other(let values, let body):
            for value in values {
                run(value, isCertain: false)
                // A decorator is called.
                if case .name(let name) = value.node { mayCall(name, line: line) }
            }
            if !body.isEmpty { runAnyTimes(body, line: line) }
        case .expression(let value): run(value)
        case .global, .returns, .raises, .breaks, .continues: break
        }
    }

    func binding(of expression: Expression) -> Scope.Binding {
        if case .name(let name) = expression.node, let bound = scope[name] {
            return scope.isBoundByStarOnly(name) ? self.bound(name)?.binding ?? .dynamic : bound.binding
        }
        return value(of: expression).map { .constant($0) } ?? .dynamic
    }

    private mutating func assign(_ binding: Scope.Binding, to target: Expression, line: Int, display: Int = 0) {
        switch target.node {
        case .name(let name): scope.bind(name, to: binding, line: line, display: display)
        case .tuple(let targets), .list(let targets):
            let isFlat = !targets.contains { if case .starred = $0.node { true } else { false } }
            if case .constant(let value) = binding, isFlat, let items = value.items, items.count == targets.count {
                for (target, item) in zip(targets, items) { assign(.constant(item), to: target, line: line) }
            } else {
                forget(targets, line: line)
            }
        default: forget([target], line: line)
        }
    }

    private mutating func bindImports(_ names: [Statement.Import], line: Int) {
        for name in names {
            let path = name.alias == nil ? name.top : name.name
            scope.bind(name.alias ?? path, to: .imported(path), line: line)
        }
    }

    private mutating func bindImports(_ names: [Statement.Import], from module: String, line: Int) {
        for name in names {
            guard name.name != "*" else {
                rebind(byStarOf: module, line: line)
                scope.bindAnyName(of: isCertain ? module : nil, line: line)
                continue
            }
            scope.bind(name.alias ?? name.name, to: .imported(Scope.path(of: name.name, in: module)), line: line)
        }
    }

    /// Makes every name dynamic that a statement, or one inside it, may bind.
    package mutating func forget(in statement: Statement) {
        for name in [statement].assignedNames { scope.bind(name, to: .dynamic, line: statement.line) }
    }

    /// Makes every name in the given targets dynamic.
    private mutating func forget(_ targets: [Expression], line: Int) {
        for target in targets {
            switch target.node {
            case .name(let name): scope.bind(name, to: .dynamic, line: line)
            case .tuple(let items), .list(let items): forget(items, line: line)
            case .starred(let inner): forget([inner], line: line)
            default: change(target, line: line)
            }
        }
    }
}
