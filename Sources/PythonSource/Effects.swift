/// What running statements may do to a module beside binding the names that stand before their assignments.
struct Effects {
    /// Names that functions and classes say are `global`, for they may bind them anew.
    private(set) var globals: Set<String> = []
    /// Names of which a list may be changed in place.
    private(set) var changed: Set<String> = []
    /// Every name that stands for a value: functions that are called among them.
    private(set) var mentioned: Set<String> = []

    init(of statements: [Statement]) { add(statements) }

    private mutating func add(_ statements: [Statement]) {
        for statement in statements {
            switch statement.node {
            case .global(let names): globals.formUnion(names)
            case .function(let function): add(function.body)
            case .assignment(let targets, _), .delete(let targets): for target in targets { add(changed: target) }
            case .augmented(let target, _, _):
                changed.formUnion(target.owners)
                add(changed: target)
            case .loop(let target?, _, _, _): add(changed: target)
            default: break
            }
            for expression in statement.expressions { add(expression) }
            add(statement.body)
        }
    }

    /// Of `owner[key]`, which is set or deleted.
    private mutating func add(changed target: Expression) {
        if case .subscripted = target.node { changed.formUnion(target.owners) }
    }

    private mutating func add(_ expression: Expression) {
        expression.forEachPart { part in
            switch part.node {
            case .name(let name): mentioned.insert(name)
            case .call(let function, let arguments):
                if case .attribute(let owner, _) = function.node { changed.formUnion(owner.owners) }
                for argument in arguments { changed.formUnion(argument.value.owners) }
            default: break
            }
        }
    }
}

extension Expression {
    /// Steps through it and all that is inside it, without a frame of the stack for each level.
    func forEachPart(_ body: (Expression) -> Void) {
        var pending = [self]
        while let next = pending.popLast() {
            body(next)
            pending += next.children
        }
    }

    /// Whether running it does nothing but give a value. Nearly all that stands in a header is.
    var isPlain: Bool {
        switch node {
        case .none, .boolean, .number, .string, .bytes, .name: true
        case .tuple(let items), .list(let items), .set(let items): items.allSatisfy(\.isPlain)
        case .attribute(let base, _): base.isPlain
        default: false
        }
    }

    /// The names of which the list changes, when what this stands for does.
    fileprivate var owners: [String] {
        switch node {
        case .name(let name): [name]
        case .subscripted(let base, _): base.owners
        default: []
        }
    }

    /// The names that `:=` inside it may bind.
    var namedNames: Set<String> {
        guard !isPlain else { return [] }
        var names: Set<String> = []
        forEachPart { if case .named(let name, _) = $0.node { names.insert(name) } }
        return names
    }
}

extension [Statement] {
    /// Whether the loop of which this is the body may end by a `break`.
    var mayBreak: Bool {
        contains { statement in
            switch statement.node {
            case .breaks: true
            // Of its own body, a `break` is its own.
            case .loop(_, _, _, let otherwise): otherwise.mayBreak
            case .function, .classDefinition: false
            default: statement.body.mayBreak
            }
        }
    }

    /// The names that the body of a class binds outside of it.
    var globalNames: [String] {
        flatMap { statement in
            if case .global(let names) = statement.node { names } else { statement.body.globalNames }
        }
    }
}

extension Evaluator {
    /// What an expression does beside giving its value: it may bind names, and change lists.
    ///
    /// - `isCertain`: whether it is evaluated at all.
    mutating func run(_ expression: Expression, isCertain: Bool = true) {
        guard !expression.isPlain else { return }
        if isCertain, case .named(let name, let value) = expression.node {
            run(value)
            return scope.bind(name, to: binding(of: value), line: expression.line, display: display(of: value))
        }
        var pending = [expression]
        while let next = pending.popLast() {
            switch next.node {
            case .named(let name, _): scope.bind(name, to: .dynamic, line: next.line)
            case .name(let name): mayCall(name, line: next.line)
            case .call(let function, let arguments): call(function, arguments, line: next.line)
            default: break
            }
            pending += next.children
        }
    }

    private mutating func call(_ function: Expression, _ arguments: [Expression.Argument], line: Int) {
        switch function.node {
        case .attribute(let owner, let method):
            if case .string = owner.node { return }
            if !Self.readingMethods.contains(method) { change(owner, line: line) }
        case .name(let name) where scope[name] == nil && Self.readingFunctions.contains(name): return
        default: break
        }
        for argument in arguments where argument.kind != .unpacked { change(argument.value, line: line) }
    }

    /// Those of lists and sets that change nothing.
    private static let readingMethods: Set<String> = [
        "copy", "count", "difference", "index", "intersection", "isdisjoint", "issubset", "issuperset",
        "symmetric_difference", "union",
    ]

    /// Those of Python's own that are given lists and change nothing.
    private static let readingFunctions: Set<String> = [
        "all", "any", "bool", "enumerate", "frozenset", "isinstance", "len", "list", "max", "min", "print", "repr",
        "reversed", "set", "sorted", "str", "sum", "tuple", "type", "zip",
    ]

    /// Forgets what a list or a set holds that is, or may be, changed in place, by whatever name it is known.
    mutating func change(_ owner: Expression, line: Int) {
        switch owner.node {
        case .name(let name):
            guard let bound = bound(name), case .constant(let value) = bound.binding, value.isMutable else { return }
            forget(value, bound.display, line: line)
        case .attribute(let base, _):
            guard let path = path(of: owner) else { return change(base, line: line) }
            guard let value = value(of: owner), value.isMutable else { return }
            changedPaths.insert(path)
            forget(value, 0, line: line)
        case .subscripted(let inner, _), .starred(let inner), .named(_, let inner): change(inner, line: line)
        case .tuple(let parts), .list(let parts), .any(let parts), .all(let parts):
            for part in parts { change(part, line: line) }
        case .conditional(_, let value, let otherwise):
            change(value, line: line)
            change(otherwise, line: line)
        default: break
        }
    }

    /// Makes every name dynamic that may stand for this list, for something that this is in, or for one that is in it.
    private mutating func forget(_ changed: Value, _ display: Int, line: Int) {
        for (name, own) in scope.names {
            guard own.display == display || own.display == 0 || display == 0, let own = bound(name),
                case .constant(let value) = own.binding, value.isMutable,
                value.holds(changed) || changed.holds(value)
            else { continue }
            scope.bind(name, to: .dynamic, line: line)
        }
    }

    /// Which list or set an expression stands for, of those that were written.
    mutating func display(of expression: Expression) -> Int {
        switch expression.node {
        case .list, .set:
            displayCount += 1
            return displayCount
        case .name(let name): return scope[name]?.display ?? 0
        default: return 0
        }
    }

    mutating func apply(_ effects: Effects, line: Int) {
        for name in effects.globals { scope.bind(name, to: .dynamic, line: line) }
        for name in effects.changed { change(Expression(.name(name), line: line), line: line) }
        for name in effects.mentioned { mayCall(name, line: line) }
    }

    /// Forgets what a function of the file may do, and those that it may call.
    mutating func mayCall(_ name: String, line: Int) {
        guard case .function? = scope.ownBinding(of: name) else { return }
        var seen: Set<String> = [name]
        var pending = [name]
        while let next = pending.popLast() {
            guard case .function(let function)? = scope.ownBinding(of: next) else { continue }
            let effects = effects(of: function, named: next)
            for name in effects.globals { scope.bind(name, to: .dynamic, line: line) }
            for name in effects.changed { change(Expression(.name(name), line: line), line: line) }
            for name in effects.mentioned where seen.insert(name).inserted { pending.append(name) }
        }
    }

    private mutating func effects(of function: Function, named name: String) -> Effects {
        if let known = effects[name], known.function == function { return known.effects }
        let found = Effects(of: function.body)
        effects[name] = (function, found)
        return found
    }
}

extension Value {
    /// Whether it may be changed in place, or holds what may be.
    fileprivate var isMutable: Bool {
        switch self {
        case .list, .set: true
        case .tuple(let items): items.contains(where: \.isMutable)
        case .nothing, .boolean, .number, .string, .bytes: false
        }
    }

    /// Whether it is this, or has it inside.
    fileprivate func holds(_ other: Value) -> Bool {
        self == other || items?.contains { $0.holds(other) } ?? false
    }
}
