import SystemPackage

/// Why a file could not be read, in words for a person.
struct UnreadableFile: Error, Equatable {
    let reason: String
}

/// The bytes of a regular file of a reasonable size. Never waits: what is no regular file is not read.
func contents(of path: FilePath, status: FileStatus) throws(UnreadableFile) -> [UInt8] {
    let limit = 50 << 20
    guard status.isRegular else { throw UnreadableFile(reason: "it is no regular file") }
    guard status.size <= limit else { throw UnreadableFile(reason: "it is larger than 50 MB") }
    do {
        let file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
        return try file.closeAfter {
            let capacity = Int(status.size) + 1
            var bytes: [UInt8] = []
            while bytes.count <= limit {
                let chunk = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                    count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if chunk.isEmpty { return bytes }
                if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
                // A file that has grown since is read to its new end; this saves the read that finds the end.
                if chunk.count < capacity { return bytes }
            }
            return bytes
        }
    } catch {
        throw UnreadableFile(reason: (error as? Errno)?.description ?? "\(error)")
    }
}
