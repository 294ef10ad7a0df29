import Foundation
import SystemPackage
import TestSupport
import Testing

/// The files of `deploy/` that make runs, tried as they are written.
@Suite("Deployments that run migrations", .timeLimit(.minutes(2)))
struct DeployTests {
    private func file(_ name: String) throws -> String {
        try String(contentsOfFile: Alembic.packageRoot.appending("deploy/" + name).string, encoding: .utf8)
    }

    @Test func `the Procfile's release phase migrates, and its failure is one`() async throws {
        let lines = try file("heroku/Procfile").split(separator: "\n").map { line in
            try #require(line.wholeMatch(of: /([A-Za-z0-9_-]+): (.+)/), "\(line)")
        }
        let release = try #require(lines.first { $0.1 == "release" }).2
        #expect(lines.contains { $0.1 == "web" })
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        try FileManager.default.createDirectory(
            atPath: project.project.directory.file("bin"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: project.project.directory.file("bin/migration-exporter"), withDestinationPath: try Exporter.path)
        try FileManager.default.createSymbolicLink(
            atPath: project.project.directory.file("bin/alembic"), withDestinationPath: RunnableProject.alembic)
        // As a dyno does it: bash, in the directory of the application, with Heroku's form of the URL.
        let environment = [
            "PATH": "\(project.project.directory.file("bin")):/usr/bin:/bin",
            "DATABASE_URL": database.url().replacing("postgresql://", with: "postgres://"),
        ].map { "\($0.key)=\($0.value)" }
        let bash = try Tool("env", in: [], package: "coreutils")
        let dyno = environment + ["bash", "-c", "cd \(project.project.directory.path) && \(release)"]
        #expect(try await bash.run(dyno).contains("result    applied"))
        #expect(try await database.rows == "bbbb2222")
        try project.add("cccc3333", after: "bbbb2222", upgrade: "raise RuntimeError('broken')")
        await #expect(throws: ToolError.self) { try await bash.run(dyno) }
    }

    /// Every container of a file with its command.
    private static let commands = """
        import json, sys, yaml
        pods = [document["spec"]["template"]["spec"] for document in yaml.safe_load_all(open(sys.argv[1]))]
        containers = [one for pod in pods for one in pod.get("initContainers", []) + pod["containers"]]
        print(json.dumps({one["name"]: one.get("command", []) for one in containers}))
        """

    @Test func `the Job migrates while the init container waits for it`() async throws {
        let path = Alembic.packageRoot.appending("deploy/kubernetes/job.yaml").string
        let json = try await Alembic.python(["-c", Self.commands, path])
        let commands = try JSONDecoder().decode([String: [String]].self, from: Data(json.utf8))
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        func run(_ container: String) async throws -> Exporter.Result {
            let command = try #require(commands[container])
            #expect(command.first == "migration-exporter")
            let arguments = command.dropFirst().map { $0.hasSuffix("alembic.ini") ? project.project.scripts : $0 }
            return try await Exporter.run(
                Array(arguments),
                environment: [
                    "DATABASE_URL": database.url(), "MIGRATION_EXPORTER_ALEMBIC_COMMAND": RunnableProject.alembic,
                    "PATH": "/usr/bin:/bin",
                ])
        }
        async let waiting = run("wait-for-migrations")
        let migrated = try await run("migrate")
        #expect(migrated.status == 0, "\(migrated.output)\(migrated.errors)")
        let waited = try await waiting
        #expect(waited.status == 0, "\(waited.output)\(waited.errors)")
        #expect(try await database.rows == "bbbb2222")
    }
}
