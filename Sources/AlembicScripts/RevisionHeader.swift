import MigrationModel
import PythonSource

/// Reads `revision`, `down_revision`, `branch_labels` and `depends_on`, and says what is wrong with them.
///
/// Source of the rules: `Script._from_path` and the checks of `alembic.script.revision.Revision`.
struct RevisionHeader {
    private(set) var findings: [Finding] = []
    private let evaluator: Evaluator
    private let module: PythonModule
    private let name: String
    private let file: String

    init(_ evaluator: Evaluator, _ module: PythonModule, name: String, file: String) {
        self.evaluator = evaluator
        self.module = module
        self.name = name
        self.file = file
    }

    /// Whether a value that counts is not known from the file alone.
    static func isUnclear(_ evaluator: Evaluator) -> Bool {
        ["revision", "down_revision", "branch_labels", "depends_on"].contains { name in
            switch evaluator.scope[name]?.binding {
            case nil, .constant: false
            case .dynamic, .imported, .function, .classDefinition: true
            }
        }
    }

    /// A value that the file gives, or why it is not known.
    private enum Reading {
        case absent
        case value(Value, line: Int)
        case dynamic(line: Int)
        /// It has characters of an encoding that is not known here.
        case undecoded(line: Int)
    }

    private func read(_ name: String) -> Reading {
        // What an installed package gives to all who import its names, `sqlalchemy` above all, labels no revision.
        // Those that a revision must have are not left out: where they are not in the file, that is where they are.
        if name == "branch_labels" || name == "depends_on", evaluator.isAtMostOutside(name) { return .absent }
        guard let bound = evaluator.bound(name) else { return .absent }
        guard case .constant(let value) = bound.binding else { return .dynamic(line: bound.line) }
        return value.isUndecoded ? .undecoded(line: bound.line) : .value(value, line: bound.line)
    }

    mutating func revisionID() -> RevisionID? {
        switch read("revision") {
        case .absent: return legacyID()
        case .dynamic(let line):
            reportDynamic("revision", line: line)
            return nil
        case .undecoded(let line):
            reportUndecoded("revision", line: line)
            return nil
        case .value(.string(let text), let line): return checked(text, line: line)
        case .value(_, let line):
            report(.invalidValue, "revision is no string.", cure: "Write the id as a string.", line: line)
            return nil
        }
    }

    private mutating func checked(_ text: String, line: Int) -> RevisionID? {
        let illegal = Set(text.unicodeScalars.filter { $0 == "@" || $0 == "-" || $0 == "+" || $0 == ":" })
        guard illegal.isEmpty else {
            let characters = illegal.sorted().map { "'\($0)'" }.joined(separator: ", ")
            report(
                .invalidID, "Character(s) \(characters) not allowed in revision identifier '\(text)'",
                cure: "Give the revision an id without them.", line: line)
            return nil
        }
        guard let id = RevisionID(text) else {
            report(.invalidValue, "revision is empty.", cure: "Give the revision an id.", line: line)
            return nil
        }
        if text.unicodeScalars.count > 32 {
            report(
                .longID, "Revision '\(text)' is longer than the 32 characters of the version table's column.",
                cure: "Shorten the id, or widen the column before the upgrade.", line: line)
        }
        return id
    }

    /// A file without `revision` is known by its name, as in Alembic 0.1: `cafe01.py`.
    private mutating func legacyID() -> RevisionID? {
        if reportBroken() { return nil }
        let stem = name.dropLast(3)
        if name.hasSuffix(".py"), stem.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let id = RevisionID(String(stem))
        {
            return id
        }
        report(
            .unidentifiedFile,
            "Could not determine revision id from filename \(name). Be sure the 'revision' variable is declared inside "
                + "the script.", cure: "Move a file that is no revision out of the version location.")
        return nil
    }

    /// `nil` where the file is no revision: it must say what it builds on, if only `None`.
    mutating func down() -> Declaration? {
        if case .absent = read("down_revision") {
            if reportBroken() { return nil }
            report(
                .unidentifiedFile, "module '\(name)' has no attribute 'down_revision'",
                cure: "Write down_revision = None in a first revision; move a file that is no revision elsewhere.")
            return nil
        }
        let down = declaration("down_revision", .dynamicRevision)
        guard down.items.contains("") else { return down }
        report(.invalidValue, "down_revision holds an empty name.", cure: "Write None or an id.", line: down.line)
        return Declaration(.none, line: down.line)
    }

    /// What a label is called changes nothing but what it can be asked for by: a computed one hides no revision.
    mutating func labels() -> Declaration { declaration("branch_labels", .dynamicLabel) }

    mutating func dependsOn() -> Declaration {
        if case .absent = read("depends_on"), !hasHeaderEnded, reportBroken() { return .none }
        return declaration("depends_on", .dynamicRevision)
    }

    private mutating func declaration(_ name: String, _ dynamic: FindingKind) -> Declaration {
        switch read(name) {
        case .absent: return .none
        case .dynamic(let line):
            reportDynamic(name, dynamic, line: line)
            return Declaration(.none, line: line)
        case .undecoded(let line):
            reportUndecoded(name, dynamic, line: line)
            return Declaration(.none, line: line)
        case .value(let value, let line):
            if let value = Self.names(value) { return Declaration(value, line: line) }
            report(
                .invalidValue, "\(name) is neither None nor a name nor a list of names.",
                cure: "Write None, a string, or a tuple of strings.", line: line)
            return Declaration(.none, line: line)
        }
    }

    /// `None` alone in a list is nothing; beside a name it is a fault.
    private static func names(_ value: Value) -> Declaration.Value? {
        switch value {
        case .nothing: return Declaration.Value.none
        case .string(let name): return .one(name)
        case .tuple(let items), .list(let items), .set(let items):
            if items == [.nothing] { return .many([]) }
            let names = items.compactMap(\.string)
            guard names.count == items.count else { return nil }
            guard case .set = value else { return .many(names) }
            return .many(names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        case .boolean, .number, .bytes: return nil
        }
    }

    mutating func checkUpgrade() {
        if let error = module.error {
            report(
                .noUpgradeFunction, Self.describe(error, in: name),
                cure: error.isLimit ? Self.simpler : "Correct the file: Alembic cannot load it.", line: error.line)
        } else if evaluator.scope["upgrade"] == nil {
            report(
                .noUpgradeFunction, "\(name) has no function upgrade().",
                cure: "Write one, with `pass` if there is nothing to do.")
        }
    }

    /// Whether a function stands before the error, so that the header is over.
    private var hasHeaderEnded: Bool {
        module.statements.contains { if case .function = $0.node { true } else { false } }
    }

    /// Whether what is missing may stand behind an error.
    private mutating func reportBroken() -> Bool {
        guard let error = module.error else { return false }
        report(
            .unparsableFile, Self.describe(error, in: name),
            cure: error.isLimit ? Self.simpler : "Correct the file: Alembic cannot load it either.", line: error.line)
        return true
    }

    private static let simpler = "Save it as UTF-8, and write simpler what is nested too deep."

    private static func describe(_ error: SyntaxError, in name: String) -> String {
        let problem = error.isLimit ? "cannot be read" : "is no Python"
        return "\(name) \(problem) from line \(error.line) on: \(error.message)."
    }

    private mutating func reportUndecoded(_ name: String, _ kind: FindingKind = .dynamicRevision, line: Int) {
        report(
            kind, "\(name) has characters of an encoding that is not known here.", cure: "Save the file as UTF-8.",
            line: line)
    }

    private mutating func reportDynamic(_ name: String, _ kind: FindingKind = .dynamicRevision, line: Int) {
        report(
            kind, "\(name) is put together at run time.",
            cure: "Write it as a literal, or as a constant of a file of the project.", line: line)
    }

    private mutating func report(_ kind: FindingKind, _ message: String, cure: String, line: Int? = nil) {
        findings.append(Finding(kind, message, cure: cure, file: file, line: line))
    }
}

extension Value {
    /// Whether characters of it were replaced when the file was decoded.
    fileprivate var isUndecoded: Bool {
        switch self {
        case .string(let text): text.unicodeScalars.contains("\u{FFFD}")
        case .tuple(let items), .list(let items), .set(let items): items.contains(where: \.isUndecoded)
        case .nothing, .boolean, .number, .bytes: false
        }
    }
}
