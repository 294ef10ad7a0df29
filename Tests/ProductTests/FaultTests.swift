import Foundation
import TestSupport
import Testing

@Suite("Faults of PostgreSQL", .timeLimit(.minutes(4)))
struct FaultTests {
    /// All of them one after the other, with one server and one exporter that nobody starts again.
    @Test func `each is told in time, answers stay prompt, and it is over when it is over`() async throws {
        let scene = try await FaultScene()
        let exporter = scene.exporter
        #expect(try await exporter.get("/health") { $0.code == 200 }.code == 200)
        for fault in Fault.all {
            let promptness = try await Promptness.measure(exporter) {
                try await fault.inflict(scene)
                let start = ContinuousClock.now
                let told = try await exporter.get("/health") { answer in
                    answer.body.contains("\"state\":\"\(fault.state)\"") && answer.body.contains(fault.words)
                }
                // An interval and the limit of a sample are 1.2 s; the rest is for a busy machine.
                #expect(ContinuousClock.now - start < .seconds(8), "\(fault.name)")
                #expect(told.code == 503 && told.body.contains(fault.words), "\(fault.name): \(told.body)")
                let metrics = try await exporter.get("/metrics")
                #expect(metrics.code == 200)
                #expect(metrics.body.contains("state=\"\(fault.state)\"} 1"), "\(fault.name)")
                #expect(metrics.body.contains("migration_is_up_to_date") == (fault.state != "unknown"), "\(fault.name)")
                #expect(try await exporter.get("/livez").code == 200)
                try await fault.mend(scene)
                let mended = try await exporter.get("/health") { $0.code == 200 }
                #expect(mended.code == 200, "\(fault.name): \(mended.body)")
            }
            #expect(promptness.median < 0.1 && promptness.slowest < 2, "\(fault.name): \(promptness)")
        }
        #expect(!exporter.log.contains("s3cr3t"))
        try await scene.cluster.stop()
    }

    @Test func `a standby in recovery is read like any other, and goes on when it is promoted`() async throws {
        let scene = try await FaultScene()
        let exporter = scene.exporter
        try await exporter.get("/health") { $0.code == 200 }
        try await scene.cluster.becomeStandby()
        #expect(try await scene.database.sql("SELECT pg_is_in_recovery()") == "t")
        let up = #"migration_up{database="database"} 1"#
        #expect(try await exporter.get("/metrics") { $0.body.contains(up) }.body.contains(up))
        #expect(try await exporter.get("/health") { $0.code == 200 }.code == 200)
        try await scene.database.sql("SELECT pg_promote()")
        #expect(try await scene.database.sql("SELECT pg_is_in_recovery()") == "f")
        try await scene.database.sql("UPDATE alembic_version SET version_num = 'newer'")
        #expect(
            try await exporter.get("/health") { $0.body.contains("unknown_revision") }.body.contains("unknown_revision")
        )
        try await scene.cluster.stop()
    }

    @Test func `a pooler that pauses, and one that allows no transactions`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        func serve(_ pooler: PgBouncer) async throws -> ServingExporter {
            try await ServingExporter(
                ["serve", "--scripts", project.scripts, "--sample-interval", "200ms", "--sample-timeout", "1s"],
                environment: ["DATABASE_URL": database.url(port: pooler.port)])
        }
        let pooler = try await PgBouncer(before: database.cluster, roles: [database.name])
        let exporter = try await serve(pooler)
        #expect(try await exporter.get("/health") { $0.code == 200 }.code == 200)
        let console = database.url(port: pooler.port).replacing(
            ":\(pooler.port)/\(database.name)", with: ":\(pooler.port)/pgbouncer")
        _ = try await database.cluster.sql("PAUSE", at: console)
        let paused = try await exporter.get("/health") { $0.body.contains("No answer within") }
        #expect(paused.code == 503 && paused.body.contains("No answer within"), "\(paused.body)")
        _ = try await database.cluster.sql("RESUME", at: console)
        #expect(try await exporter.get("/health") { $0.code == 200 }.code == 200)

        let strict = try await PgBouncer(before: database.cluster, roles: [database.name], mode: "statement")
        let refused = try await serve(strict).get("/health") { $0.body.contains("statement pooling") }
        #expect(refused.code == 503 && refused.body.contains(#""state":"unknown""#), "\(refused.body)")
    }
}
