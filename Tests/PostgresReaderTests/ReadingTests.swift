import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("Reading a PostgreSQL database", .timeLimit(.minutes(2)))
struct ReadingTests {
    @Test func `a database at a revision tells its rows and tables`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
            INSERT INTO alembic_version VALUES ('b'), ('a');
            CREATE TABLE users (id int); CREATE SCHEMA other; CREATE TABLE other.things (id int);
            """)
        let reading = try await read(database, as: "postgres")
        #expect(reading.defaultSchema == "public")
        #expect(reading.versionTable == table("public", "alembic_version", [.text("a"), .text("b")]))
        #expect(reading.otherVersionTables == [])
        #expect(reading.tables == [TableName(schema: "other", "things"), TableName(schema: "public", "users")])
        #expect(reading.latency > .zero && reading.latency < .seconds(5))
    }

    @Test func `extra columns, and a session that is read-only by default, are no hindrance`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE TABLE alembic_version (id serial, version_num varchar(32) PRIMARY KEY, at timestamptz DEFAULT now());
            INSERT INTO alembic_version (version_num) VALUES ('a');
            ALTER DATABASE \(database.name) SET default_transaction_read_only = on
            """)
        #expect(try await read(database, as: "postgres").versionTable?.rows == [.text("a")])
    }

    @Test func `an upgrade that has not ended yet shows the row from before it`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            "CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('a')")
        let session = try database.session()
        try await session.run("BEGIN; CREATE TABLE new (id int); UPDATE alembic_version SET version_num = 'b'")
        let during = try await read(database, as: "postgres")
        #expect(during.versionTable?.rows == [.text("a")] && during.tables == [])
        try await session.run("COMMIT")
        let after = try await read(database, as: "postgres")
        #expect(after.versionTable?.rows == [.text("b")] && after.tables.map(\.name) == ["new"])
    }

    @Test func `a database without anything has no version table`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        let reading = try await read(database)
        #expect(reading.versionTable == nil)
        #expect(reading.tables == [])
    }

    @Test func `what is no table of the application is left out, and a partitioned table counts once`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE TABLE events (at date) PARTITION BY RANGE (at);
            CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
            CREATE VIEW recent AS SELECT * FROM events; CREATE MATERIALIZED VIEW old AS SELECT * FROM events;
            CREATE SEQUENCE numbers; CREATE INDEX by_day ON events (at); CREATE UNLOGGED TABLE scratch (id int);
            CREATE TABLE owned (id int); CREATE EXTENSION pgcrypto; ALTER EXTENSION pgcrypto ADD TABLE owned;
            CREATE TABLE "Ünïcode ""x"" 'y'" (id int);
            """)
        let session = try database.session()
        try await session.run("CREATE TEMPORARY TABLE passing (id int)")
        let tables = try await read(database, as: "postgres").tables
        #expect(tables.map(\.name) == ["events", "scratch", "Ünïcode \"x\" 'y'"])
    }

    @Test func `only the schemas that were asked for are listed`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE SCHEMA "it's \\ ""x"; CREATE TABLE "it's \\ ""x".a (id int);
            CREATE TABLE b (id int); CREATE SCHEMA c; CREATE TABLE c.c (id int);
            """)
        let some = try await read(database, schemas: ["it's \\ \"x", "c"])
        #expect(some.tables == [TableName(schema: "c", "c"), TableName(schema: "it's \\ \"x", "a")])
        #expect(try await read(database, schemas: ["no\0thing"]).tables == [])
    }

    @Test(arguments: [
        RowsExample("text", values: ["'a'", "''", "'head '"], [.text(""), .text("a"), .text("head ")]),
        RowsExample("varchar(32)", values: ["NULL", "'a'"], [.text("a"), .null]),
        RowsExample("char(4)", values: ["'ab'"], [.text("ab  ")]),
        RowsExample("name", values: ["'ab'"], [.text("ab")]),
        RowsExample("integer", values: ["5", "NULL"], [.notText("integer 5"), .null]),
        RowsExample("bytea", values: ["'\\xff00'"], [.notText("bytea \\xff00")]),
        RowsExample("boolean", values: ["true"], [.notText("boolean t")]),
        RowsExample("text", values: ["'a'", "'a'"], [.text("a"), .text("a")]),
        RowsExample(
            "text", values: ["repeat('x', 100000)"], [.text(String(repeating: "x", count: 1_000) + "…")]),
    ])
    func `every kind of row is told as it is`(example: RowsExample) async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("CREATE TABLE alembic_version (version_num \(example.type), note text)")
        for value in example.values { try await database.sql("INSERT INTO alembic_version VALUES (\(value))") }
        let reading = try await read(database, as: "postgres")
        #expect(reading.versionTable == table("public", "alembic_version", example.rows))
    }

    @Test func `bytes that are no UTF-8 are shown, not believed`() async throws {
        let database = try await PostgresCluster.shared().createDatabase(encoding: "SQL_ASCII")
        try await database.sql(
            "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES (E'a\\xff'), ('b')")
        let reading = try await read(database, as: "postgres")
        let rows: [VersionTable.Row] = [.text("b"), .notText("text that is not UTF-8: a\u{FFFD}")]
        #expect(reading.versionTable == table("public", "alembic_version", rows))
    }

    @Test func `a table with thousands of rows is no version table`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            """
            CREATE TABLE alembic_version (version_num text);
            INSERT INTO alembic_version SELECT i::text FROM generate_series(1, 1001) i
            """)
        await #expect(
            throws: ReadError.notAVersionTable(
                TableName(schema: "public", "alembic_version"),
                "it has more than 1000 rows, one for each revision is expected")
        ) { try await read(database, as: "postgres") }
    }
}

struct RowsExample: CustomTestStringConvertible {
    let type: String
    let values: [String]
    let rows: [VersionTable.Row]

    init(_ type: String, values: [String], _ rows: [VersionTable.Row]) {
        self.type = type
        self.values = values
        self.rows = rows
    }

    var testDescription: String { "\(type) \(values)" }
}

func table(_ schema: String, _ name: String, _ rows: [VersionTable.Row]) -> VersionTable {
    VersionTable(name: TableName(schema: schema, name), rows: rows)
}
