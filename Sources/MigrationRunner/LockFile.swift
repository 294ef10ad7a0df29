import Glibc
import SystemPackage

/// A lock on a file beside an SQLite database. The kernel releases it when the process ends, in whichever way.
struct LockFile: RunLock {
    let path: FilePath
    let now: @Sendable () -> String

    /// - `database`: the database's own file, and no link to it.
    init(beside database: FilePath, now: @escaping @Sendable () -> String) {
        path = FilePath(database.string + ".migration-lock")
        self.now = now
    }

    func acquire(
        within wait: Duration, onWait: @Sendable (LockHolder?) -> Void
    ) async throws(RunFailure) -> any HeldLock {
        let end = ContinuousClock.now + wait
        var hasToldWho = false
        while true {
            if let held = try take() { return held }
            if !hasToldWho { onWait(holder) }
            hasToldWho = true
            guard ContinuousClock.now < end else { throw .locked(holder, after: wait) }
            do { try await Task.sleep(for: .milliseconds(250)) } catch { throw .noLock("The waiting was ended.") }
        }
    }

    /// `nil` while somebody else has it.
    private func take() throws(RunFailure) -> HeldLockFile? {
        do {
            // Not inherited by Alembic, which would hold it on.
            let file = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec, .noFollow],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            let held = HeldLockFile(file: file, path: path)
            guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
                guard errno == EWOULDBLOCK else { throw Errno(rawValue: errno) }
                return nil
            }
            // Somebody may have removed the file between opening and locking it.
            guard held.isInPlace else { return nil }
            try file.resize(to: 0)
            try file.writeAll("\(getpid()) migration-exporter run since \(now())\n".utf8)
            return held
        } catch {
            throw .noLock("The lock file \(path) cannot be used: \(error). \(cure(error as? Errno))")
        }
    }

    private func cure(_ error: Errno?) -> String {
        switch error {
        case .noSpace, .diskQuotaExceeded: "Make room there."
        case .tooManySymbolicLinkLevels: "It is a symbolic link: remove it."
        case _ where access(path.string, F_OK) == 0: "Let this user write it: it may be another user's."
        default: "Correct the permissions of its directory."
        }
    }

    private var holder: LockHolder? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = (try? file.closeAfter { try bytes.withUnsafeMutableBytes { try file.read(into: $0) } }) ?? 0
        let words = String(decoding: bytes.prefix(count), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard let process = words.first else { return nil }
        return LockHolder(
            process: String(process), applicationName: words.dropFirst().joined(separator: " "))
    }
}

/// Owns the open file, and with it the lock.
private final class HeldLockFile: HeldLock {
    private let file: FileDescriptor
    private let path: FilePath

    init(file: FileDescriptor, path: FilePath) {
        self.file = file
        self.path = path
    }

    deinit { try? file.close() }

    /// Whether the file is still the one at its path.
    var isInPlace: Bool {
        var own = stat()
        var other = stat()
        guard fstat(file.rawValue, &own) == 0, stat(path.string, &other) == 0 else { return false }
        return own.st_ino == other.st_ino && own.st_dev == other.st_dev
    }

    func lost() async -> String? {
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return nil }
            if !isInPlace { return "\(path) was removed." }
        }
    }

    /// Nobody but the processes themselves works on a file.
    func endOrphans() async -> Orphan? { nil }

    /// The file stays: removing it would let two others lock two files.
    func release() async { _ = flock(file.rawValue, LOCK_UN) }
}
