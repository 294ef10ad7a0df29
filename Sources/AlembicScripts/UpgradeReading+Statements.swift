import MigrationModel
import PythonSource

/// How a statement or a block may end.
struct Flow: OptionSet {
    let rawValue: UInt8

    /// What follows runs.
    static let runs = Flow(rawValue: 1)
    static let returns = Flow(rawValue: 2)
    /// With an error: then the revision is not applied, and nothing that follows from it is true.
    static let raises = Flow(rawValue: 4)
    static let breaks = Flow(rawValue: 8)
    static let continues = Flow(rawValue: 16)
}

extension UpgradeReading {
    mutating func run(_ statements: [Statement]) -> Flow { run(statements[...]) }

    private mutating func run(_ statements: ArraySlice<Statement>) -> Flow {
        var isDecorated = false
        for position in statements.indices {
            let statement = statements[position]
            let wasDecorated = isDecorated
            let flow = deeper(line: statement.line, else: .runs) { $0.run(statement, isDecorated: wasDecorated) }
            if case .other(_, let body) = statement.node, body.isEmpty {
                isDecorated = true
            } else {
                isDecorated = false
            }
            guard flow.contains(.runs) else { return flow }
            guard flow.isDisjoint(with: [.returns, .breaks, .continues]) else {
                let rest = statements[statements.index(after: position)...]
                return perhaps("behind a `return` under a condition") { $0.run(rest) }.union(flow)
            }
        }
        return .runs
    }

    private mutating func run(_ statement: Statement, isDecorated: Bool) -> Flow {
        switch statement.node {
        case .expression(let value): _ = evaluate(value, isStatement: true)
        case .assignment(let targets, let value):
            let term = evaluate(value)
            for target in targets { assign(term, to: target) }
        case .augmented(let target, let operation, let value):
            let term = evaluate(value)
            assign(operation == "+" ? evaluate(target).adding(term) : .unknown, to: target)
        case .delete(let targets):
            for target in targets {
                if case .name(let name) = target.node { names[name] = nil } else { forgetHolders(ofOwnerOf: target) }
            }
        case .function(let function):
            names[function.name] = .function(
                TermFunction(
                    function: function, call: definingCall, isDecorated: isDecorated, file: otherFile))
        case .classDefinition(let name, let body): define(class: name, body)
        case .imports(let imports):
            for name in imports {
                let path = name.alias == nil ? String(name.name.firstName) : name.name
                names[name.alias ?? path] = .path(path)
            }
        case .importsFrom(let module, let imports):
            let module = absolute(module)
            for name in imports {
                guard name.name != "*" else {
                    star(module)
                    continue
                }
                names[name.alias ?? name.name] = .path(module + "." + name.name)
            }
        case .conditional(let branches, let otherwise): return run(branches, otherwise)
        case .loop(let target, let over, let body, let otherwise): return loop(target, over, body, otherwise)
        case .attempt(let body, let handlers, let otherwise, let finally):
            return attempt(body, handlers, otherwise).union(run(finally))
        case .with(let items, let body): return with(items, body)
        case .returns(let value):
            let term = value.map { evaluate($0) } ?? .nothing
            returned[returned.count - 1].append(term)
            return .returns
        case .raises(let values):
            for value in values { _ = evaluate(value) }
            return .raises
        case .global(let names): globals.formUnion(names)
        case .breaks: return .breaks
        case .continues: return .continues
        case .other(let values, let body):
            for value in values { _ = evaluate(value) }
            if !body.isEmpty { return runPerhaps(body, of: statement) }
        case .matched(_, let body): return runPerhaps(body, of: statement)
        }
        return .runs
    }

    private mutating func runPerhaps(_ body: [Statement], of statement: Statement) -> Flow {
        forget(statement)
        return perhaps("under a condition") { $0.run(body) }.union(.runs)
    }

    /// Follows one of several alternatives, of which the first one is run where its condition is known to hold.
    private mutating func run(_ branches: [Statement.Branch], _ otherwise: [Statement]) -> Flow {
        var possible: [[Statement]] = []
        for branch in branches {
            let truth = evaluate(branch.condition).truth
            if truth == false { continue }
            possible.append(branch.body)
            if truth == true { return run(oneOf: possible, "under `if`") }
        }
        return run(oneOf: possible + [otherwise], "under `if`")
    }

    private mutating func run(oneOf bodies: [[Statement]], _ condition: String) -> Flow {
        choose(bodies.map { body in { $0.run(body) } }, condition)
    }

    /// Follows several alternatives of which one runs. What they agree on is certain.
    mutating func choose(_ alternatives: [(inout Self) -> Flow], _ condition: String) -> Flow {
        if alternatives.count == 1 { return alternatives[0](&self) }
        let before = names
        let wasAutocommitted = isAutocommitted
        var ends: [(steps: [SchemaStep], names: [String: Term], flow: Flow)] = []
        for alternative in alternatives {
            names = before
            isAutocommitted = wasAutocommitted
            let (steps, flow) = collecting(alternative)
            ends.append((steps, names, flow))
        }
        // One that ends with an error is none that an applied revision took.
        let taken = isTrying ? ends : ends.filter { $0.flow != .raises }
        guard let first = taken.first else {
            names = before
            return .raises
        }
        let isCertain = taken.dropFirst().allSatisfy { $0.steps.agree(with: first.steps) }
        steps += isCertain ? first.steps : taken.flatMap { $0.steps.map { $0.under(condition) } }
        names = taken.dropFirst().reduce(first.names) { $0.merging($1.names) { $0.or($1) } }
        return taken.reduce(Flow()) { $0.union($1.flow) }
    }

    private mutating func attempt(
        _ body: [Statement], _ handlers: [Statement.Handler], _ otherwise: [Statement]
    ) -> Flow {
        let goesOn = handlers.filter { if case .raises = $0.body.last?.node { false } else { true } }
        guard !goesOn.isEmpty else {
            let flow = run(body)
            return flow.contains(.runs) ? flow.subtracting(.runs).union(run(otherwise)) : flow
        }
        let wasTrying = isTrying
        isTrying = true
        defer { isTrying = wasTrying }
        let before = names
        var flow = under("under `try`") { reading in
            let flow = reading.run(body)
            return flow.contains(.runs) ? flow.union(reading.run(otherwise)) : flow
        }
        for handler in goesOn {
            let after = names
            names = before.merging(after) { $0.or($1) }
            if let name = handler.name { names[name] = .unknown }
            flow.formUnion(under("under `except`") { $0.run(handler.body) })
            names = after.merging(names) { $0.or($1) }
        }
        return flow.subtracting(.raises).union(.runs)
    }

    private mutating func with(_ items: [Statement.ContextItem], _ body: [Statement]) -> Flow {
        let wasAutocommitted = isAutocommitted
        defer { isAutocommitted = wasAutocommitted }
        var isSuppressed = false
        for item in items {
            let term = evaluate(item.value)
            if let target = item.target { assign(term, to: target) }
            if case .call(let call) = term {
                switch call.function {
                case .path("contextlib.suppress"): isSuppressed = true
                case .attribute(_, "autocommit_block"): isAutocommitted = true
                case .path("alembic.op.batch_alter_table"): enter(batch: call)
                default: break
                }
            }
        }
        return isSuppressed ? perhaps("under `suppress`") { $0.run(body) }.union(.runs) : run(body)
    }

    private mutating func loop(
        _ target: Expression?, _ over: Expression, _ body: [Statement], _ otherwise: [Statement]
    ) -> Flow {
        let term = evaluate(over)
        if let target, let items = term.items, allows(rounds: items.count) {
            return finish(loop(target, items[...], body), otherwise)
        }
        let flow = perhaps("in a loop") { reading in
            for name in body.assignedNames.union(body.changedNames) { reading.names[name] = .unknown }
            if let target { reading.assign(.unknown, to: target) }
            return reading.run(body)
        }
        return finish(flow.subtracting([.breaks, .continues, .raises]).union(.runs), otherwise)
    }

    /// The `else` of a loop.
    private mutating func finish(_ flow: Flow, _ otherwise: [Statement]) -> Flow {
        guard !otherwise.isEmpty, flow.contains(.runs) else { return flow }
        return perhaps("behind a loop") { $0.run(otherwise) }.union(flow)
    }

    private mutating func loop(_ target: Expression, _ items: ArraySlice<Term>, _ body: [Statement]) -> Flow {
        var end: Flow = []
        for position in items.indices {
            assign(items[position], to: target)
            let flow = run(body)
            end.formUnion(flow.subtracting([.breaks, .continues, .runs]))
            guard !flow.isDisjoint(with: [.runs, .continues]) else {
                return flow.contains(.breaks) ? end.union(.runs) : end
            }
            if !flow.isDisjoint(with: [.breaks, .returns]) {
                let rest = items[items.index(after: position)...]
                return perhaps("behind a `break` under a condition") { $0.loop(target, rest, body) }
                    .union(end).union(.runs)
            }
        }
        return end.union(.runs)
    }

    /// Makes every name unknown that a statement, or one inside it, may bind.
    private mutating func forget(_ statement: Statement) {
        for name in [statement].assignedNames { names[name] = .unknown }
    }

    mutating func bind(_ name: String, to term: Term) {
        names[name] = term
        guard globals.contains(name) else { return }
        // What other functions see depends on whether and when this one ran.
        module[name] = .unknown
        if isLoading, !callers.isEmpty { callers[0][name] = .unknown }
    }

    mutating func assign(_ term: Term, to target: Expression) {
        switch target.node {
        case .name(let name): bind(name, to: term)
        case .tuple(let targets), .list(let targets):
            let isFlat = !targets.contains { if case .starred = $0.node { true } else { false } }
            let items = isFlat ? term.items.flatMap { $0.count == targets.count ? $0 : nil } : nil
            for (position, target) in targets.enumerated() { assign(items?[position] ?? .unknown, to: target) }
        case .starred(let inner): assign(.unknown, to: inner)
        case .subscripted(let base, let key):
            let key = evaluate(key)
            guard case .name(let name) = base.node else { return forgetHolders(ofOwnerOf: target) }
            guard case .dictionary(let entries)? = names[name] ?? module[name], key.isConstant else {
                forgetHolders(ofOwnerOf: target)
                return names[name] = .unknown
            }
            let changed = Term.dictionary(entries.filter { $0.key != key } + [Term.Entry(key: key, value: term)])
            forgetHolders(ofOwnerOf: target)
            names[name] = changed.bounded
        // Of metadata it is the connection, of which nothing is asked.
        case .attribute(_, "bind"): break
        case .attribute: forgetHolders(ofOwnerOf: target)
        default: break
        }
    }
}
