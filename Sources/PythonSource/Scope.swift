/// What names stand for at one point of a program.
package struct Scope: Sendable, Equatable {
    package enum Binding: Sendable, Equatable {
        case constant(Value)
        /// A value that only running the program would tell.
        case dynamic
        /// A module or a name in one: `alembic.op`.
        case imported(String)
        case function(Function)
        case classDefinition
    }

    package struct Bound: Sendable, Equatable {
        package let binding: Binding
        /// Where it was bound, from 1.
        package let line: Int
        /// Which list or set it is, of those that were written; 0 where any.
        let display: Int

        init(binding: Binding, line: Int, display: Int = 0) {
            self.binding = binding
            self.line = line
            self.display = display
        }
    }

    private(set) var names: [String: Bound] = [:]
    /// The line of a `from … import *`, which may bind any name.
    private(set) var anyNameLine: Int?

    /// The modules of which every name was imported, in order.
    private(set) var starModules: [String?] = []

    package init() {}

    init(capacity: Int) { names.reserveCapacity(capacity) }

    /// What a name stands for; `nil` where nothing binds it.
    package subscript(name: String) -> Bound? {
        names[name] ?? anyNameLine.map { Bound(binding: .dynamic, line: $0) }
    }

    package func value(of name: String) -> Value? {
        guard case .constant(let value) = names[name]?.binding else { return nil }
        return value
    }

    package mutating func bind(_ name: String, to binding: Binding, line: Int) {
        bind(name, to: binding, line: line, display: 0)
    }

    mutating func bind(_ name: String, to binding: Binding, line: Int, display: Int) {
        names[name] = Bound(binding: binding, line: line, display: display)
    }

    /// - `module`: `nil` where it is not certain that it is imported.
    mutating func bindAnyName(of module: String?, line: Int) {
        anyNameLine = line
        starModules.append(module)
    }

    /// What a name stands for by a statement that names it.
    package func ownBinding(of name: String) -> Binding? { names[name]?.binding }

    package func isBoundByStarOnly(_ name: String) -> Bool { names[name] == nil }

    /// `from module import name`
    static func path(of name: String, in module: String) -> String {
        module.hasSuffix(".") ? module + name : module + "." + name
    }

    mutating func unbind(_ name: String) { names[name] = nil }

    /// What the given names stand for now.
    func snapshot(of names: Set<String>) -> Snapshot {
        Snapshot(bounds: names.map { ($0, self.names[$0]) })
    }

    mutating func restore(_ snapshot: Snapshot) {
        for (name, bound) in snapshot.bounds { names[name] = bound }
    }

    /// Keeps what holds either way: a name that the snapshot does not agree on becomes dynamic.
    mutating func merge(_ snapshot: Snapshot) {
        for (name, other) in snapshot.bounds {
            let own = names[name]
            if own?.binding != other?.binding {
                names[name] = Bound(binding: .dynamic, line: max(own?.line ?? 0, other?.line ?? 0))
            } else if let own, own.display != other?.display {
                names[name] = Bound(binding: own.binding, line: own.line)
            }
        }
    }

    /// A few names and what they stood for: much less than a copy of a large module's scope at each of its branches.
    struct Snapshot {
        fileprivate let bounds: [(String, Bound?)]
    }
}
