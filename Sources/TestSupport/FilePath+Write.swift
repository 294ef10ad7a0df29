import Glibc
package import SystemPackage

extension FilePath {
    /// Writes a file below this directory, and the directories that it needs.
    package func write(_ contents: some Sequence<UInt8>, to path: String) throws {
        let file = appending(path)
        try file.removingLastComponent().createDirectories()
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead])
        _ = try descriptor.closeAfter { try descriptor.writeAll(contents) }
    }

    private func createDirectories() throws {
        var path = root.map { FilePath(root: $0, []) } ?? FilePath()
        for component in components {
            path.append(component)
            guard mkdir(path.string, 0o755) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        }
    }
}
