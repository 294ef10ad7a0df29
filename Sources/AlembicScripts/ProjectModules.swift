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
        let scope: Scope
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
        let (known, mayAsk) = state.withLock { state in
            let known = state.answers[question]
            if known == nil { state.questions += 1 }
            return (known, state.questions <= Self.limits.questions)
        }
        if let known { return known }
        guard mayAsk, way.questions.count < Self.limits.depth, !way.questions.contains(question) else {
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

    private func follow(_ question: Question, _ way: Way) -> Imported {
        let level = question.path.prefix { $0 == "." }.count
        var names = question.path.dropFirst(level).split(separator: ".").map(String.init)[...]
        let first = level == 0 ? names.popFirst().flatMap { child($0, in: roots) } : above(question.package, level)
        guard var place = first else { return .unknown }
        while let name = names.popFirst() {
            if let file = place.file, let module = module(file, way) {
                let directory = file.removingLastComponent()
                switch Evaluator(module.scope, imports: imports(from: directory, way)).bound(name)?.binding {
                case .constant(let value): return names.isEmpty ? .constant(value) : .unknown
                case .imported(let path) where !names.isEmpty:
                    return find(Question(([path] + names).joined(separator: "."), from: directory), way)
                case .imported, .dynamic, .function, .classDefinition: return .unknown
                case nil: if case .module = place { return module.isWhole ? .absent : .unknown }
                }
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
        let module = Module(scope: evaluator.scope, isWhole: parsed.error == nil)
        if inner.isCut.isSet { way.isCut.set() }
        if !inner.isCut.isSet || way.files.isEmpty { state.withLock { $0.modules[file] = module } }
        return module
    }
}
