import DatabaseAddress
import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

private let request = ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(20))

@Suite("What PostgreSQL refuses", .timeLimit(.minutes(2)))
struct RefusalTests {
    @Test(arguments: [
        ("postgresql://NAME:wrong-secret@127.0.0.1:PORT/NAME", ReadError.Reason.authentication),
        ("postgresql://nobody:wrong-secret@127.0.0.1:PORT/NAME", .authentication),
        ("postgresql://NAME@127.0.0.1:PORT/NAME?passfile=/dev/null", .authentication),
        ("postgresql://NAME:GOOD@127.0.0.1:PORT/absent", .noSuchDatabase),
        ("postgresql://NAME:wrong-secret@127.0.0.1:1/NAME", .unreachable),
        ("postgresql://NAME:wrong-secret@host.invalid/NAME", .unreachable),
        ("postgresql://NAME:wrong-secret@/NAME?host=/nowhere", .unreachable),
        ("postgresql://NAME:wrong-secret@127.0.0.1:1,127.0.0.1:PORT/NAME", .authentication),
        ("postgresql://NAME:wrong-secret@127.0.0.1:PORT/NAME?sslmode=require", .unreachable),
    ])
    func `a connection that fails says why in one line, and no secret`(
        template: String, reason: ReadError.Reason
    ) async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        let url = template.replacing("NAME", with: database.name).replacing("PORT", with: "\(database.cluster.port)")
            .replacing("GOOD", with: "s3cr3t%2Fp%40ss")
        guard case .failure(let error) = await result(of: try postgresReader(url), request) else {
            Issue.record("it connected")
            return
        }
        #expect(error.reason == reason, "\(error)")
        let text = "\(error)"
        #expect(!text.contains("\n") && !text.contains("wrong-secret") && !text.contains("s3cr3t"))
        #expect(!text.contains("LOCATION") && !text.contains("28P01"), "\(text)")
    }

    @Test func `a database that takes no connections is unreachable`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.cluster.sql("ALTER DATABASE \(database.name) ALLOW_CONNECTIONS false")
        let answer = await result(of: try postgresReader(for: database), request)
        guard case .failure(.unreachable(let why)) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(why.contains("is not currently accepting connections"))
    }

    @Test func `a role without CONNECT is not authenticated`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        let other = try await PostgresCluster.shared().createDatabase()
        try await database.sql("REVOKE CONNECT ON DATABASE \(database.name) FROM public")
        let reader = try postgresReader(database.url(user: other.name))
        guard case .failure(let error) = await result(of: reader, request) else {
            Issue.record("it connected")
            return
        }
        #expect(error.reason == .authentication)
    }

    @Test func `a role without SELECT is told which table and which role`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('a')")
        let reader = try postgresReader(for: database)
        let version = TableName(schema: "public", "alembic_version")
        let refused = Result<DatabaseReading, ReadError>.failure(.notPermitted(version, role: database.name))
        #expect(await result(of: reader, request) == refused)
        #expect(await result(of: reader, request) == refused)
        try await database.sql("GRANT SELECT (version_num) ON alembic_version TO \(database.name)")
        #expect(try await reader.read(request).versionTable?.rows == [.text("a")])
        try await database.sql("REVOKE SELECT (version_num) ON alembic_version FROM \(database.name)")
        #expect(await result(of: reader, request) == refused)
        #expect(try await database.connections == 1)
    }

    @Test func `a role without USAGE on the schema is told so too`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE SCHEMA s; CREATE TABLE s.alembic_version (version_num text);
            GRANT SELECT ON s.alembic_version TO \(database.name)
            """)
        let answer = await result(of: try postgresReader(for: database), request)
        #expect(answer == .failure(.notPermitted(TableName(schema: "s", "alembic_version"), role: database.name)))
    }

    @Test func `a server error is told with its SQLSTATE, and the next reading works`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("CREATE TABLE d (n int); INSERT INTO d VALUES (0);")
        try await database.sql("CREATE VIEW alembic_version AS SELECT (1 / n)::text AS version_num FROM d")
        let reader = try postgresReader(for: database, as: "postgres")
        #expect(await result(of: reader, request) == .failure(.failed("division by zero (SQLSTATE 22012)")))
        try await database.sql("UPDATE d SET n = 1")
        #expect(try await reader.read(request).versionTable?.rows == [.text("1")])
        #expect(try await database.connections == 1)
    }
}
