import Glibc
import MigrationModel
import SystemPackage

/// A file that is written under another name, and gets its own when it is whole.
struct BackupFile: Sendable {
    let path: FilePath
    /// When it was begun, as it stands in its name.
    let moment: String
    /// Where it is written. Only our user may read it: it holds all that the database holds.
    let part: FilePath

    init(in directory: FilePath, of database: String, at time: Timestamp, ending: String) throws(RunFailure) {
        let name = database.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" }
        moment = time.description.filter { !"-:".contains($0) }
        path = directory.appending("\(String(name))-\(moment).\(ending)")
        part = FilePath(path.string + ".part")
        do {
            guard access(path.string, F_OK) != 0 else { throw Errno.fileExists }
            try FileDescriptor.open(
                part, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite]
            ).close()
        } catch {
            throw .backup("\(part) cannot be written: \(error). --backup-to names a directory that must be there.")
        }
    }

    /// Gives it its name once it is on the disk, and answers its size.
    func keep() throws(RunFailure) -> Int {
        do {
            let bytes = try flush(part)
            guard bytes > 0 else { throw Errno.noData }
            guard rename(part.string, path.string) == 0 else { throw Errno(rawValue: errno) }
            _ = try flush(path.removingLastComponent())
            return bytes
        } catch {
            discardParts()
            throw .backup("\(part) cannot be kept: \(error).")
        }
    }

    /// What is left of an attempt; nothing after it was kept.
    func discardParts() {
        // The others are SQLite's own, beside a copy in work.
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(part.string + ending) }
    }

    /// Its size, once it is on the disk.
    private func flush(_ path: FilePath) throws -> Int {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter {
            var status = stat()
            guard fsync(file.rawValue) == 0, fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
            return Int(status.st_size)
        }
    }
}
