import PythonSource

extension Evaluator {
    /// Goes into a function of which the arguments are not known.
    mutating func enter(_ function: Function, line: Int) {
        for parameter in function.parameters { scope.bind(parameter.name, to: .dynamic, line: line) }
    }
}
