import TestSupport
import Testing

@Suite("Faults of PostgreSQL", .timeLimit(.minutes(4)))
struct FaultTests {
    /// All of them one after the other, with one server and one exporter that nobody starts again.
    @Test func `each is told in time, answers stay prompt, and it is over when it is over`() async throws {
        let scene = try await FaultScene()
        let exporter = scene.exporter
        try await exporter.recovers()
        for fault in Fault.all {
            try await Promptness.holds(of: exporter, fault.name) {
                try await fault.inflict(scene)
                let told = try await exporter.tells("\"state\":\"\(fault.state)\"", fault.words)
                #expect(told.code == 503, "\(fault.name)")
                let metrics = try await exporter.get("/metrics")
                #expect(metrics.body.contains("migration_is_up_to_date") == (fault.state != "unknown"), "\(fault.name)")
                #expect(try await exporter.get("/livez").code == 200)
                try await fault.mend(scene)
                try await exporter.recovers()
            }
        }
        #expect(!exporter.log.contains("s3cr3t"))
        try await scene.cluster.stop()
    }

    @Test func `a standby in recovery is read like any other, and goes on when it is promoted`() async throws {
        let scene = try await FaultScene()
        let exporter = scene.exporter
        try await exporter.recovers()
        try await Promptness.holds(of: exporter) {
            try await scene.cluster.becomeStandby()
            #expect(try await scene.database.sql("SELECT pg_is_in_recovery()") == "t")
            let up = #"migration_up{database="database"} 1"#
            #expect(try await exporter.get("/metrics") { $0.body.contains(up) }.body.contains(up))
            try await exporter.recovers()
            try await scene.database.sql("SELECT pg_promote()")
            #expect(try await scene.database.sql("SELECT pg_is_in_recovery()") == "f")
            try await scene.database.sql("UPDATE alembic_version SET version_num = 'newer'")
            try await exporter.tells("unknown_revision")
        }
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
        try await exporter.recovers()
        let console = database.url(port: pooler.port).replacing(
            ":\(pooler.port)/\(database.name)", with: ":\(pooler.port)/pgbouncer")
        try await Promptness.holds(of: exporter) {
            _ = try await database.cluster.sql("PAUSE", at: console)
            #expect(try await exporter.tells(#""state":"unknown""#, "No answer within").code == 503)
            _ = try await database.cluster.sql("RESUME", at: console)
            try await exporter.recovers()
        }

        let strict = try await PgBouncer(before: database.cluster, roles: [database.name], mode: "statement")
        #expect(try await serve(strict).tells(#""state":"unknown""#, "statement pooling").code == 503)
    }
}
