import MigrationModel
import PythonSource

extension UpgradeReading {
    /// Looks for calls in an expression, inner ones first, as Python evaluates them.
    mutating func read(_ expression: Expression, of statement: Statement, guarding: String?) {
        let inner: String?
        switch expression.node {
        case .opaque, .all, .any, .conditional, .comprehension:
            inner = guarding ?? "in an expression that may not run"
        default: inner = guarding
        }
        for child in expression.children { read(child, of: statement, guarding: inner) }
        guard case .call(let function, let arguments) = expression.node else { return }
        let isStatement: Bool
        if case .expression(expression) = statement.node { isStatement = true } else { isStatement = false }
        let call = Call(function: function, arguments: arguments, line: expression.line, isStatement: isStatement)
        read(call, guarding: guarding)
    }

    struct Call {
        let function: Expression
        let arguments: [Expression.Argument]
        let line: Int
        /// Whether it is a whole statement, so that it is there for what it does.
        let isStatement: Bool
    }

    private mutating func read(_ call: Call, guarding: String?) {
        if let path = evaluator.path(of: call.function) {
            if path.hasPrefix("alembic.op.") {
                return readOperation(String(path.dropFirst("alembic.op.".count)), call, guarding: guarding)
            }
            if path.hasPrefix("alembic.batch") { return }
            if path == "sqlalchemy" || path.hasPrefix("sqlalchemy.") || path.hasPrefix("alembic.") { return }
            if call.isStatement, !Self.isStandard(path) {
                return doubt(.anyTable, "a call of \(path)(), which another file defines", line: call.line)
            }
        }
        switch call.function.node {
        case .name(let name): readCall(of: name, call)
        case .attribute(let base, let method): readMethod(method, of: base, call, guarding: guarding)
        default: doubt(.anyTable, "a call of a function that is chosen at run time", line: call.line)
        }
    }

    private mutating func readCall(of name: String, _ call: Call) {
        if case .function(let function) = evaluator.scope[name]?.binding {
            return self.call(function, with: call.arguments, line: call.line)
        }
        if call.passesConnection(self), !Self.harmlessFunctions.contains(name) {
            doubt(.anyTable, "a call of \(name)() with a connection", line: call.line)
        } else if call.isStatement, case .dynamic = evaluator.scope[name]?.binding {
            doubt(.anyTable, "a call of \(name)(), which is not known here", line: call.line)
        }
    }

    private mutating func readMethod(_ method: String, of base: Expression, _ call: Call, guarding: String?) {
        switch method {
        case "execute", "exec_driver_sql", "executescript", "scalar", "scalars":
            readSQL(call.argument(0, "statement") ?? call.argument(0, "sqltext"), line: call.line)
        case "create_table", "drop_table", "rename_table":
            // Most likely an `op` that came another way than by an import.
            readOperation(method, call, guarding: guarding ?? "of an object that is not known here")
        case "create_all", "drop_all":
            doubt(.anyTable, "\(method)() of a model's metadata", line: call.line)
        case "create", "drop":
            guard !isType(base) else { return }
            doubt(.anyTable, "\(method)() of an object", line: call.line)
        case "run_sync", "run_callable", "run_async", "invoke":
            doubt(.anyTable, "a call of \(method)()", line: call.line)
        default:
            guard call.passesConnection(self), !isHandle(base) else { return }
            doubt(.anyTable, "a call of \(method)() with a connection", line: call.line)
        }
    }

    private static let harmlessFunctions: Set<String> = [
        "bool", "dict", "enumerate", "getattr", "hasattr", "isinstance", "len", "list", "print", "repr", "set",
        "sorted",
        "str", "tuple", "type", "zip",
    ]

    /// Modules of Python's own that have nothing to do with databases.
    private static func isStandard(_ path: String) -> Bool {
        let standard: Set<Substring> = [
            "collections", "contextlib", "datetime", "functools", "itertools", "json", "logging", "math", "os", "re",
            "sys", "textwrap", "time", "typing", "uuid", "warnings",
        ]
        return standard.contains(path.prefix { $0 != "." })
    }
}

extension UpgradeReading.Call {
    /// The value of a positional or named argument.
    func argument(_ position: Int, _ name: String) -> Expression? {
        if let named = arguments.first(where: { $0.kind == .keyword(name) }) { return named.value }
        let positional = arguments.prefix { $0.kind == .positional }
        return position < positional.count ? positional[position].value : nil
    }

    func passesConnection(_ reading: UpgradeReading) -> Bool {
        arguments.contains { reading.isHandle($0.value) }
    }
}
