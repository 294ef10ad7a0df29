import Glibc
import SystemPackage

/// What tells whether a file is the same as before, and what kind of thing it is.
struct FileStatus: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    /// In nanoseconds.
    let modified: Int
    /// Of its attributes too: unpacking an archive sets the other time back.
    let changed: Int
    let isDirectory: Bool
    let isRegular: Bool

    /// Of the file behind symbolic links.
    init(_ path: RawPath) throws(Errno) {
        var status = stat()
        guard path.withPointer({ stat($0, &status) }) == 0 else { throw Errno(rawValue: errno) }
        self.init(status)
    }

    /// Of an open file.
    init(_ descriptor: CInt) throws(Errno) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Errno(rawValue: errno) }
        self.init(status)
    }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
        changed = status.st_ctim.tv_sec &* 1_000_000_000 &+ status.st_ctim.tv_nsec
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        isRegular = status.st_mode & S_IFMT == S_IFREG
    }

    init(_ path: FilePath) throws(Errno) { try self.init(RawPath(path)) }
}

extension FilePath {
    var isDirectory: Bool { (try? FileStatus(self))?.isDirectory ?? false }

    var exists: Bool { (try? FileStatus(self)) != nil }

    /// Why this process cannot tell whether something is there; `nil` where it can.
    var obstacle: Errno? {
        do throws(Errno) {
            _ = try FileStatus(self)
            return nil
        } catch {
            return [.noSuchFileOrDirectory, .notDirectory].contains(error) ? nil : error
        }
    }
}
