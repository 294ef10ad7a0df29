import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

private let request = ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(20))

@Suite("Through PgBouncer in transaction mode", .timeLimit(.minutes(2)))
struct PoolerTests {
    @Test func `readings, limits and locks are as without it, and nothing of them stays in the pool`() async throws {
        let database = try await migrated()
        let pooler = try await PgBouncer(before: database.cluster, roles: [database.name])
        let reader = try postgresReader(database.url(port: pooler.port))
        for _ in 0..<5 { #expect(try await reader.read(request).versionTable?.rows == [.text("a")]) }
        let session = try database.session()
        try await session.run("BEGIN; LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        await expectTimeout(of: reader, isAnswer: true)
        try await session.run("ROLLBACK")
        #expect(try await reader.read(request).versionTable?.rows == [.text("a")])

        // Another client of the same server connection finds the limits as they were.
        let settings = "SELECT current_setting('statement_timeout') || current_setting('transaction_read_only')"
        #expect(try await database.cluster.sql(settings, at: database.url(port: pooler.port)) == "0off")
    }

    @Test func `a pooler that hung up is connected to again`() async throws {
        let database = try await migrated()
        let first = try await PgBouncer(before: database.cluster, roles: [database.name])
        let reader = try postgresReader(database.url(port: first.port))
        _ = try await reader.read(request)
        try await database.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(database.name)'")
        #expect(try await reader.read(request).versionTable?.rows == [.text("a")])
        try await first.stop()
        guard case .failure(let error) = await result(of: reader, request) else {
            Issue.record("it was read without a pooler")
            return
        }
        #expect(error.reason == .unreachable)
    }

    @Test func `a wrong password is a failed login, in so far as the pooler tells`() async throws {
        let database = try await migrated()
        let pooler = try await PgBouncer(before: database.cluster, roles: [database.name])
        let url = database.url(port: pooler.port).replacing("s3cr3t%2Fp%40ss", with: "wrong-secret")
        guard case .failure(let error) = await result(of: try postgresReader(url), request) else {
            Issue.record("it connected")
            return
        }
        // Older ones answer with 08P01, protocol violation, whatever it is that they refuse.
        #expect([.authentication, .unreachable].contains(error.reason), "\(error)")
        #expect("\(error)".contains("authentication failed") && !"\(error)".contains("wrong-secret"))
    }
}
