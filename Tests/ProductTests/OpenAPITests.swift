import SystemPackage
import TestSupport
import Testing

/// `/openapi.json` is what the server does, as tools see it that know nothing else of it.
@Suite("The description of the paths", .timeLimit(.minutes(2)))
struct OpenAPITests {
    /// - `user`: who asks for the description, `NAME:PASSWORD`; the requests that are held against it are nobody's.
    /// - `token`: what those requests show.
    private func check(_ server: ServingExporter, user: String = "", token: String = "") async throws {
        let directory = try TemporaryDirectory()
        let script = Alembic.packageRoot.appending("Tests/ProductTests/Oracle/openapi.py").string
        _ = try await Alembic.python(
            [script, "http://127.0.0.1:\(server.port)", directory.path, user, token])
        withExtendedLifetime(directory) {}
    }

    private static let doubtful = """
        import os
        from alembic import op
        revision = 'cccc3333'
        down_revision = 'aaaa1111'
        branch_labels = ('apart', 'aside')
        def upgrade():
            if os.environ.get('X'):
                op.drop_table('t_aaaa1111')
        """

    @Test func `holds for one database, with branches, findings and doubts`() async throws {
        let project = try Project()
        try project.write(Self.doubtful, to: "migrations/versions/cccc3333.py")
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("cccc3333", "bbbb", tables: ["extra"])
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--target", "heads", "--web.telemetry-path", "/own/metrics"],
            environment: ["DATABASE_URL": database.url()])
        try await server.get("/readyz") { $0.code == 200 }
        #expect(try await server.get("/openapi.json").body.contains(#""/own/metrics":{"#))
        try await check(server)
    }

    @Test func `holds for several databases, one of them down`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111")
        let configuration = """
            databases:
              - {name: database, url: "\(database.url())", scripts: \(project.scripts)}
              - {name: down, url: "postgresql://nobody@127.0.0.1:1/none", scripts: \(project.scripts)}
            """
        try project.write(configuration, to: "config.yaml")
        let server = try await ServingExporter(["serve", "--config.file", project.directory.file("config.yaml")])
        try await server.get("/health") { $0.body.contains("Cannot connect") && $0.body.contains("behind") }
        try await check(server)
    }

    @Test func `holds for callers without credentials, where there are users`() async throws {
        let site = try await ProtectedSite("basic_auth_users: {alice: \(AccessTests.hash)}")
        try await check(site.server, user: "alice:U*U")
    }

    @Test func `holds for runs, where they are switched on`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let token = "0123456789abcdef0123"
        try project.project.write("deployer \(token)\n", to: "tokens")
        let server = try await ServingExporter(
            [
                "serve", "--scripts", project.project.scripts, "--alembic-command", RunnableProject.alembic,
                "--run.enabled", "--run.any-environment", "--run.token-file", project.project.directory.file("tokens"),
            ], environment: ["DATABASE_URL": database.url()])
        try await server.get("/readyz") { $0.code == 200 }
        #expect(try await server.get("/openapi.json").body.contains(#""/api/migrations/run":{"#))
        try await check(server, token: token)
        // It did run.
        #expect(try await database.rows == "bbbb2222")
    }
}
