import PythonSource
import Synchronization
import SystemPackage

/// The Python files of a project beside its version files, as far as names are imported from them.
///
/// Each is read once, and all of this is to be thrown away when one of the files that were looked for has changed, come
/// or gone. What lies outside the project stays unknown: installed packages are not searched.
final class ProjectModules: Sendable {
    /// How many files are read and questions asked in all, and over how many names one is followed.
    private static let limits = (files: 200, questions: 5_000, depth: 20)

    private struct State {
        var statuses: [FilePath: FileStatus?] = [:]
        var modules: [FilePath: Module] = [:]
        var answers: [Question: Imported] = [:]
        var definitions: [Question: Definition?] = [:]
        /// What the names of a file stand for in an upgrade.
        var names: [FilePath: [String: Term]] = [:]
        var readings = 0
        var questions = 0
    }

    private struct Question: Hashable {
        let path: String
        /// The directory in which a relative name begins.
        let package: FilePath?

        init(_ path: String, from package: FilePath?) {
            self.path = path
            self.package = path.hasPrefix(".") ? package : nil
        }
    }

    /// A file that was read.
    private struct Module {
        let parsed: PythonModule
        let scope: Scope
        /// Names that its functions may bind anew.
        let rebound: [String]
        /// Whether it has no other names.
        let isWhole: Bool
    }

    /// The way from a version file to where a name is looked for.
    private struct Way {
        /// Those that are being read, each because of the one before it.
        var files: [FilePath] = []
        /// Those that are open, each because of the one before it.
        var questions: [Question] = []
        /// Whether it came to where another way would have gone on: in a circle, or at a limit.
        let isCut = Cut()

        final class Cut: Sendable {
            private let flag = Mutex(false)

            var isSet: Bool { flag.withLock { $0 } }

            func set() { flag.withLock { $0 = true } }
        }

        func asking(_ question: Question) -> Way { Way(files: files, questions: questions + [question]) }

        func reading(_ file: FilePath) -> Way { Way(files: files + [file], questions: questions) }
    }

    /// What a name may lead to.
    private enum Place {
        case module(FilePath)
        /// Several directories where none of them has an `__init__.py`.
        case package([FilePath], file: FilePath?)

        var file: FilePath? {
            switch self {
            case .module(let file): file
            case .package(_, let file): file
            }
        }
    }

    private let roots: [FilePath]
    private let state = Mutex(State())

    /// - `roots`: the directories in which Python looks for top-level names, in order.
    init(roots: [FilePath]) { self.roots = roots }

    /// Whether all that was looked for is as it was.
    var isUnchanged: Bool {
        state.withLock { state in state.statuses.allSatisfy { (try? FileStatus($0)) == $1 } }
    }

    /// For a file that belongs to no package, as Alembic loads version files and `env.py`.
    var imports: Imports { { self.find(Question($0, from: nil), Way()) } }

    private func imports(from directory: FilePath, _ way: Way) -> Imports {
        { self.find(Question($0, from: directory), way) }
    }

    private func find(_ question: Question, _ way: Way) -> Imported {
        if let known = state.withLock({ $0.answers[question] }) { return known }
        guard mayAsk(question, way) else {
            way.isCut.set()
            return .unknown
        }
        let inner = way.asking(question)
        let answer = follow(question, inner)
        if inner.isCut.isSet { way.isCut.set() }
        // What was found on the way is known only as far as that way went.
        if !inner.isCut.isSet || way.questions.isEmpty { state.withLock { $0.answers[question] = answer } }
        return answer
    }

    private func mayAsk(_ question: Question, _ way: Way) -> Bool {
        let count = state.withLock { state in
            state.questions += 1
            return state.questions
        }
        return count <= Self.limits.questions && way.questions.count < Self.limits.depth
            && !way.questions.contains(question)
    }

    private func follow(_ question: Question, _ way: Way) -> Imported {
        switch walk(question, way) {
        case .absent: return .absent
        case .outside: return .outside
        case .unknown: return .unknown
        case .name(let name):
            switch name.binding {
            case .constant(let value): return name.rest.isEmpty ? .constant(value) : .unknown
            case .imported(let path) where !name.rest.isEmpty: return find(name.question(path), way)
            case .imported, .dynamic, .function, .classDefinition: return .unknown
            }
        }
    }

    /// What a dotted name leads to: a name of a file, and what is asked of that.
    private enum End {
        case name(Name)
        /// The file has no such name.
        case absent
        /// No directory of the project has such a module.
        case outside
        case unknown
    }

    /// A name of a file, and what is asked of what it stands for.
    private struct Name {
        let text: String
        let binding: Scope.Binding
        let rest: ArraySlice<String>
        let file: FilePath

        /// Where to go on, for one that is imported from there.
        func question(_ path: String) -> Question {
            Question(([path] + rest).joined(separator: "."), from: file.removingLastComponent())
        }
    }

    private func walk(_ question: Question, _ way: Way) -> End {
        let level = question.path.prefix { $0 == "." }.count
        var names = question.path.dropFirst(level).split(separator: ".").map(String.init)[...]
        let first = level == 0 ? names.popFirst().flatMap { child($0, in: roots) } : above(question.package, level)
        guard var place = first else { return level == 0 ? .outside : .unknown }
        while let name = names.popFirst() {
            if let file = place.file, let module = module(file, way) {
                let evaluator = Evaluator(
                    module.scope, imports: imports(from: file.removingLastComponent(), way))
                // A star of a package may bind any name, and seldom that of a module in it.
                if case .package(let directories, _) = place, module.scope.isBoundByStarOnly(name),
                    let next = child(name, in: directories)
                {
                    place = next
                    continue
                }
                if evaluator.isAtMostOutside(name) { return .outside }
                if let bound = evaluator.bound(name) {
                    return .name(Name(text: name, binding: bound.binding, rest: names, file: file))
                }
                if case .module = place { return module.isWhole ? .absent : .unknown }
            }
            guard case .package(let directories, _) = place, let next = child(name, in: directories) else {
                return .unknown
            }
            place = next
        }
        return .unknown
    }

    /// As Python's path finder: a package, then a module, in one directory after the other; then directories that are
    /// packages by their name alone.
    private func child(_ name: String, in directories: [FilePath]) -> Place? {
        var portions: [FilePath] = []
        for directory in directories {
            let inner = directory.appending(name)
            if let file = file(inner.appending("__init__.py")) { return .package([inner], file: file) }
            if let file = file(directory.appending(name + ".py")) { return .module(file) }
            if status(inner)?.isDirectory == true { portions.append(inner) }
        }
        return portions.isEmpty ? nil : .package(portions, file: nil)
    }

    private func above(_ package: FilePath?, _ level: Int) -> Place? {
        guard var directory = package else { return nil }
        for _ in 1..<level { directory.removeLastComponent() }
        return .package([directory], file: file(directory.appending("__init__.py")))
    }

    private func file(_ path: FilePath) -> FilePath? { status(path)?.isRegular == true ? path : nil }

    private func status(_ path: FilePath) -> FileStatus? {
        state.withLock { state in
            if let known = state.statuses[path] { return known }
            let status = try? FileStatus(path)
            state.statuses[path] = .some(status)
            return status
        }
    }

    private func module(_ file: FilePath, _ way: Way) -> Module? {
        guard !way.files.contains(file) else {
            way.isCut.set()
            return nil
        }
        let (known, mayRead) = state.withLock { state in
            state.readings += state.modules[file] == nil ? 1 : 0
            return (state.modules[file], state.readings <= Self.limits.files)
        }
        if let known { return known }
        guard mayRead, let status = status(file), let bytes = try? contents(of: file, status: status) else {
            return nil
        }
        let parsed = PythonModule(parsing: bytes)
        let inner = way.reading(file)
        let evaluator = parsed.evaluated(imports(from: file.removingLastComponent(), inner))
        let module = Module(
            parsed: parsed, scope: evaluator.scope, rebound: bytes.globalNames, isWhole: parsed.error == nil)
        if inner.isCut.isSet { way.isCut.set() }
        if !inner.isCut.isSet || way.files.isEmpty { state.withLock { $0.modules[file] = module } }
        return module
    }
}

// What upgrades use of other files: functions, and values that evaluating constants does not tell.
extension ProjectModules {
    /// Where a name is bound that others may only pass on.
    struct Definition {
        let file: FilePath
        let name: String
    }

    func definition(of path: String) -> Definition? {
        let question = Question(path, from: nil)
        if let known = state.withLock({ $0.definitions[question] }) { return known }
        let found = define(question, Way())
        state.withLock { $0.definitions[question] = .some(found) }
        return found
    }

    private func define(_ question: Question, _ way: Way) -> Definition? {
        guard mayAsk(question, way), case .name(let name) = walk(question, way.asking(question)),
            let binding = module(name.file, way)?.scope.ownBinding(of: name.text)
        else { return nil }
        switch binding {
        case .imported(let path): return define(name.question(path), way.asking(question))
        case .constant, .dynamic, .function:
            return name.rest.isEmpty ? Definition(file: name.file, name: name.text) : nil
        case .classDefinition: return nil
        }
    }

    /// The package that a file belongs to, by the name by which others import it: `app.migrations`.
    func package(of file: FilePath) -> String? {
        let root = roots.filter { file.starts(with: $0) }.max { $0.components.count < $1.components.count }
        return root.map {
            file.components.dropFirst($0.components.count).dropLast().map(\.string).joined(separator: ".")
        }
    }

    /// What the names of a file stand for when it is loaded, as `load` tells; `nil` where it cannot be.
    ///
    /// - `isAnswer`: whether that depends on nothing but the file and those that it imports.
    func names(of file: FilePath, isAnswer: Bool, _ load: (PythonModule) -> [String: Term]) -> [String: Term]? {
        if let known = state.withLock({ $0.names[file] }) { return known }
        guard let module = module(file, Way()), module.isWhole else { return nil }
        let names = load(module.parsed).merging(module.rebound.map { ($0, Term.unknown) }) { $1 }
        if isAnswer { state.withLock { $0.names[file] = names } }
        return names
    }
}

extension [UInt8] {
    /// The names that functions of this Python file say are `global`, for they may bind them anew.
    fileprivate var globalNames: [String] {
        String(decoding: self, as: UTF8.self).split(whereSeparator: \.isNewline).flatMap { line -> [String] in
            let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            return words.first == "global" ? words.dropFirst().map(String.init) : []
        }
    }
}
