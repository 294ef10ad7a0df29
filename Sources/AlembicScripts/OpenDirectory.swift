import Glibc
import SystemPackage

/// A directory that stays open, so that the way to each of its files is gone once and not each time.
struct OpenDirectory: ~Copyable {
    private let path: RawPath
    private let descriptor: CInt

    init(_ path: RawPath) {
        self.path = path
        descriptor = path.withPointer { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Of the file behind symbolic links.
    func status(of name: RawPath) throws(Errno) -> FileStatus {
        descriptor < 0 ? try FileStatus(path.appending(name)) : try FileStatus(name, in: descriptor)
    }
}
