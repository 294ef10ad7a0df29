import MigrationModel
import SystemPackage

/// What an earlier reading found, by file.
struct ReaderMemory {
    private struct Remembered<Content> {
        let status: FileStatus
        let content: Content
    }

    /// Where everything was found.
    private struct Place: Equatable {
        let location: ScriptLocation
        let files: VersionFiles
        let environment: EnvironmentScript
    }

    private struct Reading {
        let place: Place
        /// By the place in the list of files.
        var scripts: [ReadScript]
        let answer: MigrationScripts

        mutating func forgetWhatAsksOthers() {
            for number in scripts.indices where scripts[number].script.asksOthers { scripts[number].forget() }
        }
    }

    private let depth: ScriptReader.Depth
    private let threads: Int
    private var others: (modules: ProjectModules, roots: [FilePath])?
    private var environment: Remembered<EnvironmentScript>?
    private var last: Reading?

    init(depth: ScriptReader.Depth, threads: Int) {
        self.depth = depth
        self.threads = threads
    }

    /// The very same value as before where nothing has changed.
    mutating func scripts(_ location: ScriptLocation, named path: FilePath) -> MigrationScripts {
        let others = modules(location.roots)
        let files = list(location)
        let place = Place(location: location, files: files, environment: environment(location.environment, others))
        let known = known(files)
        let depth = depth
        let read = inParts(files.files.count, threads: threads) { number in
            let file = files.files[number]
            return known?[number].flatMap { $0.isOf(file) ? $0 : nil } ?? ReadScript(file, depth, others)
        }
        if let last, last.place == place, zip(read, last.scripts).allSatisfy({ $0.isSame(as: $1) }) {
            return last.answer
        }
        let answer = MigrationScripts(
            revisions: read.compactMap(\.script.revision),
            steps: depth == .graph ? [:] : steps(of: read),
            versionTable: place.environment.versionTable, isOneTransaction: place.environment.isOneTransaction,
            findings: location.findings + files.findings + read.flatMap(\.script.findings)
                + emptiness(location, files, read, path))
        last = Reading(place: place, scripts: read, answer: answer)
        return answer
    }

    /// What was found in each of the files before.
    private func known(_ files: VersionFiles) -> [ReadScript?]? {
        guard let last else { return nil }
        if last.place.files == files { return last.scripts }
        let known = Dictionary(zip(last.place.files.files, last.scripts)) { $1 }
        return files.files.map { known[$0] }
    }

    /// The other files of the project. What depends on them is forgotten where one of them has changed.
    private mutating func modules(_ roots: [FilePath]) -> ProjectModules {
        if let others, others.roots == roots, others.modules.isUnchanged { return others.modules }
        if others != nil {
            last?.forgetWhatAsksOthers()
            environment = nil
        }
        let modules = ProjectModules(roots: roots)
        others = (modules, roots)
        return modules
    }

    private func steps(of scripts: [ReadScript]) -> [RevisionID: [SchemaStep]] {
        Dictionary(scripts.compactMap { read in read.script.revision.map { ($0.id, read.script.steps) } }) { $1 }
    }

    private func list(_ location: ScriptLocation) -> VersionFiles {
        if let known = last?.place, known.location == location, known.files.isUnchanged { return known.files }
        return VersionFiles(in: location)
    }

    private mutating func environment(_ path: FilePath?, _ others: ProjectModules) -> EnvironmentScript {
        guard let path, let status = try? FileStatus(path) else {
            environment = nil
            return EnvironmentScript()
        }
        if let environment, environment.status == status { return environment.content }
        // It names a table or it does not: the readings of the database tell if the table is another one.
        guard let bytes = try? contents(of: path, status: status) else { return EnvironmentScript() }
        let script = EnvironmentScript(bytes, others)
        environment = Remembered(status: status, content: script)
        return script
    }

    /// What to say where there is nothing to read.
    private func emptiness(
        _ location: ScriptLocation, _ files: VersionFiles, _ read: [ReadScript], _ path: FilePath
    ) -> [Finding] {
        guard !location.versions.isEmpty, read.allSatisfy({ $0.script.revision == nil }) else { return [] }
        if location.directory == nil {
            let holdsIni = location.versions.contains { $0.appending("alembic.ini").exists }
            return [
                Finding(
                    .configError, "\(path) is neither a script directory nor a version directory with revisions.",
                    cure: holdsIni
                        ? "Name the alembic.ini in it, or the directory that holds env.py."
                        : "Name the directory that holds env.py, or the one that holds the revisions.")
            ]
        }
        guard read.isEmpty else { return [] }
        let places = location.versions.map(\.string).joined(separator: ", ")
        return [
            Finding(
                .noRevisions, "There are no revisions in \(places).",
                cure: location.isRecursive
                    ? "Write the first one, or correct version_locations."
                    : "Write the first one; if they are in sub-directories, set recursive_version_locations = true.",
                file: location.versions.first?.string)
        ]
    }
}
