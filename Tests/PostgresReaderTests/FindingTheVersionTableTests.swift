import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

@Suite("Finding the version table in PostgreSQL", .timeLimit(.minutes(2)))
struct FindingTheVersionTableTests {
    @Test(arguments: [
        FindingExample("by its shape", "CREATE TABLE a.x (version_num text)", found: "a.x"),
        FindingExample("a view", "CREATE VIEW a.x AS SELECT 'r'::text AS version_num", found: "a.x"),
        FindingExample(
            "a materialized view", "CREATE MATERIALIZED VIEW a.x AS SELECT 'r'::text AS version_num", found: "a.x"),
        FindingExample("an integer column is no shape", "CREATE TABLE a.x (version_num int)", found: nil),
        FindingExample("two shapes", x("a") + x("b"), several: ["a.x", "b.x"]),
        FindingExample("two shapes, one in the schema", x("a") + x("b"), asking: .byShape(schema: "b"), found: "b.x"),
        FindingExample(
            "the usual name without the column", "CREATE TABLE a.alembic_version (id int)", wrong: "a.alembic_version"),
        FindingExample(
            "by name on the search path", x("public") + x("a"), asking: named, found: "public.x", others: ["a.x"]),
        FindingExample("by name, off the search path", x("a"), asking: named, found: "a.x"),
        FindingExample(
            "by name, twice off the search path", x("a") + x("b"), asking: named, several: ["a.x", "b.x"]),
        FindingExample(
            "by name and schema, so that no other is meant", x("a") + x("b"), asking: .named("x", schema: "b"),
            found: "b.x"),
        FindingExample(
            "by name, absent", "CREATE TABLE public.alembic_version (version_num text)", asking: named, found: nil,
            others: ["public.alembic_version"]),
        FindingExample(
            "in another schema than named", x("a"), asking: .named("x", schema: "b"), found: nil, others: ["a.x"]),
        FindingExample("in capitals", x("public"), asking: .named("X", schema: nil), found: nil),
        FindingExample("by name, without the column", "CREATE TABLE x (id int)", asking: named, wrong: "public.x"),
        FindingExample(
            "a name with quotes", "CREATE TABLE \"a\"\"b'c\\\" (version_num text)",
            asking: .named("a\"b'c\\", schema: nil), found: "public.a\"b'c\\"),
    ])
    func `the table is the one that is meant`(example: FindingExample) async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("CREATE SCHEMA a; CREATE SCHEMA b; " + example.sql)
        let reading = try await readTwice(database, example.choice)
        switch example.expected {
        case .success(let (found, others)):
            let reading = try reading.get()
            #expect(reading.versionTable?.name.description == found)
            #expect(reading.otherVersionTables.map(\.description) == others)
            #expect(!reading.tables.contains { $0.description == found })
        case .failure(.several(let tables)):
            #expect(reading == .failure(.severalVersionTables(tables)))
        case .failure(.wrong(let table)):
            #expect(reading == .failure(.notAVersionTable(table, "it has no column version_num")))
        }
    }

    @Test func `one tenant of many is read alone`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        for tenant in ["a", "b"] {
            try await database.sql("CREATE SCHEMA \(tenant); CREATE TABLE \(tenant).users (id int); " + x(tenant))
        }
        let reader = try postgresReader(for: database, as: "postgres")
        let request = ReadingRequest(
            versionTable: .named("x", schema: "a"), schemas: ["b"], depth: .definitions(alsoIn: []), limit: .seconds(20)
        )
        let first = try await reader.read(request)
        #expect(first.versionTable == table("a", "x", []))
        #expect(first.tables == [TableName(schema: "b", "users")])
        #expect(first.otherVersionTables == [])
        // Another tenant's change is none: what would be sent now is something else.
        try await database.sql(
            "CREATE SCHEMA c; CREATE TABLE c.x (version_num text); SET allow_system_table_mods = on; "
                + "CREATE OR REPLACE FUNCTION pg_catalog.format_type(oid, int4) RETURNS text LANGUAGE sql AS "
                + "$$ SELECT 'hijacked' $$")
        #expect(try await reader.read(request).definitions == first.definitions)
        try await database.sql("ALTER TABLE b.users ADD more int")
        #expect(try await reader.read(request).definitions != first.definitions)
        try await database.sql("DROP TABLE a.x")
        #expect(try await reader.read(request).versionTable == nil)
    }

    @Test func `a table that moves, goes or comes is found again in the same reading`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        let reader = try postgresReader(for: database, as: "postgres")
        let request = ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(20))
        #expect(try await reader.read(request).versionTable == nil)
        #expect(try await reader.read(request).versionTable == nil)
        try await database.sql("CREATE TABLE x (version_num text); INSERT INTO x VALUES ('a')")
        #expect(try await reader.read(request).versionTable == table("public", "x", [.text("a")]))
        try await database.sql("ALTER TABLE x RENAME TO y")
        #expect(try await reader.read(request).versionTable == table("public", "y", [.text("a")]))
        try await database.sql("CREATE SCHEMA s; ALTER TABLE y SET SCHEMA s")
        #expect(try await reader.read(request).versionTable == table("s", "y", [.text("a")]))
        try await database.sql("DROP SCHEMA s CASCADE")
        #expect(try await reader.read(request).versionTable == nil)
        #expect(try await database.connections == 1)
    }
}

private let named = VersionTableChoice.named("x", schema: nil)

private func x(_ schema: String) -> String { "CREATE TABLE \(schema).x (version_num text);" }

struct FindingExample: CustomTestStringConvertible, Sendable {
    enum Refusal: Error {
        case several([TableName]), wrong(TableName)
    }

    let testDescription: String
    let choice: VersionTableChoice
    let sql: String
    let expected: Result<(found: String?, others: [String]), Refusal>

    init(
        _ name: String, _ sql: String, asking choice: VersionTableChoice = .byShape(schema: nil), found: String?,
        others: [String] = []
    ) {
        testDescription = name
        self.choice = choice
        self.sql = sql
        expected = .success((found, others))
    }

    init(_ name: String, _ sql: String, asking choice: VersionTableChoice = .byShape(schema: nil), several: [String]) {
        testDescription = name
        self.choice = choice
        self.sql = sql
        expected = .failure(.several(several.map(Self.table)))
    }

    init(_ name: String, _ sql: String, asking choice: VersionTableChoice = .byShape(schema: nil), wrong: String) {
        testDescription = name
        self.choice = choice
        self.sql = sql
        expected = .failure(.wrong(Self.table(wrong)))
    }

    private static func table(_ text: String) -> TableName {
        let parts = text.split(separator: ".").map(String.init)
        return TableName(schema: parts[0], parts[1])
    }
}
