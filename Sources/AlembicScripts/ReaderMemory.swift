import MigrationModel
import SystemPackage

/// What an earlier reading found, by file.
struct ReaderMemory {
    private struct Remembered<Content> {
        let status: FileStatus
        let content: Content
    }

    private struct Reading: Equatable {
        let location: ScriptLocation
        let files: VersionFiles
        let versionTable: VersionTableChoice?
    }

    private var scripts: [FilePath: Remembered<VersionScript>] = [:]
    private var environment: Remembered<VersionTableChoice?>?
    private var last: (reading: Reading, answer: MigrationScripts)?

    /// The very same value as before where nothing has changed.
    mutating func scripts(_ location: ScriptLocation, named path: FilePath) -> MigrationScripts {
        let files = list(location)
        let reading = Reading(location: location, files: files, versionTable: versionTable(location.environment))
        if let last, last.reading == reading { return last.answer }
        var remembered: [FilePath: Remembered<VersionScript>] = [:]
        var isWhole = true
        for file in files.files {
            let script = script(file)
            remembered[file.file] = script
            isWhole = isWhole && !script.content.findings.contains { $0.kind == .unreadableFile }
        }
        let read = files.files.compactMap { remembered[$0.file]?.content }
        let answer = MigrationScripts(
            revisions: read.compactMap(\.revision),
            steps: Dictionary(
                read.compactMap { script in script.revision.map { ($0.id, script.steps) } }
            ) { $1 },
            versionTable: reading.versionTable,
            findings: location.findings + files.findings + read.flatMap(\.findings)
                + emptiness(location, files, read, path))
        scripts = remembered
        // A file that could not be read may become readable without a change of its own.
        last = isWhole ? (reading, answer) : nil
        return answer
    }

    private func list(_ location: ScriptLocation) -> VersionFiles {
        if let known = last?.reading, known.location == location, known.files.isUnchanged { return known.files }
        return VersionFiles(in: location)
    }

    private func script(_ file: VersionFile) -> Remembered<VersionScript> {
        if let known = scripts[file.file], known.status == file.status,
            !known.content.findings.contains(where: { $0.kind == .unreadableFile })
        {
            return known
        }
        let content: VersionScript
        do throws(UnreadableFile) {
            let bytes = try contents(of: file.file, status: file.status)
            content = VersionScript(bytes, path: file.path, name: file.name, file: file.file.string)
        } catch {
            content = VersionScript(unreadable: file.file.string, error)
        }
        return Remembered(status: file.status, content: content)
    }

    private mutating func versionTable(_ path: FilePath?) -> VersionTableChoice? {
        guard let path, let status = try? FileStatus(path) else {
            environment = nil
            return nil
        }
        if let environment, environment.status == status { return environment.content }
        // It names a table or it does not: the readings of the database tell if the table is another one.
        guard let bytes = try? contents(of: path, status: status) else { return nil }
        let choice = AlembicScripts.versionTable(inEnvironment: bytes)
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
