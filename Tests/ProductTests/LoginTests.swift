import Foundation
import TestSupport
import Testing

@Suite("How the exporter logs in", .timeLimit(.minutes(2)))
struct LoginTests {
    private func migrated(_ project: Project) async throws -> TestDatabase {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        return database
    }

    /// Sets the role's password to another one, and ends its sessions as a rotation does.
    private func change(_ database: TestDatabase, to password: String) async throws {
        try await database.cluster.sql("ALTER ROLE \(database.name) PASSWORD '\(password)'")
        try await database.cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(database.name)'")
    }

    @Test(arguments: [false, true])
    func `a password that was changed is read again from its file, without a restart`(inFile: Bool) async throws {
        let project = try Project(["aaaa1111"])
        let database = try await migrated(project)
        let url = project.directory.file("url")
        try project.write(database.url() + "\n", to: "url")
        try project.write(
            "databases: [{name: database, url-file: \(url), scripts: \(project.scripts)}]", to: "config.yaml")
        let server = try await ServingExporter(
            ["serve", "--sample-interval", "200ms"]
                + (inFile
                    ? ["--config.file", project.directory.file("config.yaml")] : ["--scripts", project.scripts]),
            environment: inFile ? [:] : ["DATABASE_URL_FILE": url])
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        try await change(database, to: "an0ther")
        let refused = try await server.get("/health") { $0.body.contains("refuses the login") }
        #expect(refused.code == 503)
        // Half-written first.
        try project.write("postgresql://", to: "url")
        try await Task.sleep(for: .milliseconds(300))
        try project.write(database.url().replacing("s3cr3t%2Fp%40ss", with: "an0ther"), to: "url")
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        let failures = #"migration_sample_failures_total{database="database",reason="authentication"} "#
        #expect(try await server.get("/metrics").body.contains(failures))
        #expect(!server.log.contains("s3cr3t") && !server.log.contains("an0ther"))
    }

    @Test func `in production a session with another host is encrypted, unless the URL says otherwise`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await migrated(project)
        // Leads to this host, and is none of its usual names.
        let elsewhere = database.url().replacing("127.0.0.1", with: "0.0.0.0")
        func status(_ url: String, _ more: [String: String] = [:]) async throws -> Exporter.Result {
            try await Exporter.run(
                ["status", "--scripts", project.scripts],
                environment: ["DATABASE_URL": url, "ENVIRONMENT": "production"].merging(more) { $1 })
        }
        let refused = try await status(elsewhere)
        #expect(refused.status == 2)
        #expect(refused.output.contains("With ENVIRONMENT=production a session with another host must be encrypted"))
        #expect(try await status(elsewhere, ["ENVIRONMENT": "staging"]).status == 0)
        #expect(try await status(elsewhere + "?sslmode=disable").status == 0)
        #expect(try await status(elsewhere, ["PGSSLMODE": "prefer"]).status == 0)
        #expect(try await status(database.url()).status == 0)
    }
}
