import MigrationModel
import PythonSource

// Classes of the script, and functions that are given to others to be called: both are looked at, and not followed.
extension UpgradeReading {
    /// Runs what stands in a class. One whose methods may do something to the schema is known by that from then on, and
    /// so is each class behind it, which may inherit them.
    mutating func define(class name: String, _ body: [Statement]) {
        guard otherFile == nil else { return names[name] = .attribute(.unknown, name) }
        let before = names
        _ = run(body)
        let own = names.filter { before[$0.key] != $0.value }.values
        let mayInherit = before.values.contains(where: isActingClass) || module.values.contains(where: isActingClass)
        let acts = mayInherit || own.contains { if case .function = $0 { self.acts($0) } else { false } }
        // Its names are its own, but what it changed in place is changed.
        names = before.merging(names.filter { before[$0.key] != nil }) { $0 == $1 ? $0 : .unknown }
        names[name] = .attribute(acts ? Self.actingClass : .unknown, name)
    }

    /// No name of Python's.
    private static let actingClass = Term.path("class")

    /// Whether it is such a class, or comes from one.
    func isActingClass(_ term: Term) -> Bool {
        switch term {
        case .attribute(let base, _): base == Self.actingClass || isActingClass(base)
        case .call(let call): isActingClass(call.function)
        case .either(let terms): terms.contains(where: isActingClass)
        default: false
        }
    }

    /// Whether something may be done to the schema where it is called, with whatever arguments.
    mutating func acts(_ term: Term) -> Bool {
        switch term {
        case .function(let function):
            let call = TermCall(
                function: term, positional: [], keywords: [], hasMorePositional: true, hasMoreKeywords: true,
                line: callLine ?? 1)
            let wasAutocommitted = isAutocommitted
            defer { isAutocommitted = wasAutocommitted }
            return collecting { $0.call(function, call) }.steps.contains {
                if case .changeRows = $0.change { false } else { true }
            }
        case .path(let path): return path.behind("alembic.op.").map { !Self.harmlessOperations.contains($0) } ?? false
        case .attribute(let base, let name):
            return isActingClass(term) || Self.distinctOperations.contains(name)
                || Self.executing.contains(name) && isHandle(base)
        case .call(let call):
            if case .path("functools.partial") = call.function { return givesAction(call) }
            return isActingClass(term)
        case .either(let terms): return terms.contains { acts($0) }
        default: return false
        }
    }

    /// Whether an argument acts where it is called.
    mutating func givesAction(_ call: TermCall) -> Bool {
        for argument in call.positional + call.keywords.map(\.value) where acts(argument) { return true }
        return false
    }

    /// Doubts what a function does that is given another one.
    mutating func doubtGivenAction(_ call: TermCall) {
        if givesAction(call) { doubt(.anyTable, "a function that is given to another one", line: call.line) }
    }

    static let harmlessOperations: Set<String> = [
        "batch_alter_table", "f", "get_bind", "get_context", "inline_literal",
    ]

    static let executing: Set<String> = ["exec_driver_sql", "execute", "executescript", "scalar", "scalars"]

    /// Functions of Python's own that call what they are given.
    static let calling: Set<String> = ["filter", "iter", "map", "max", "min", "sorted"]
}
