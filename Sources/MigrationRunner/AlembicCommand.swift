import SystemPackage

/// How to start Alembic for one project. What it needs to know of the file system it asks for, so that a test can
/// answer.
struct AlembicCommand {
    /// As the operator wrote it: a command, and arguments that come first (`uv run alembic`).
    let words: [String]
    /// An `alembic.ini`, a `pyproject.toml`, a script directory or a version directory; absolute.
    let scripts: FilePath
    let environment: [String: String]
    let files: FileFacts

    struct FileFacts: Sendable {
        let exists: @Sendable (FilePath) -> Bool
        let isDirectory: @Sendable (FilePath) -> Bool
        let isExecutable: @Sendable (FilePath) -> Bool
    }

    /// What is started.
    struct Invocation: Equatable {
        let executable: FilePath
        var arguments: [String]
        let directory: FilePath
    }

    func resolve() throws(RunFailure) -> Invocation {
        let configuration = try configuration()
        let directory = configuration.removingLastComponent()
        return Invocation(
            executable: try executable(words.first ?? "", beside: directory),
            arguments: words.dropFirst() + ["-c", configuration.string], directory: directory)
    }

    /// Another command of the operator's, found in the same way.
    func resolve(_ command: [String], beside invocation: Invocation) throws(RunFailure) -> Invocation {
        Invocation(
            executable: try executable(command.first ?? "", beside: invocation.directory),
            arguments: Array(command.dropFirst()), directory: invocation.directory)
    }

    /// The file itself, or the one of the project that the directory belongs to.
    private func configuration() throws(RunFailure) -> FilePath {
        guard files.isDirectory(scripts) else { return scripts }
        var directory = scripts
        // A version directory is two below the project, a script directory one.
        for _ in 0...2 {
            for name in ["alembic.ini", "pyproject.toml"] where files.exists(directory.appending(name)) {
                return directory.appending(name)
            }
            directory.removeLastComponent()
        }
        throw .noConfiguration(scripts: scripts.string)
    }

    /// The active virtual environment's, that of a virtual environment beside the configuration, the one on `PATH`.
    private func executable(_ name: String, beside directory: FilePath) throws(RunFailure) -> FilePath {
        guard !name.isEmpty else { throw .noCommand("") }
        if name.contains("/") {
            let path = FilePath(name)
            guard files.exists(path) else { throw .noCommand(name) }
            return try executable(path)
        }
        var places: [FilePath] = []
        if let active = environment["VIRTUAL_ENV"], !active.isEmpty { places.append(FilePath(active).appending("bin")) }
        places += [".venv", "venv"].map { directory.appending($0).appending("bin") }
        places += (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map {
            FilePath(String($0))
        }
        let found = places.map { $0.appending(name) }.filter { files.exists($0) && !files.isDirectory($0) }
        guard let first = found.first(where: files.isExecutable) ?? found.first else { throw .noCommand(name) }
        return try executable(first)
    }

    private func executable(_ path: FilePath) throws(RunFailure) -> FilePath {
        guard files.isExecutable(path) else { throw .notExecutable(path.string) }
        return path
    }
}
