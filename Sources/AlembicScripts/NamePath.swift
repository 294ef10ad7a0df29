import PythonSource

extension Evaluator {
    /// The dotted path that an expression names by imports: `alembic.op.create_table`.
    func path(of expression: Expression) -> String? {
        switch expression.node {
        case .name(let name):
            guard case .imported(let path) = scope[name]?.binding else { return nil }
            return path
        case .attribute(let base, let name): return path(of: base).map { $0 + "." + name }
        default: return nil
        }
    }

    /// Goes into a function of which the arguments are not known.
    mutating func enter(_ function: Function, line: Int) {
        for parameter in function.parameters { scope.bind(parameter.name, to: .dynamic, line: line) }
    }
}
