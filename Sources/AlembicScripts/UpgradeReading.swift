import MigrationModel
import PythonSource
import SystemPackage

/// What `upgrade()` does to the schema of a database of the given kind, in order, as far as a static reading can tell,
/// and whether it was looked into other files for that.
func upgradeSteps(
    of module: PythonModule, revision: RevisionID, file: String, dialect: Dialect, _ others: ProjectModules
) -> (steps: [SchemaStep], asksOthers: Bool) {
    var reading = UpgradeReading(revision, file: file, dialect: dialect, others)
    reading.load(module)
    guard let upgrade = reading.module["upgrade"] else { return ([], reading.asksOthers) }
    if case .function(let function) = upgrade {
        reading.run(function.function)
        if let error = function.function.error {
            reading.doubt(.anyTable, "the function cannot be read to its end", line: error.line)
        }
    } else {
        reading.doubt(.anyTable, "upgrade() is no function of this file", line: 1)
    }
    if let error = module.error {
        reading.doubt(.anyTable, "the file cannot be read to its end", line: error.line)
    }
    return (reading.steps, reading.asksOthers)
}

/// Goes through the statements of a script as Python would, with what is known, and notes what they do to the schema.
///
/// It never claims more than the text says: what may run or not, or not once, is a step with a condition, and what
/// cannot be followed is a doubt about all that it may touch.
struct UpgradeReading {
    /// These bound how long a reading takes, whatever a script says: rounds of loops, and calls of its own functions.
    private static let roundLimit = 2_000
    private static let callLimit = 2_000
    /// This bounds the stack: statements and expressions inside each other, over all functions that are being read.
    private static let depthLimit = 200

    let dialect: Dialect
    let others: ProjectModules
    let revision: RevisionID
    let file: String

    var steps: [SchemaStep] = []
    /// What names stand for: those of the module, and those of the function that is being read.
    var module: [String: Term] = [:]
    var names: [String: Term] = [:]
    /// What they stand for in the functions that called it, the outermost one's first.
    var callers: [[String: Term]] = []
    /// Whether something was asked of the project's other files.
    var asksOthers = false
    /// The other file that is being read, with what the names of each stand for that is not, and the line of the script
    /// because of which it is.
    var otherFile: FilePath?
    var modules: [FilePath?: [String: Term]] = [:]
    var callLine: Int?
    /// The other files that are being loaded, each because of the one before it.
    var loading: [FilePath] = []
    /// The module of the last `from … import *` in the script itself.
    var starModule: String?
    /// Whether the module itself is being loaded, and no function of it is called yet.
    private(set) var isLoading = false
    /// Whether what is raised may be caught.
    var isTrying = false
    var isAutocommitted = false
    /// What the functions that are being read have returned, the innermost one's last.
    var returned: [[Term]] = [[]]
    /// Those that the function that is being read says are the module's.
    var globals: Set<String> = []
    private var calls: [Call] = []
    private var callCount = 0
    private var roundCount = 0
    private var depth = 0

    /// A function that is being read.
    private struct Call {
        /// Each call has another.
        let number: Int
        let function: String
        let file: FilePath?
    }

    init(_ revision: RevisionID, file: String, dialect: Dialect, _ others: ProjectModules) {
        self.revision = revision
        self.file = file
        self.dialect = dialect
        self.others = others
    }

    /// For another file of the project, because of this one.
    init(_ other: FilePath, of reading: UpgradeReading) {
        self.init(reading.revision, file: reading.file, dialect: reading.dialect, reading.others)
        otherFile = other
        loading = reading.loading + [other]
        depth = reading.depth
    }

    /// Runs the module's own statements, which bind its names.
    mutating func load(_ module: PythonModule) {
        isLoading = true
        names.reserveCapacity(module.statements.count + 8)
        _ = run(module.statements)
        isLoading = false
        self.module = names
        steps = []
        names = [:]
    }

    /// Runs a function of which the arguments are not known.
    mutating func run(_ function: Function) {
        names = parameters(of: function)
        calls = [Call(number: 0, function: function.name, file: nil)]
        _ = run(function.body)
    }

    // What is noted.

    func place(_ line: Int) -> ScriptPlace { ScriptPlace(revision: revision, file: file, line: callLine ?? line) }

    mutating func add(_ change: SchemaChange, line: Int, condition: String? = nil) {
        steps.append(
            SchemaStep(change, at: place(line), condition: condition, isAutocommitted: isAutocommitted))
    }

    mutating func doubt(_ scope: Doubt.Scope, _ reason: String, line: Int) {
        add(.opaque(Doubt(scope, reason, at: place(line))), line: line)
    }

    /// Runs something whose steps depend on a condition.
    mutating func collecting<Result>(_ body: (inout Self) -> Result) -> (steps: [SchemaStep], result: Result) {
        let before = steps
        steps = []
        let result = body(&self)
        defer { steps = before }
        return (steps, result)
    }

    mutating func under<Result>(_ condition: String, _ body: (inout Self) -> Result) -> Result {
        let (found, result) = collecting(body)
        steps += found.map { $0.under(condition) }
        return result
    }

    /// The same, where what follows runs whether this did or not.
    mutating func perhaps<Result>(_ condition: String, _ body: (inout Self) -> Result) -> Result {
        let before = names
        defer { names = before.merging(names) { $0.or($1) } }
        return under(condition, body)
    }

    // Calls of functions of the project.

    /// The call that defines a function inside another one; `nil` for one of a module.
    var definingCall: Int? { calls.last?.number }

    /// Reads a function where it is called, and says what it returns.
    mutating func call(_ called: TermFunction, _ arguments: TermCall) -> Term {
        callCount += 1
        let isOpen = calls.contains { $0.function == called.function.name && $0.file == called.file }
        guard !isOpen, calls.count < 50, callCount < Self.callLimit else {
            doubt(.anyTable, "functions that call each other", line: arguments.line)
            return .unknown
        }
        // What the module's own statements call sees what is bound so far.
        if isLoading, callers.isEmpty { module = names }
        returned.append([])
        callers.append(names)
        // The caller is among them, and this call is not yet.
        names = called.call.map { names(in: $0) } ?? [:]
        calls.append(Call(number: callCount, function: called.function.name, file: called.file))
        let (caller, line) = (otherFile, callLine)
        let outerGlobals = globals
        globals = []
        enter(called.file)
        if caller != called.file { callLine = called.file.map { _ in line ?? arguments.line } }
        let bound = parameters(of: called.function, arguments)
        names.merge(bound) { $1 }
        let flow =
            called.isDecorated
            ? under("in a function with a decorator") { $0.run(called.function.body) } : run(called.function.body)
        if let error = called.function.error {
            doubt(.anyTable, "a function that cannot be read to its end", line: error.line)
        }
        enter(caller)
        callLine = line
        globals = outerGlobals
        calls.removeLast()
        names = callers.popLast() ?? [:]
        var values = returned.popLast() ?? []
        // What decorates it decides what the caller gets.
        if called.isDecorated { return .unknown }
        if values.isEmpty || flow.contains(.runs) { values.append(.nothing) }
        let value = values.dropFirst().reduce(values[0]) { $0.or($1) }
        return caller == nil && called.file != nil ? value.written(in: arguments.line) : value
    }

    /// What names stand for in a call that is not over; nothing is known of those of one that is.
    private func names(in call: Int) -> [String: Term] {
        guard let position = calls.firstIndex(where: { $0.number == call }) else { return [:] }
        // Where a module is loaded, its own statements are the first caller.
        return callers[position + callers.count - calls.count]
    }

    /// What parameters stand for in a call, or without one.
    private mutating func parameters(of function: Function, _ call: TermCall? = nil) -> [String: Term] {
        var bound: [String: Term] = [:]
        var position = 0
        for parameter in function.parameters {
            switch parameter.kind {
            case .rest:
                let rest = call.map { Array($0.positional.dropFirst(position)) }
                bound[parameter.name] = call?.hasMorePositional == false ? rest.map { .list($0) } : .unknown
            case .restOfKeywords:
                let named = Set(function.parameters.filter { $0.kind != .rest }.map(\.name))
                let rest = call?.keywords.filter { !named.contains($0.name) } ?? []
                bound[parameter.name] =
                    call?.hasMoreKeywords == false
                    ? .dictionary(rest.map { Term.Entry(key: .string($0.name), value: $0.value) }) : .unknown
            case .named, .keywordOnly:
                let value = call?.argument(parameter.kind == .named ? position : nil, parameter.name)
                bound[parameter.name] = value ?? (call == nil ? .unknown : parameter.defaultValue.map { evaluate($0) })
                if parameter.kind == .named { position += 1 }
            }
            if bound[parameter.name] == nil { bound[parameter.name] = .unknown }
        }
        return bound
    }

    /// Goes one level deeper, or says that it is too deep to be followed.
    mutating func deeper<Result>(line: Int, else unknown: Result, _ body: (inout Self) -> Result) -> Result {
        guard depth < Self.depthLimit else {
            doubt(.anyTable, "code that is nested too deep", line: line)
            return unknown
        }
        depth += 1
        defer { depth -= 1 }
        return body(&self)
    }

    /// Whether so many rounds of a loop more may be followed.
    mutating func allows(rounds count: Int) -> Bool {
        roundCount += count
        return roundCount <= Self.roundLimit
    }
}

extension SchemaStep {
    /// The same, where a condition decides whether it runs.
    func under(_ condition: String) -> SchemaStep {
        SchemaStep(change, at: place, condition: self.condition ?? condition, isAutocommitted: isAutocommitted)
    }
}
