import Foundation
import TestSupport
import Testing

@Suite("A configuration that is read again", .timeLimit(.minutes(3)))
struct ReloadTests {
    private let project: Project
    private let file: String

    init() throws {
        project = try Project(["aaaa1111"])
        file = project.directory.file("config.yaml")
    }

    private func write(_ lines: String...) throws {
        let text = ["sample-interval: 200ms", "scripts: \(project.scripts)"] + lines
        try project.write(text.joined(separator: "\n") + "\n", to: "config.yaml")
    }

    private func database() async throws -> TestDatabase {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        return database
    }

    private func serve(_ flags: String...) async throws -> ServingExporter {
        let server = try await ServingExporter(["serve", "--config.file", file] + flags)
        try await server.get("/readyz") { $0.code == 200 }
        return server
    }

    private func reload(_ server: ServingExporter) async throws -> ServingExporter.Answer {
        try await server.get("/-/reload", "-X", "POST")
    }

    /// The process of our session with a database: the same one as long as the connection is kept.
    private func session(_ database: TestDatabase) async throws -> String {
        try await database.cluster.sql(
            """
            SELECT pid FROM pg_stat_activity
            WHERE application_name = 'migration-exporter' AND datname = '\(database.name)'
            """)
    }

    /// Since when the verdict holds, as soon as samples come in time for one.
    private func since(_ server: ServingExporter, of database: String) async throws -> String {
        try await server.get("/api/migrations/status?database=\(database)") {
            $0.body.contains(#""state":"up_to_date""#)
        }
        .value(of: "state_since")
    }

    /// Returns when we have no session with it any more.
    private func ends(_ database: TestDatabase) async throws {
        for _ in 0..<400 {
            if try await session(database).isEmpty { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("a session stays: \(try await session(database))")
    }

    @Test func `what is new is watched, what is gone is forgotten, and the rest goes on as it was`() async throws {
        let (orders, billing, crm) = (try await database(), try await database(), try await database())
        try write(
            "databases:", "  - {name: orders, url: \"\(orders.url())\"}",
            "  - {name: billing, url: \"\(billing.url())\"}")
        let server = try await serve()
        let session = try await session(orders)
        let since = try await since(server, of: "orders")
        let samples = try await server.get("/metrics").samples(of: "orders")
        try write(
            "databases:", "  - {name: crm, url: \"\(crm.url())\"}", "  - {name: orders, url: \"\(orders.url())\"}")
        try server.send(SIGHUP)
        let status = try await server.get("/api/migrations/status?database=crm") { $0.body.contains("up_to_date") }
        #expect(status.code == 200)
        #expect(try await server.get("/readyz") { $0.code == 200 }.code == 200)
        #expect(try await server.get("/api/migrations/status?database=billing").code == 404)
        #expect(!(try await server.get("/metrics").body.contains("billing")))
        try await ends(billing)
        #expect(try await self.session(orders) == session)
        #expect(try await self.since(server, of: "orders") == since)
        #expect(try await server.get("/metrics") { $0.samples(of: "orders") > samples }.samples(of: "orders") > samples)
        #expect(server.log.contains("msg=\"configuration reloaded\" databases=2 unchanged=1"), "\(server.log)")
        #expect(server.log.split(separator: "\n").filter { $0.contains("first sample") }.count == 3)
    }

    @Test func `a new pace keeps what is known, another database does not`() async throws {
        let (first, second) = (try await database(), try await database())
        try write("databases:", "  - {name: orders, url: \"\(first.url())\"}")
        let server = try await serve("--web.enable-lifecycle")
        let since = try await since(server, of: "orders")
        let samples = try await server.get("/metrics").samples(of: "orders")
        try write("sample-timeout: 4s", "databases:", "  - {name: orders, url: \"\(first.url())\"}")
        #expect(try await reload(server).code == 200)
        #expect(try await self.since(server, of: "orders") == since)
        #expect(try await server.get("/metrics").samples(of: "orders") >= samples)
        try await second.sql("DROP TABLE alembic_version")
        try write("databases:", "  - {name: orders, url: \"\(second.url())\"}")
        #expect(try await reload(server).code == 200)
        let other = try await server.get("/api/migrations/status") { $0.body.contains("uninitialized") }
        #expect(other.body.contains("uninitialized"))
        // Its rows did not change: they are those of another database.
        #expect(try await !server.get("/metrics").body.contains("migration_revision_changed_timestamp_seconds{"))
        try await ends(first)
    }

    @Test func `a broken one changes nothing, says why, and the metric tells`() async throws {
        let orders = try await database()
        let good = "databases:\n  - {name: orders, url: \"\(orders.url())\"}"
        try write(good)
        let server = try await serve("--web.enable-lifecycle")
        let success = "\nmigration_exporter_config_reload_success"
        let before = try await server.get("/metrics").body
        #expect(before.contains("\(success) 1\n"))
        let session = try await session(orders)
        try write("sample-intervall: 1s", good)
        try server.send(SIGHUP)
        let outdated = try await server.get("/metrics") { $0.body.contains("\(success) 0\n") }
        #expect(outdated.body.contains("\(success) 0\n"))
        for _ in 1...2 {
            let answer = try await reload(server)
            #expect(answer.code == 500)
            #expect(answer.body.contains("The old configuration stays in force: "), "\(answer.body)")
            #expect(answer.body.contains("config.yaml:3: unknown key 'sample-intervall'"), "\(answer.body)")
        }
        #expect(try await server.get("/metrics").body.contains("\(success) 0\n"))
        let readAt = before.firstMatch(of: /config_reload_success_timestamp_seconds (\S+)/)
        #expect(try await server.get("/metrics").body.contains(#require(readAt).0))
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        #expect(server.log.contains("level=error msg=\"configuration not reloaded, the old one stays\""))
        try write("health.unhealthy-when: [unreachable]", "web.telemetry-path: /elsewhere", good)
        #expect(try await reload(server).code == 200)
        #expect(try await server.get("/metrics").body.contains("\(success) 1\n"))
        #expect(server.log.contains("settings=web.telemetry-path"), "\(server.log)")
        #expect(try await self.session(orders) == session)
        try await orders.sql("DROP TABLE t_aaaa1111")
        let damaged = try await server.get("/health") { $0.body.contains(#""missing_tables":["t_aaaa1111"]"#) }
        #expect(damaged.code == 200 && damaged.body.contains("degraded"), "\(damaged.body)")
        #expect(!server.log.contains("s3cr3t"))
    }

    @Test func `over HTTP it is off until it is switched on, and never a GET`() async throws {
        let orders = try await database()
        try write("databases:", "  - {name: orders, url: \"\(orders.url())\"}")
        let off = try await serve()
        #expect(try await reload(off).code == 403)
        #expect(try await off.get("/-/reload").code == 403)
        let on = try await serve("--web.enable-lifecycle")
        let get = try await on.get("/-/reload", "-i")
        #expect(get.code == 405)
        #expect(get.body.lowercased().contains("allow: post, put"))
    }
}
