import Inspector

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the file system says about a database file and the two that SQLite may keep beside it.
struct FileFacts: Equatable {
    private let file: Status
    /// The size of the write-ahead log, where there is one.
    let logSize: Int?
    let hasSharedMemory: Bool

    static func ofDatabase(at path: String) throws(ReadError) -> FileFacts {
        guard let file = Status(path) else {
            let reason = errno
            guard reason == ENOENT || reason == ENOTDIR else {
                throw .failed("\(path) cannot be looked at: \(String(cString: strerror(reason)))")
            }
            throw .noSuchDatabase("there is no file \(path)")
        }
        guard !file.isDirectory else { throw .failed("\(path) is a directory, not a database file") }
        guard access(path, R_OK) == 0 else {
            throw .failed("\(path) is not readable for this user: give it read permission on the file")
        }
        return FileFacts(
            file: file, logSize: Status(path + "-wal").map(\.size), hasSharedMemory: Status(path + "-shm") != nil)
    }

    private struct Status: Equatable {
        let device: UInt64
        let inode: UInt64
        let size: Int
        let seconds: Int
        let nanoseconds: Int
        let isDirectory: Bool

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int(status.st_size)
            #if canImport(Darwin)
                let changed = status.st_mtimespec
            #else
                let changed = status.st_mtim
            #endif
            seconds = changed.tv_sec
            nanoseconds = changed.tv_nsec
            isDirectory = status.st_mode & S_IFMT == S_IFDIR
        }
    }
}
