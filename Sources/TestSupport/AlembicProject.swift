import Subprocess
package import SystemPackage

/// The real Alembic, in the virtual environment that `make test` creates.
package enum Alembic {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// What a Python program prints. A failing program is an error with what it said.
    package static func python(_ arguments: [String], in directory: FilePath? = nil) async throws -> String {
        let python = packageRoot.appending(".build/alembic/bin/python")
        guard (try? Stat(python)) != nil else {
            throw Failure(
                description: "The real Alembic is not in .build/alembic: run `make test`, which puts it there.")
        }
        let result = try await run(
            .path(python), arguments: Arguments(arguments), workingDirectory: directory,
            output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Failure(description: "\(arguments) failed: \(result.standardError)")
        }
        return result.standardOutput
    }

    /// The directory of the package, wherever the tests run.
    package static var packageRoot: FilePath {
        FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
    }
}

/// A project that the real Alembic made, in a temporary directory.
package struct AlembicProject: Sendable {
    package let root: FilePath

    /// Makes a project with `alembic init`, lets `body` use it, and removes it.
    package static func with<Result>(
        template: String = "generic", directory: String = "migrations",
        isolation: isolated (any Actor)? = #isolation, _ body: (AlembicProject) async throws -> Result
    ) async throws -> Result {
        try await TemporaryDirectory.with { root in
            let project = AlembicProject(root: root)
            try await project.alembic(["init", "--template", template, directory])
            return try await body(project)
        }
    }

    /// Runs several command lines of Alembic in one process, since starting it is most of their cost.
    package func alembic(_ commands: [String]...) async throws {
        let program = """
            import sys
            from alembic.config import main
            command = []
            for argument in sys.argv[1:] + [";"]:
                if argument != ";":
                    command.append(argument)
                else:
                    main(argv=command)
                    command = []
            """
        _ = try await Alembic.python(["-c", program] + commands.joined(separator: [";"]), in: root)
    }
}
