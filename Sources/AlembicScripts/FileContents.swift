import Glibc
import SystemPackage

/// Why a file could not be read, in words for a person.
struct UnreadableFile: Error, Equatable {
    let reason: String
}

/// The bytes of a regular file of a reasonable size. Never waits: what is no regular file is not opened.
func contents(of path: FilePath, status: FileStatus) throws(UnreadableFile) -> [UInt8] {
    try status.checkReadable()
    return try OpenFile(RawPath(path)).contents(status)
}

/// A regular file that is open for reading, for as long as its bytes are fetched.
struct OpenFile: ~Copyable {
    private let descriptor: CInt

    /// Does not wait for the other end of a pipe.
    init(_ path: RawPath) throws(UnreadableFile) {
        descriptor = path.withPointer { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { throw UnreadableFile(reason: Errno(rawValue: errno).description) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func status() throws(UnreadableFile) -> FileStatus {
        do throws(Errno) {
            return try FileStatus(descriptor)
        } catch {
            throw UnreadableFile(reason: error.description)
        }
    }

    /// A file that has grown since its status is read to its new end.
    func contents(_ status: FileStatus) throws(UnreadableFile) -> [UInt8] {
        let capacity = Int(status.size) + 1
        var bytes: [UInt8] = []
        while bytes.count <= FileStatus.readableSize {
            var failure: Errno?
            let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                var got = read(descriptor, buffer.baseAddress, capacity)
                while got < 0 && errno == EINTR { got = read(descriptor, buffer.baseAddress, capacity) }
                if got < 0 { failure = Errno(rawValue: errno) }
                count = max(0, got)
            }
            if let failure { throw UnreadableFile(reason: failure.description) }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            // This saves the read that finds the end.
            if chunk.count < capacity { return bytes }
        }
        return bytes
    }
}

extension FileStatus {
    fileprivate static let readableSize = 50 << 20

    func checkReadable() throws(UnreadableFile) {
        guard isRegular else { throw UnreadableFile(reason: "it is no regular file") }
        guard size <= Self.readableSize else { throw UnreadableFile(reason: "it is larger than 50 MB") }
    }
}
