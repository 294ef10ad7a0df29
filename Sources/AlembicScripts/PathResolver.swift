import SystemPackage

/// Turns a path of the configuration into one of the file system, as `alembic.util.coerce_resource_to_filename` does.
struct PathResolver {
    struct Found: Equatable {
        let path: FilePath
        /// Alembic would have looked for it in the current directory, where it is not.
        let isBesideConfiguration: Bool
    }

    /// The directory of the configuration file.
    let configuration: FilePath
    let workingDirectory: FilePath
    /// `prepend_sys_path`
    let imports: [String]

    /// `nil` for a path that does not exist; an error for a package that is not found.
    func resolve(_ written: String) throws(ConfigProblem) -> Found? {
        if !written.hasPrefix("/"), written.contains(":") { return try resolve(resource: written) }
        for (place, isBeside) in zip(candidates(written), [false, true]) where place.exists {
            return Found(path: place, isBesideConfiguration: isBeside)
        }
        return nil
    }

    /// Where a path that names no package may be, the first that exists counts.
    func candidates(_ written: String) -> [FilePath] {
        [workingDirectory, configuration].map { $0.pushing(FilePath(written)) }
    }

    /// Where packages are looked for, in order.
    var roots: [FilePath] {
        imports.map { workingDirectory.pushing(FilePath($0)).lexicallyNormalized() } + [
            configuration, workingDirectory,
        ]
    }

    /// `package.inner:directory:file`
    private func resolve(resource: String) throws(ConfigProblem) -> Found? {
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false)
        let package = FilePath(String(parts[0].map { $0 == "." ? "/" : $0 }))
        for root in roots {
            let directory = root.pushing(package)
            guard directory.isDirectory else { continue }
            let path = parts.dropFirst().reduce(directory) { $0.pushing(FilePath(String($1))) }
            return path.exists ? Found(path: path, isBesideConfiguration: false) : nil
        }
        throw ConfigProblem(
            "No package '\(parts[0])' was found for '\(resource)'.",
            cure: "Name the script directory itself: installed packages are not searched.")
    }
}
