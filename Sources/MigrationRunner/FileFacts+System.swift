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
}
