import Glibc
import SystemPackage

/// Why a file could not be read, in words for a person.
struct UnreadableFile: Error, Equatable {
    let reason: String
}

/// The bytes of a regular file of a reasonable size. Never waits: what is no regular file is not read.
func contents(of path: RawPath, status: FileStatus) throws(UnreadableFile) -> [UInt8] {
    let limit = 50 << 20
    guard status.isRegular else { throw UnreadableFile(reason: "it is no regular file") }
    guard status.size <= limit else { throw UnreadableFile(reason: "it is larger than 50 MB") }
    let file = path.withPointer { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
    guard file >= 0 else { throw UnreadableFile(reason: Errno(rawValue: errno).description) }
    defer { close(file) }
    let capacity = Int(status.size) + 1
    var bytes: [UInt8] = []
    while bytes.count <= limit {
        var failure: Errno?
        let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var got = read(file, buffer.baseAddress, capacity)
            while got < 0 && errno == EINTR { got = read(file, buffer.baseAddress, capacity) }
            if got < 0 { failure = Errno(rawValue: errno) }
            count = max(0, got)
        }
        if let failure { throw UnreadableFile(reason: failure.description) }
        if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        // A file that has grown since is read to its new end; this saves the read that finds the end.
        if chunk.count < capacity { return bytes }
    }
    return bytes
}

func contents(of path: FilePath, status: FileStatus) throws(UnreadableFile) -> [UInt8] {
    try contents(of: RawPath(path), status: status)
}
