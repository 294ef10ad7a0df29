import Glibc
import SystemPackage

extension AlembicCommand.FileFacts {
    /// What the file system says.
    static let system = Self(
        exists: { access($0.string, F_OK) == 0 },
        isDirectory: { path in
            var status = stat()
            return stat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        },
        isExecutable: { access($0.string, X_OK) == 0 })
}

extension FilePath {
    /// As seen from this process's current directory.
    var absolute: FilePath {
        guard isRelative, let here = getcwd(nil, 0) else { return self }
        defer { free(here) }
        return FilePath(String(cString: here)).pushing(self).lexicallyNormalized()
    }

    /// The one path of the file, without links; as it is where there is no such file.
    var resolved: FilePath {
        guard let path = realpath(string, nil) else { return absolute }
        defer { free(path) }
        return FilePath(String(cString: path))
    }
}

extension FilePath {
    /// What is in it; `nil` where it is not there, not ours to read or more than a megabyte, which libpq, too, goes
    /// on without.
    var textIfReadable: String? {
        do {
            let file = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec, .nonBlocking])
            return try file.closeAfter {
                let bytes = try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                    count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                return String(decoding: bytes, as: UTF8.self)
            }
        } catch {
            return nil
        }
    }
}
