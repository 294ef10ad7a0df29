import MigrationModel
import PythonSource

/// What an `env.py` says in its calls of `context.configure()`.
struct EnvironmentScript: Equatable {
    /// `nil` where it names none, where a name is computed, or where two calls disagree.
    private(set) var versionTable: VersionTableChoice?
    /// Whether an upgrade is certainly one transaction, however many revisions it applies.
    private(set) var isOneTransaction = false

    /// There is none that can be read.
    init() {}

    init(_ bytes: [UInt8], _ others: ProjectModules) {
        let module = PythonModule(parsing: bytes)
        guard module.error == nil else { return }
        var calls = ConfigureCalls(module.evaluated(others.imports))
        calls.read(module.statements)
        guard let first = calls.choices.first else { return }
        if calls.choices.allSatisfy({ $0 == first }) { versionTable = first }
        isOneTransaction = calls.areWhole && Self.leavesTransactionsAlone(String(decoding: bytes, as: UTF8.self))
    }

    /// Whether it makes its engine itself, and has no word with which transactions become others than Alembic's own.
    private static func leavesTransactionsAlone(_ text: String) -> Bool {
        let words = [
            "transaction_per_migration", "transactional_ddl", "isolation_level", "autocommit", "on_version_apply",
        ]
        let text = text.lowercased()
        return ["engine_from_config(", "create_engine(", "create_async_engine("].contains(where: text.contains)
            && !words.contains(where: text.contains)
    }
}

private struct ConfigureCalls {
    private(set) var choices: [VersionTableChoice?] = []
    /// Whether each argument of each call is seen.
    private(set) var areWhole = true
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
            if arguments.contains(where: { $0.kind == .unpackedKeywords }) { areWhole = false }
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
