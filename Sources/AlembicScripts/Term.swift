import PythonSource
import SystemPackage

/// What an expression of a script stands for, as far as that is known without running it.
enum Term: Equatable, Sendable {
    case unknown
    case nothing
    case boolean(Bool)
    /// As it was written.
    case number(String)
    case text(TermText)
    /// A list, a tuple, a set: whatever can be gone through.
    case list([Term])
    case dictionary([Entry])
    /// A module or a name in one: `alembic.op`.
    case path(String)
    indirect case attribute(Term, String)
    /// A call that is not followed: `sa.Column("id", sa.Integer())`.
    indirect case call(TermCall)
    indirect case function(TermFunction)
    /// One of these, by a condition that is not known.
    case either([Term])

    struct Entry: Equatable, Sendable {
        let key: Term
        let value: Term
    }
}

/// A function of the script itself, or of another file of the project.
struct TermFunction: Equatable, Sendable {
    let function: Function
    /// The call in which it is defined inside another one, whose names it sees.
    let call: Int?
    let isDecorated: Bool
    /// The other file.
    let file: FilePath?
}

extension Term {
    /// These bound how long it takes to go through one: since terms share their parts, a few lines make a huge one.
    private static let sizeLimit = 5_000
    private static let depthLimit = 60

    static func string(_ text: String) -> Term { .text(TermText(text)) }

    /// A text that is wholly known.
    var string: String? {
        guard case .text(let text) = self else { return nil }
        return text.known
    }

    /// The items that a loop over it goes through.
    var items: [Term]? {
        switch self {
        case .list(let items): items
        case .dictionary(let entries): entries.map(\.key)
        default: nil
        }
    }

    /// Texts that are all known.
    var strings: [String]? {
        if let string { return [string] }
        guard let items else { return nil }
        let strings = items.compactMap(\.string)
        return strings.count == items.count ? strings : nil
    }

    /// As `str()` gives it; a gap where that is not known.
    var formatted: TermText {
        switch self {
        case .text(let text): text
        case .nothing: TermText("None")
        case .boolean(let value): TermText(value ? "True" : "False")
        case .number(let digits) where digits == "0" || digits.allSatisfy(\.isNumber) && !digits.hasPrefix("0"):
            TermText(digits)
        default: .unknown
        }
    }

    /// Whether another term can be compared with it.
    var isConstant: Bool {
        switch self {
        case .nothing, .boolean, .number: true
        case .text(let text): text.known != nil
        case .list(let items): items.allSatisfy(\.isConstant)
        default: false
        }
    }

    /// Python's truth of it, where that is known.
    var truth: Bool? {
        switch self {
        case .nothing: return false
        case .boolean(let value): return value
        case .number(let digits): return digits.allSatisfy(\.isNumber) ? digits.contains { $0 != "0" } : nil
        case .text(let text): return text.known.map { !$0.isEmpty } ?? (text.parts.allSatisfy(\.isEmpty) ? nil : true)
        case .list(let items): return !items.isEmpty
        case .dictionary(let entries): return !entries.isEmpty
        case .function: return true
        case .either(let terms):
            let truths = Set(terms.map(\.truth))
            return truths.count == 1 ? truths.first ?? nil : nil
        case .unknown, .path, .attribute, .call: return nil
        }
    }

    /// Whether something holds of every term directly inside this one.
    func everyPart(_ holds: (Term) -> Bool) -> Bool {
        switch self {
        case .list(let items), .either(let items): items.allSatisfy(holds)
        case .dictionary(let entries): entries.allSatisfy { holds($0.key) && holds($0.value) }
        case .attribute(let base, _): holds(base)
        case .call(let call):
            holds(call.function) && call.positional.allSatisfy(holds) && call.keywords.allSatisfy { holds($0.value) }
        case .unknown, .nothing, .boolean, .number, .text, .path, .function: true
        }
    }

    /// This, or `unknown` where it is too large or too deep to be gone through.
    var bounded: Term {
        var size = Self.sizeLimit
        return isWithin(&size, depth: Self.depthLimit) ? self : .unknown
    }

    /// Takes its size from what is left of it.
    private func isWithin(_ size: inout Int, depth: Int) -> Bool {
        size -= 1
        guard size >= 0, depth >= 0 else { return false }
        return everyPart { $0.isWithin(&size, depth: depth - 1) }
    }

    func attribute(_ name: String) -> Term {
        if case .path(let path) = self { .path(path + "." + name) } else { .attribute(self, name) }
    }

    /// The same, as if the script itself had written it in that line.
    func written(in line: Int) -> Term {
        switch self {
        case .list(let items): .list(items.map { $0.written(in: line) })
        case .either(let terms): .either(terms.map { $0.written(in: line) })
        case .dictionary(let entries):
            .dictionary(entries.map { Entry(key: $0.key, value: $0.value.written(in: line)) })
        case .attribute(let base, let name): .attribute(base.written(in: line), name)
        case .call(let call): .call(call.written(in: line))
        case .unknown, .nothing, .boolean, .number, .text, .path, .function: self
        }
    }

    /// Either of two, by a condition that is not known.
    func or(_ other: Term) -> Term {
        if self == other { return self }
        var terms = alternatives
        for term in other.alternatives where !terms.contains(term) { terms.append(term) }
        return terms.count <= 6 ? .either(terms) : .unknown
    }

    var isEither: Bool { if case .either = self { true } else { false } }

    var alternatives: [Term] {
        guard case .either(let terms) = self else { return [self] }
        return terms
    }
}
