import MigrationModel
import PythonSource

extension UpgradeReading {
    mutating func call(
        _ function: Expression, _ arguments: [Expression.Argument], line: Int, isStatement: Bool
    ) -> Term {
        guard case .attribute(let owner, let method) = function.node else {
            let callee = evaluate(function)
            return call(callee, evaluate(arguments, of: callee, line: line), isStatement: isStatement)
        }
        let base = evaluate(owner)
        let call = evaluate(arguments, of: base.attribute(method), line: line)
        if let result = change(base, of: owner, by: method, call) { return result }
        if case .path(let path) = base {
            return callImported(path + "." + method, call, isStatement: isStatement)
        }
        return self.method(method, of: base, call) ?? callMethod(method, of: base, call)
    }

    private mutating func evaluate(_ arguments: [Expression.Argument], of callee: Term, line: Int) -> TermCall {
        var positional: [Term] = []
        var keywords: [TermCall.Keyword] = []
        var morePositional = false
        var moreKeywords = false
        for argument in arguments {
            let value = evaluate(argument.value)
            switch argument.kind {
            case .positional:
                if case .comprehension = argument.value.node, arguments.count == 1 {
                    positional.append(value)
                } else if !morePositional {
                    positional.append(value)
                }
            case .keyword(let name): keywords.append(TermCall.Keyword(name: name, value: value))
            case .unpacked:
                // What is unpacked shifts what stands behind it.
                if let items = value.items, !morePositional { positional += items } else { morePositional = true }
            case .unpackedKeywords:
                guard case .dictionary(let entries) = value, entries.allSatisfy({ $0.key.string != nil }) else {
                    moreKeywords = true
                    continue
                }
                keywords += entries.map { TermCall.Keyword(name: $0.key.string ?? "", value: $0.value) }
            }
        }
        return TermCall(
            function: callee, positional: positional, keywords: keywords, hasMorePositional: morePositional,
            hasMoreKeywords: moreKeywords, line: callLine ?? line)
    }

    private mutating func call(_ callee: Term, _ call: TermCall, isStatement: Bool) -> Term {
        switch callee {
        case .function(let function): return self.call(function, call)
        case .path(let path): return callImported(path, call, isStatement: isStatement)
        case .either(let callees):
            return choose(callees, call)
        default:
            if isStatement || passesConnection(call) || acts(callee) || givesAction(call) {
                doubt(.anyTable, "a call of a function that is not known here", line: call.line)
            }
            forgetArguments(of: call)
            return .call(call)
        }
    }

    private mutating func choose(_ callees: [Term], _ call: TermCall) -> Term {
        var results: [Term] = []
        _ = choose(
            callees.map { callee in
                { reading in
                    results.append(reading.call(callee, call, isStatement: true))
                    return .runs
                }
            }, "under `if`")
        return results.dropFirst().reduce(results.first ?? .unknown) { $0.or($1) }
    }

    private mutating func callImported(_ path: String, _ call: TermCall, isStatement: Bool) -> Term {
        if let name = path.behind("alembic.op.") { return operate(name, call) }
        if let name = path.behind("builtins.") {
            if Self.calling.contains(name) { doubtGivenAction(call) }
            return builtin(name, call)
        }
        switch path {
        case "textwrap.dedent", "inspect.cleandoc", "sqlalchemy.sql.quoted_name", "sqlalchemy.quoted_name",
            "sqlalchemy.sql.elements.quoted_name", "copy.copy", "copy.deepcopy":
            return call.positional.first ?? .unknown
        case "alembic.context.is_offline_mode": return .boolean(false)
        default: break
        }
        if Self.isHarmless(path) {
            // What comes of it acts where it is called itself.
            if path != "functools.partial" { doubtGivenAction(call) }
            return .call(call)
        }
        if case .function(let function) = imported(.path(path), line: call.line) { return self.call(function, call) }
        if isStatement {
            doubt(.anyTable, "a call of \(path)(), which another file defines", line: call.line)
        } else if passesConnection(call) {
            doubt(.anyTable, "a call of \(path)() with a connection", line: call.line)
        } else {
            doubtGivenAction(call)
        }
        forgetArguments(of: call)
        return .call(call)
    }

    private mutating func callMethod(_ name: String, of base: Term, _ call: TermCall) -> Term {
        if case .either(let bases) = base {
            return choose(bases.map { $0.attribute(name) }, name, bases, call)
        }
        if let batch = batch(base) { return operate(name, call, batch: batch) }
        if isActingClass(base) {
            doubt(.anyTable, "a call of \(name)() of a class of the script", line: call.line)
            return .call(call)
        }
        switch name {
        case _ where Self.executing.contains(name):
            if let statement = call.argument(0, "statement") ?? call.argument(0, "sqltext") {
                execute(statement, line: call.line)
            }
        case "create_all":
            doubt(.newTable, "create_all() of a model's metadata", line: call.line)
        case "drop_all":
            doubt(.anyTable, "drop_all() of a model's metadata", line: call.line)
        case "create", "drop": createOrDrop(base, call, isDrop: name == "drop")
        case "run_sync", "run_callable", "run_async", "invoke":
            doubt(.anyTable, "a call of \(name)()", line: call.line)
        case _ where Self.distinctOperations.contains(name) && !isStatementOfRows(base):
            // Most likely an `op` that came another way than by an import.
            _ = under("of an object that is not known here") { $0.operate(name, call) }
        default:
            doubtGivenAction(call)
            if changesRows(name, base) {
                add(.changeRows(nil), line: call.line)
            } else if !isHandle(base), !Self.isHarmless(base) {
                if passesConnection(call) {
                    doubt(.anyTable, "a call of \(name)() with a connection", line: call.line)
                }
                forgetArguments(of: call)
            }
        }
        return .call(call)
    }

    private mutating func choose(_ callees: [Term], _ name: String, _ bases: [Term], _ call: TermCall) -> Term {
        var results: [Term] = []
        _ = choose(
            zip(callees, bases).map { callee, base in
                { reading in
                    let call = TermCall(
                        function: callee, positional: call.positional, keywords: call.keywords,
                        hasMorePositional: call.hasMorePositional, hasMoreKeywords: call.hasMoreKeywords,
                        line: call.line)
                    if case .path(let path) = callee {
                        results.append(reading.callImported(path, call, isStatement: false))
                    } else {
                        results.append(
                            reading.method(name, of: base, call) ?? reading.callMethod(name, of: base, call))
                    }
                    return .runs
                }
            }, "under `if`")
        return results.dropFirst().reduce(results.first ?? .unknown) { $0.or($1) }
    }

    /// Names of operations that hardly anything else has.
    static let distinctOperations: Set<String> = [
        "add_column", "alter_column", "batch_alter_table", "create_check_constraint", "create_foreign_key",
        "create_index", "create_primary_key", "create_table", "create_unique_constraint", "drop_column",
        "drop_constraint", "drop_index", "drop_table", "rename_table",
    ]

    /// Modules that have nothing to do with databases, and those whose calls only describe.
    static func isHarmless(_ path: String) -> Bool { harmless.contains(path.firstName) }

    private static let harmless: Set<Substring> = [
        "alembic", "collections", "contextlib", "copy", "datetime", "enum", "functools", "geoalchemy2", "itertools",
        "json", "logging", "math", "operator", "os", "pathlib", "re", "sqlalchemy", "sqlalchemy_utils", "sqlmodel",
        "string", "sys", "textwrap", "time", "typing", "uuid", "warnings",
    ]

    /// Whether something comes from such a module: `logging.getLogger()`.
    private static func isHarmless(_ term: Term) -> Bool {
        switch term {
        case .path(let path): isHarmless(path)
        case .attribute(let base, _): isHarmless(base)
        case .call(let call): isHarmless(call.function)
        default: false
        }
    }
}
