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
    init(_ path: FilePath) throws(Errno) {
        let stat = try Stat(path)
        device = UInt64(stat.rawValue.st_dev)
        inode = UInt64(stat.rawValue.st_ino)
        size = stat.size
        modified = stat.st_mtim.tv_sec &* 1_000_000_000 &+ stat.st_mtim.tv_nsec
        changed = stat.st_ctim.tv_sec &* 1_000_000_000 &+ stat.st_ctim.tv_nsec
        isDirectory = stat.type == .directory
        isRegular = stat.type == .regular
    }
}

extension FilePath {
    var isDirectory: Bool { (try? FileStatus(self))?.isDirectory ?? false }

    var exists: Bool { (try? FileStatus(self)) != nil }
}
