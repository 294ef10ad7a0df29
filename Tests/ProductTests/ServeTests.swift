import Foundation
import TestSupport
import Testing

@Suite("Serving", .timeLimit(.minutes(3)))
struct ServeTests {
    private func serve(_ project: Project, _ url: String, _ flags: String...) async throws -> ServingExporter {
        try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--sample-interval", "200ms"] + flags,
            environment: ["DATABASE_URL": url])
    }

    @Test func `follows a database from behind to up to date to damaged`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await serve(project, database.url())
        try await server.get("/readyz") { $0.code == 200 }
        let behind = try await server.get("/health")
        #expect(behind.code == 503)
        #expect(behind.body.contains(#""state":"behind","is_up_to_date":false,"current_revision":"aaaa1111""#))
        #expect(try await server.get("/metrics").body.contains(#"migration_pending_revisions{database="database"} 1"#))

        try await database.sql(
            "CREATE TABLE t_bbbb2222 (id integer); UPDATE alembic_version SET version_num = 'bbbb2222'")
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        #expect(try await server.get("/api/migrations/validate").body.contains(#""valid":true"#))

        try await database.sql("DROP TABLE t_aaaa1111")
        let damaged = try await server.get("/health") { $0.code == 503 }
        #expect(damaged.body.contains(#""missing_tables":["t_aaaa1111"]"#))
        #expect(try await server.get("/metrics").body.contains(#"migration_missing_tables{database="database"} 1"#))
        #expect(try await server.get("/metrics").body.contains("migration_revision_changed_timestamp_seconds"))
    }

    @Test func `starts while the database is down, and finds it when it comes and comes back`() async throws {
        let project = try Project(["aaaa1111"])
        let cluster = try await PostgresCluster.another()
        let database = try await cluster.createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        try await cluster.stop()
        let server = try await serve(project, database.url())
        let down = try await server.get("/health") { $0.body.contains("Cannot connect") }
        #expect(down.code == 503)
        #expect(down.body.contains(#""state":"unknown","is_up_to_date":null"#))
        #expect(try await server.get("/livez").code == 200)
        #expect(try await server.get("/readyz").code == 503)
        #expect(try await server.get("/metrics").body.contains(#"migration_up{database="database"} 0"#))
        for _ in 1...2 {
            try await cluster.start()
            #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
            #expect(try await server.get("/metrics").body.contains(#"migration_up{database="database"} 1"#))
            try await cluster.stop()
            #expect(try await server.get("/health") { $0.code == 503 }.code == 503)
        }
        #expect(!server.log.contains("s3cr3t"))
    }

    @Test func `scripts are read again when they change`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await serve(project, database.url())
        try await server.get("/health") { $0.code == 200 }
        try project.add("bbbb2222", after: "aaaa1111")
        let behind = try await server.get("/api/migrations/status") { $0.body.contains(#""state":"behind""#) }
        #expect(behind.body.contains(#""head_revision":"bbbb2222""#))
        try project.write("revision = \n", to: "migrations/versions/broken.py")
        let broken = try await server.get("/health") { $0.body.contains("broken.py") }
        #expect(broken.body.contains(#""state":"unknown""#))
        try FileManager.default.removeItem(atPath: project.directory.file("migrations/versions/broken.py"))
        try FileManager.default.removeItem(atPath: project.directory.file("migrations/versions/bbbb2222_message.py"))
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
    }

    @Test func `on SIGTERM it is not ready first, then it ends well`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await serve(project, database.url(), "--web.shutdown-delay", "2s")
        try await server.get("/readyz") { $0.code == 200 }
        try server.send(SIGTERM)
        #expect(try await server.get("/readyz", within: 1.5) { $0.code == 503 }.body == "Shutting down.\n")
        #expect(try await server.get("/livez").code == 200)
        #expect(try await server.exitStatus() == 0)
        #expect(server.log.contains("msg=stopped"))
    }

    @Test func `promtool accepts the metrics, of a database that is up and of one that is not`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let promtool = try Tool("promtool", in: [], package: "prometheus")
        for url in [database.url(), "postgresql://nobody@127.0.0.1:1/none"] {
            let server = try await serve(project, url)
            let metrics = try await server.get("/metrics") {
                !$0.body.contains(#"migration_samples_total{database="database"} 0"#)
            }
            let directory = try TemporaryDirectory()
            try (metrics.body + "\n").write(toFile: directory.file("metrics"), atomically: true, encoding: .utf8)
            let shell = try Tool("sh", in: [], package: "dash")
            // Silence is acceptance: it also complains about names and helps that break the rules.
            #expect(
                try await shell.run(["-c", "\(promtool.path) check metrics <\(directory.file("metrics")) 2>&1"]) == "")
        }
    }

    @Test func `a thousand requests open no second connection`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111")
        let server = try await serve(project, database.url())
        try await server.get("/readyz") { $0.code == 200 }
        let curl = try Tool("curl", in: [], package: "curl")
        try await curl.run([
            "-sSf", "--parallel", "-o", "/dev/null", "http://127.0.0.1:\(server.port)/metrics?n=[1-1000]",
        ])
        let connections =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'migration-exporter' AND datname = "
        #expect(try await database.sql("\(connections) '\(database.name)'") == "1")
    }
}
