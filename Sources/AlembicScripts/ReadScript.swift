import SystemPackage

/// What one version file declared, and the state of the file that was read.
struct ReadScript {
    let script: VersionScript
    /// `nil` where it has to be read again whatever it looks like: it could not be read, which may change without a
    /// change of its own, or it depends on another file that has changed.
    private var status: FileStatus?

    init(_ file: VersionFile, _ depth: ScriptReader.Depth, _ others: ProjectModules) {
        do throws(UnreadableFile) {
            let (status, bytes) = try file.read()
            let text = file.file.text
            script = VersionScript(bytes, path: file.path, name: file.name, file: text, depth, others)
            self.status = status
        } catch {
            script = VersionScript(unreadable: file.file.text, error)
            status = nil
        }
    }

    mutating func forget() { status = nil }

    /// Whether the file is still what it was.
    func isOf(_ file: VersionFile) -> Bool {
        guard let status, let now = try? FileStatus(file.file) else { return false }
        return status == now
    }

    /// Whether both are of one state of a file.
    func isSame(as other: ReadScript) -> Bool { status != nil && status == other.status }
}

extension VersionFile {
    fileprivate func read() throws(UnreadableFile) -> (FileStatus, [UInt8]) {
        // To open what is no file may do something; of a plain one the list says that it is none of these.
        if !isPlain { try status().checkReadable() }
        let opened = try OpenFile(file)
        let status = try opened.status()
        try status.checkReadable()
        return (status, try opened.contents(status))
    }

    private func status() throws(UnreadableFile) -> FileStatus {
        do throws(Errno) {
            return try FileStatus(file)
        } catch {
            throw UnreadableFile(reason: error.description)
        }
    }
}
