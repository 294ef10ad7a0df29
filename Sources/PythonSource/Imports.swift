/// What a dotted name in another file stands for: `package.module.NAME`, with dots before it where it is relative.
package typealias Imports = @Sendable (_ path: String) -> Imported

package enum Imported: Sendable, Equatable {
    case constant(Value)
    /// A module that is known has no such name.
    case absent
    /// It is looked for in a module that is not part of the project.
    case outside
    /// Only running the program would tell.
    case unknown
}

extension Evaluator {
    /// The dotted path that an expression names by imports: `alembic.op.create_table`.
    package func path(of expression: Expression) -> String? {
        switch expression.node {
        case .name(let name):
            guard case .imported(let path) = scope[name]?.binding else { return nil }
            return path
        case .attribute(let base, let name): return path(of: base).map { $0 + "." + name }
        default: return nil
        }
    }

    /// What a name stands for, followed into other files; `nil` where nothing binds it.
    package func bound(_ name: String) -> Scope.Bound? {
        guard let bound = scope[name], let imports else { return scope[name] }
        switch bound.binding {
        case .imported(let path):
            guard case .constant(let value) = imports(path) else { return bound }
            return Scope.Bound(binding: .constant(value), line: bound.line)
        case .dynamic where scope.isBoundByStarOnly(name):
            switch importedByStar(name) {
            case .constant(let value): return Scope.Bound(binding: .constant(value), line: bound.line)
            case .absent: return nil
            case .outside, .unknown: return bound
            }
        default: return bound
        }
    }

    func imported(by name: String) -> Value? {
        guard imports != nil, case .constant(let value) = bound(name)?.binding else { return nil }
        return value
    }

    func imported(by expression: Expression) -> Value? {
        guard let imports, let path = path(of: expression), !changedPaths.contains(path),
            case .constant(let value) = imports(path)
        else { return nil }
        return value
    }

    /// Whether nothing but a `from … import *` of modules outside of the project can bind a name.
    package func isAtMostOutside(_ name: String) -> Bool {
        scope.isBoundByStarOnly(name) && importedByStar(name) == .outside
    }

    /// What the last `from … import *` with that name gave it.
    private func importedByStar(_ name: String) -> Imported {
        guard imports != nil else { return .unknown }
        var isOutside = false
        for module in scope.starModules.reversed() {
            guard let module else { return .unknown }
            let found = imported(name, byStarOf: module)
            if found == .outside { isOutside = true }
            if found != .absent, found != .outside { return found }
        }
        return isOutside ? .outside : .absent
    }

    private func imported(_ name: String, byStarOf module: String) -> Imported {
        guard !name.hasPrefix("_") else { return .absent }
        guard let imports else { return .unknown }
        let found = imports(Scope.path(of: name, in: module))
        guard found != .absent, found != .outside,
            case .constant(.list(let names)) = imports(Scope.path(of: "__all__", in: module))
        else { return found }
        return names.contains(.string(name)) ? found : .absent
    }

    /// Binds anew what a `from module import *` may, of the names that are bound.
    mutating func rebind(byStarOf module: String, line: Int) {
        for (name, bound) in scope.names where !name.hasPrefix("_") {
            switch imported(name, byStarOf: module) {
            case .constant(let value): scope.bind(name, to: isCertain ? .constant(value) : .dynamic, line: line)
            case .unknown:
                // A function or a module stays what it is: constants are what is asked for.
                if case .constant = bound.binding { scope.bind(name, to: .dynamic, line: line) }
            case .absent, .outside: break
            }
        }
    }
}
