import MigrationModel
import PythonSource

/// The version table that an `env.py` names in its calls of `context.configure()`.
///
/// `nil` where it names none, where a name is computed, or where two calls disagree.
func versionTable(inEnvironment bytes: [UInt8], _ others: ProjectModules) -> VersionTableChoice? {
    let module = PythonModule(parsing: bytes)
    guard module.error == nil else { return nil }
    var calls = ConfigureCalls(module.evaluated(others.imports))
    calls.read(module.statements)
    guard let first = calls.choices.first, calls.choices.allSatisfy({ $0 == first }) else { return nil }
    return first
}

private struct ConfigureCalls {
    private(set) var choices: [VersionTableChoice?] = []
    private var evaluator: Evaluator

    init(_ evaluator: Evaluator) { self.evaluator = evaluator }

    mutating func read(_ statements: [Statement]) {
        for statement in statements {
            for expression in statement.expressions { read(expression) }
            if case .function(let function) = statement.node {
                let outer = evaluator
                evaluator.enter(function, line: statement.line)
                for inner in function.body {
                    read([inner])
                    evaluator.run(inner)
                }
                evaluator = outer
            }
            read(statement.body)
        }
    }

    private mutating func read(_ expression: Expression) {
        if case .call(let function, let arguments) = expression.node,
            ["alembic.context.configure", "context.configure"].contains(evaluator.path(of: function) ?? "")
        {
            choices.append(choice(arguments))
        }
        for child in expression.children { read(child) }
    }

    private func choice(_ arguments: [Expression.Argument]) -> VersionTableChoice? {
        if arguments.contains(where: { $0.kind == .unpackedKeywords }) { return nil }
        let table = arguments.first { $0.kind == .keyword("version_table") }.map { evaluator.value(of: $0.value) }
        let schema = arguments.first { $0.kind == .keyword("version_table_schema") }.map {
            evaluator.value(of: $0.value)
        }
        let schemaName: String?
        switch schema {
        case nil, .some(.some(.nothing)): schemaName = nil
        case .some(.some(.string(let name))): schemaName = name
        default: return nil
        }
        switch table {
        case .some(.some(.string(let name))): return .named(name, schema: schemaName)
        default: return schemaName.map { .byShape(schema: $0) }
        }
    }
}
