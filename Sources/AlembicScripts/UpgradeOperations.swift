import MigrationModel
import PythonSource

/// What `upgrade()` does to the schema, in order, as far as a static reading can tell.
func upgradeSteps(of module: PythonModule, _ scope: Scope, revision: RevisionID, file: String) -> [SchemaStep] {
    guard let upgrade = scope["upgrade"] else { return [] }
    var reading = UpgradeReading(Evaluator(scope), Assignments(in: module.statements), revision, file: file)
    guard case .function(let function) = upgrade.binding else {
        reading.doubt(.anyTable, "upgrade() is no function of this file", line: upgrade.line)
        return reading.steps
    }
    reading.noteTypes(in: module.statements)
    reading.enter(function, line: upgrade.line)
    reading.read(function.body, guarding: nil)
    if let error = module.error ?? function.error {
        reading.doubt(.anyTable, "the file cannot be read to its end", line: error.line)
    }
    return reading.steps
}

/// Walks through the statements of a function and notes what they do to tables.
///
/// It never claims more than the text says: what stands under a condition, in a loop or in a helper function is a doubt
/// about the tables that it names.
struct UpgradeReading {
    /// Helper functions may call one another twice each: this bounds how often a body is read.
    private static let callLimit = 2_000

    private(set) var steps: [SchemaStep] = []
    var evaluator: Evaluator
    private let revision: RevisionID
    private let file: String
    /// Names of connections, and of what was made from one.
    var handles: Set<String> = []
    /// Names of enumerated types, which have `create()` and `drop()` too.
    var types: Set<String> = []
    let assignments: Assignments
    private var calls: [String] = []
    private var callCount = 0

    init(_ evaluator: Evaluator, _ assignments: Assignments, _ revision: RevisionID, file: String) {
        self.evaluator = evaluator
        self.assignments = assignments
        self.revision = revision
        self.file = file
    }

    mutating func add(_ change: SchemaChange, guarding: String?, line: Int) {
        steps.append(SchemaStep(change, at: place(line), condition: guarding))
    }

    mutating func doubt(_ scope: Doubt.Scope, _ reason: String, line: Int) {
        steps.append(SchemaStep(.opaque(Doubt(scope, reason, at: place(line))), at: place(line)))
    }

    func place(_ line: Int) -> ScriptPlace { ScriptPlace(revision: revision, file: file, line: line) }

    /// Goes into a function with the arguments of a call, as far as they are known.
    mutating func enter(_ function: Function, with arguments: [Expression.Argument] = [], line: Int) {
        let outer = evaluator
        let parameters = function.parameters.map(\.name)
        evaluator.enter(function, line: line)
        for (position, argument) in arguments.enumerated() {
            let parameter: String
            switch argument.kind {
            case .positional where position < parameters.count: parameter = parameters[position]
            case .keyword(let name) where parameters.contains(name): parameter = name
            // What is unpacked shifts what stands behind it.
            case .unpacked: return
            default: continue
            }
            if let path = outer.path(of: argument.value) {
                evaluator.scope.bind(parameter, to: .imported(path), line: line)
            } else if let value = outer.value(of: argument.value) {
                evaluator.scope.bind(parameter, to: .constant(value), line: line)
            }
            if isHandle(argument.value, in: outer) { handles.insert(parameter) }
        }
    }

    /// `guarding` is why the statements may not run, or not once; `nil` where they do.
    mutating func read(_ statements: [Statement], guarding: String?) {
        var guarding = guarding
        for statement in statements {
            for expression in statement.expressions { read(expression, of: statement, guarding: guarding) }
            readBody(of: statement, guarding: guarding)
            note(statement)
            switch statement.node {
            case .returns, .raises: return
            default: if statement.body.mayLeave { guarding = guarding ?? "behind a `return` under a condition" }
            }
        }
    }

    private mutating func readBody(of statement: Statement, guarding: String?) {
        let outer = evaluator
        switch statement.node {
        case .conditional(let branches, let otherwise):
            readBranches(branches, otherwise, guarding: guarding)
        case .loop(_, _, let body, let otherwise):
            evaluator.forget(in: statement)
            read(body, guarding: guarding ?? "in a loop")
            read(otherwise, guarding: guarding ?? "behind a loop")
        case .attempt(let body, let handlers, let otherwise, let finally):
            read(body, guarding: guarding ?? "under `try`")
            for handler in handlers { read(handler.body, guarding: guarding ?? "under `except`") }
            read(otherwise, guarding: guarding ?? "under `try`")
            read(finally, guarding: guarding)
        case .with(let items, let body):
            for item in items { bind(item) }
            read(body, guarding: guarding)
            return
        case .other(_, let body):
            evaluator.forget(in: statement)
            read(body, guarding: guarding ?? "under a condition")
        default: return
        }
        evaluator = outer
        evaluator.run(statement)
    }

    private mutating func readBranches(_ branches: [Statement.Branch], _ otherwise: [Statement], guarding: String?) {
        let outer = evaluator
        var inner = guarding
        for branch in branches {
            let truth = evaluator.truth(of: branch.condition)
            if truth == false { continue }
            if truth == true { return read(branch.body, guarding: inner) }
            inner = inner ?? "under `if`"
            read(branch.body, guarding: inner)
            evaluator = outer
        }
        read(otherwise, guarding: inner)
    }

    /// Reads a helper of this file where it is called.
    mutating func call(_ function: Function, with arguments: [Expression.Argument], line: Int) {
        callCount += 1
        guard !calls.contains(function.name), calls.count < 50, callCount < Self.callLimit else {
            return doubt(.anyTable, "functions that call each other", line: line)
        }
        let outer = evaluator
        calls.append(function.name)
        enter(function, with: arguments, line: line)
        read(function.body, guarding: "in the helper function \(function.name)()")
        if let error = function.error { doubt(.anyTable, "a helper that cannot be read to its end", line: error.line) }
        calls.removeLast()
        evaluator = outer
    }
}

extension [Statement] {
    /// Whether the function may be left, or a round of a loop ended, from inside these statements.
    fileprivate var mayLeave: Bool {
        contains { statement in
            switch statement.node {
            case .returns: true
            case .classDefinition: false
            default: statement.body.mayLeave
            }
        }
    }
}
