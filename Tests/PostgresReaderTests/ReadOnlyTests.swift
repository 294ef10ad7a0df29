import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

private let request = ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(20))

/// The readings here are made by roles that may write, so that it is the reading that holds itself back.
@Suite("A reading never writes", .timeLimit(.minutes(2)))
struct ReadOnlyTests {
    @Test func `a write inside a reading's transaction is refused by the server`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        // A view is part of the reading: its function tries to write in the reading's own transaction.
        try await database.sql(
            """
            CREATE TABLE written (at timestamptz);
            CREATE FUNCTION write() RETURNS text LANGUAGE sql AS
                $$ INSERT INTO public.written VALUES (now()) RETURNING 'a'::text $$;
            CREATE VIEW alembic_version AS SELECT write() AS version_num;
            """)
        // The same view does write where it may: the trap is armed.
        try await database.sql("SELECT * FROM alembic_version")
        #expect(try await database.sql("SELECT count(*) FROM written") == "1")
        let answer = await result(of: try postgresReader(for: database, as: "postgres"), request)
        #expect(
            answer
                == .failure(.failed("cannot execute INSERT in a read-only transaction (SQLSTATE 25006)")))
        #expect(try await database.sql("SELECT count(*) FROM written") == "1")
    }

    @Test func `what is in force is what the server says in the same transaction`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE VIEW alembic_version AS SELECT current_setting(name)::text AS version_num FROM unnest(ARRAY[
                'transaction_read_only', 'transaction_isolation', 'statement_timeout', 'lock_timeout',
                'idle_in_transaction_session_timeout', 'application_name', 'search_path']) name
            """)
        // Sessions that would rather have no limits, and a search path to notice.
        try await database.sql("ALTER ROLE postgres IN DATABASE \(database.name) SET search_path = public, pg_catalog")
        let reader = try postgresReader(for: database, as: "postgres")
        for _ in 0..<2 {
            let rows = try await reader.read(request).versionTable?.rows ?? []
            let settings = rows.compactMap { row in if case .text(let text) = row { text } else { nil } }
            #expect(
                Set(settings).isSuperset(of: ["on", "repeatable read", "migration-exporter", "public, pg_catalog"]))
            let limits = settings.compactMap { $0.hasSuffix("ms") ? Int($0.dropLast(2)) : nil }.sorted()
            try #require(limits.count == 3)
            #expect((1...16_000).contains(limits[0]) && (1...18_000).contains(limits[1]) && limits[2] <= 20_000)
        }
    }

    @Test func `no lock is stronger than ACCESS SHARE, and every reading uses the one connection`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE TABLE t (id int);
            CREATE VIEW alembic_version AS
                SELECT string_agg(DISTINCT mode, ',') AS version_num FROM pg_locks, (SELECT count(*) FROM t) x
                WHERE pid = pg_backend_pid() AND locktype <> 'virtualxid'
            """)
        let reader = try postgresReader(for: database, as: "postgres")
        for _ in 0..<20 {
            #expect(try await reader.read(request).versionTable?.rows == [.text("AccessShareLock")])
        }
        #expect(try await database.connections == 1)
        let idle = "SELECT state FROM pg_stat_activity WHERE application_name = 'migration-exporter' AND datname = "
        #expect(try await database.sql(idle + "current_database()") == "idle")
        await reader.close()
        try await eventually { try await database.connections == 0 }
    }

    @Test func `a reading on a kept connection is one message`() async throws {
        let database = try await migrated()
        let reader = try postgresReader(for: database, as: "postgres")
        for first in [true, false, false] {
            _ = try await reader.read(request)
            // The server keeps the text of the last message.
            let last = try await database.sql(
                "SELECT query FROM pg_stat_activity WHERE application_name = 'migration-exporter' "
                    + "AND datname = current_database()")
            #expect(last.hasPrefix("BEGIN") == !first)
            #expect(last.contains(#"FROM "public"."alembic_version""#) && last.hasSuffix("COMMIT;"))
        }
    }

    @Test func `other functions and operators on the search path are not called`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE SCHEMA evil;
            CREATE TABLE public.alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('a');
            CREATE FUNCTION evil.fail() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE 'hijacked'; END $$;
            CREATE FUNCTION evil.current_setting(text) RETURNS text LANGUAGE sql AS 'SELECT evil.fail()::text';
            CREATE FUNCTION evil.concat(varchar) RETURNS text LANGUAGE sql AS 'SELECT evil.fail()::text';
            CREATE FUNCTION evil."left"(text, int) RETURNS text LANGUAGE sql AS 'SELECT evil.fail()::text';
            CREATE FUNCTION evil.compare(oid, oid) RETURNS bool LANGUAGE sql AS 'SELECT evil.fail()';
            CREATE FUNCTION evil.compare(name, name) RETURNS bool LANGUAGE sql AS 'SELECT evil.fail()';
            CREATE FUNCTION evil.compare("char", "char") RETURNS bool LANGUAGE sql AS 'SELECT evil.fail()';
            CREATE OPERATOR evil.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = evil.compare);
            CREATE OPERATOR evil.= (LEFTARG = name, RIGHTARG = name, FUNCTION = evil.compare);
            CREATE OPERATOR evil.= (LEFTARG = "char", RIGHTARG = "char", FUNCTION = evil.compare);
            CREATE VIEW evil.pg_class AS SELECT evil.fail();
            ALTER ROLE postgres IN DATABASE \(database.name) SET search_path = evil, pg_catalog, public;
            """)
        let reading = try await read(database, as: "postgres", .named("alembic_version", schema: nil))
        #expect(reading.versionTable == table("public", "alembic_version", [.text("a")]))
        #expect(reading.defaultSchema == "evil")
    }
}

/// Asks again until it is so, for a few seconds.
func eventually(_ isSo: () async throws -> Bool) async throws {
    for _ in 0..<100 {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it never came to be")
}
