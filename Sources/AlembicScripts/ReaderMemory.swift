import MigrationModel
import SystemPackage

/// What an earlier reading found, by file.
struct ReaderMemory {
    private struct Remembered<Content> {
        let status: FileStatus
        let content: Content
    }

    private struct ReadFile {
        let file: VersionFile
        let script: VersionScript
    }

    private struct Reading: Equatable {
        let location: ScriptLocation
        let files: VersionFiles
        let versionTable: VersionTableChoice?
    }

    private let depth: ScriptReader.Depth
    private let threads: Int
    private var others: (modules: ProjectModules, roots: [FilePath])?
    /// By inode.
    private var scripts: [UInt64: ReadFile] = [:]
    private var environment: Remembered<VersionTableChoice?>?
    private var last: (reading: Reading, answer: MigrationScripts)?

    init(depth: ScriptReader.Depth, threads: Int) {
        self.depth = depth
        self.threads = threads
    }

    /// The very same value as before where nothing has changed.
    mutating func scripts(_ location: ScriptLocation, named path: FilePath) -> MigrationScripts {
        let others = modules(location.roots)
        let files = list(location)
        let reading = Reading(
            location: location, files: files, versionTable: versionTable(location.environment, others))
        if let last, last.reading == reading { return last.answer }
        let known = scripts
        let depth = depth
        let read = inParts(files.files, threads: threads) { file in
            Self.script(file, unlessIn: known[file.status.inode], depth, others)
        }
        let answer = MigrationScripts(
            revisions: read.compactMap(\.revision),
            steps: depth == .graph ? [:] : steps(of: read),
            versionTable: reading.versionTable,
            findings: location.findings + files.findings + read.flatMap(\.findings)
                + emptiness(location, files, read, path))
        scripts.removeAll(keepingCapacity: true)
        for (file, script) in zip(files.files, read) where script.isRead {
            scripts[file.status.inode] = ReadFile(file: file, script: script)
        }
        // A file that could not be read may become readable without a change of its own.
        last = read.allSatisfy(\.isRead) ? (reading, answer) : nil
        return answer
    }

    /// The other files of the project. What depends on them is forgotten where one of them has changed.
    private mutating func modules(_ roots: [FilePath]) -> ProjectModules {
        if let others, others.roots == roots, others.modules.isUnchanged { return others.modules }
        if others != nil {
            scripts = scripts.filter { !$0.value.script.asksOthers }
            environment = nil
            last = nil
        }
        let modules = ProjectModules(roots: roots)
        others = (modules, roots)
        return modules
    }

    private func steps(of scripts: [VersionScript]) -> [RevisionID: [SchemaStep]] {
        Dictionary(scripts.compactMap { script in script.revision.map { ($0.id, script.steps) } }) { $1 }
    }

    private func list(_ location: ScriptLocation) -> VersionFiles {
        if let known = last?.reading, known.location == location, known.files.isUnchanged { return known.files }
        return VersionFiles(in: location)
    }

    private static func script(
        _ file: VersionFile, unlessIn known: ReadFile?, _ depth: ScriptReader.Depth, _ others: ProjectModules
    ) -> VersionScript {
        if let known, known.file == file { return known.script }
        do throws(UnreadableFile) {
            let bytes = try contents(of: file.file, status: file.status)
            return VersionScript(bytes, path: file.path, name: file.name, file: file.file.text, depth, others)
        } catch {
            return VersionScript(unreadable: file.file.text, error)
        }
    }

    private mutating func versionTable(_ path: FilePath?, _ others: ProjectModules) -> VersionTableChoice? {
        guard let path, let status = try? FileStatus(path) else {
            environment = nil
            return nil
        }
        if let environment, environment.status == status { return environment.content }
        // It names a table or it does not: the readings of the database tell if the table is another one.
        guard let bytes = try? contents(of: path, status: status) else { return nil }
        let choice = AlembicScripts.versionTable(inEnvironment: bytes, others)
        environment = Remembered(status: status, content: choice)
        return choice
    }

    /// What to say where there is nothing to read.
    private func emptiness(
        _ location: ScriptLocation, _ files: VersionFiles, _ read: [VersionScript], _ path: FilePath
    ) -> [Finding] {
        guard !location.versions.isEmpty, read.allSatisfy({ $0.revision == nil }) else { return [] }
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
