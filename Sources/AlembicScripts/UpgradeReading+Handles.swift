import PythonSource

extension UpgradeReading {
    /// Whether an expression is Alembic's `op`, a connection, or something made from one.
    func isHandle(_ expression: Expression) -> Bool { isHandle(expression, in: evaluator) }

    func isHandle(_ expression: Expression, in evaluator: Evaluator) -> Bool {
        switch expression.node {
        case .name(let name): handles.contains(name) || evaluator.path(of: expression) == "alembic.op"
        case .attribute(let base, _): isHandle(base, in: evaluator)
        case .call(let function, let arguments):
            evaluator.path(of: function) == "alembic.op.get_bind" || isHandle(function, in: evaluator)
                || arguments.contains { isHandle($0.value, in: evaluator) }
        default: false
        }
    }

    /// Whether an expression is an enumerated type, whose `create()` makes no table.
    func isType(_ expression: Expression) -> Bool {
        switch expression.node {
        case .name(let name): types.contains(name)
        case .call(let function, _):
            switch function.node {
            case .name(let name), .attribute(_, let name): ["Enum", "ENUM", "DOMAIN"].contains(name)
            default: false
            }
        default: false
        }
    }

    /// Notes which names are types, wherever they are assigned.
    mutating func noteTypes(in statements: [Statement]) {
        for statement in statements {
            guard case .assignment(let targets, let value) = statement.node else { continue }
            for case .name(let name) in targets.map(\.node) {
                if isType(value) { types.insert(name) } else { types.remove(name) }
            }
        }
    }

    /// Follows what a statement binds.
    mutating func note(_ statement: Statement) {
        guard case .assignment(let targets, let value) = statement.node else {
            if statement.body.isEmpty { evaluator.run(statement) }
            return
        }
        noteTypes(in: [statement])
        for case .name(let name) in targets.map(\.node) {
            if isHandle(value) { handles.insert(name) } else { handles.remove(name) }
        }
        evaluator.run(statement)
    }

    /// Follows what `with value as target` binds.
    mutating func bind(_ item: Statement.ContextItem) {
        guard case .name(let name)? = item.target?.node else { return }
        let line = item.value.line
        if case .call(let function, _) = item.value.node,
            evaluator.path(of: function) == "alembic.op.batch_alter_table"
        {
            // Its operations are about the table that is named already.
            evaluator.scope.bind(name, to: .imported("alembic.batch"), line: line)
            return
        }
        evaluator.scope.bind(name, to: .dynamic, line: line)
        if isHandle(item.value) { handles.insert(name) } else { handles.remove(name) }
    }
}
