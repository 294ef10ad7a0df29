import Inspector
import MigrationModel
import SQLiteReader
import TestSupport
import Testing

@Suite("What tables are made of, in SQLite")
struct SQLiteDefinitionTests {
    private func read(_ file: SQLiteFile) async throws -> DatabaseSchema {
        let reader = SQLiteReader(file.address)
        return try #require(try await reader.read(Self.request).definitions)
    }

    private static let request = ReadingRequest(
        versionTable: .byShape(schema: nil), depth: .definitions(alsoIn: []), limit: .seconds(5))

    @Test func `everything that is compared is read`() async throws {
        let file = try SQLiteFile(
            """
            CREATE TABLE teams (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL UNIQUE);
            CREATE TABLE users (
                a INT, "the b" TEXT DEFAULT 'x', at DATETIME DEFAULT (CURRENT_TIMESTAMP), team INTEGER REFERENCES teams,
                twice INT AS (a * 2), -- CHECK (not)
                PRIMARY KEY (a, "the b"), CONSTRAINT "is positive" CHECK (a > 0 AND "the b" <> ')'), CHECK (a < 9),
                CONSTRAINT of_team FOREIGN KEY (team) REFERENCES teams (id));
            CREATE UNIQUE INDEX by_b ON users ("the b", lower(a)) WHERE a > 1;
            CREATE VIEW recent AS SELECT * FROM users; CREATE TABLE alembic_version (version_num TEXT);
            """)
        let schema = try await read(file)
        #expect(schema.views == [TableName("recent")])
        #expect(schema.tables.keys.sorted() == [TableName("teams"), TableName("users")])
        #expect(
            schema.tables[TableName("teams")]
                == TableDefinition(
                    columns: [column("id", "INTEGER", .sequence), column("name", "VARCHAR(50)", isNullable: false)],
                    constraints: [
                        ConstraintDefinition(nil, .primaryKey(["id"])), ConstraintDefinition(nil, .unique(["name"])),
                    ]))
        let users = try #require(schema.tables[TableName("users")])
        #expect(
            users.columns == [
                column("a", "INT"), column("the b", "TEXT", .expression("'x'")),
                column("at", "DATETIME", .expression("CURRENT_TIMESTAMP")), column("team", "INTEGER"),
                column("twice", "INT", .generated("")),
            ])
        let teams = TableName("teams")
        #expect(
            users.constraints == [
                ConstraintDefinition(nil, .primaryKey(["a", "the b"])),
                ConstraintDefinition(nil, .foreignKey(["team"], table: teams, referred: [])),
                ConstraintDefinition(nil, .foreignKey(["team"], table: teams, referred: ["id"])),
                ConstraintDefinition("is positive", .check("a > 0 AND \"the b\" <> ')'")),
                ConstraintDefinition(nil, .check("a < 9")),
            ])
        #expect(
            users.indexes
                == [IndexDefinition("by_b", on: ["the b", "lower(a)"], isUnique: true, condition: "a > 1")])
    }

    @Test(arguments: [
        "ALTER TABLE users ADD COLUMN more INT", "ALTER TABLE users DROP COLUMN b", "DROP INDEX by_a",
        "ALTER TABLE users RENAME COLUMN b TO c", "CREATE INDEX by_b ON users (b)", "CREATE TABLE more (id INT)",
        "DROP VIEW v", "DROP TABLE users",
        "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'BLOB')",
    ])
    func `every change is seen by the next reading`(change: String) async throws {
        let file = try SQLiteFile(
            "CREATE TABLE users (a INT, b TEXT); CREATE INDEX by_a ON users (a); CREATE VIEW v AS SELECT 1 AS one")
        let reader = SQLiteReader(file.address)
        let first = try await reader.read(Self.request).definitions
        #expect(try await reader.read(Self.request).definitions == first)
        try file.write(change)
        let after = try await reader.read(Self.request).definitions
        #expect(after != first)
        #expect(try await read(file) == after)
    }

    @Test func `another file in its place is seen, and names are all that is read where that is enough`() async throws {
        let file = try SQLiteFile("CREATE TABLE a (x INT)")
        let reader = SQLiteReader(file.address)
        #expect(
            try await reader.read(Self.request).definitions?.tables[TableName("a")]?.columns == [column("x", "INT")])
        try await file.replace(with: "CREATE TABLE a (x TEXT)")
        #expect(
            try await reader.read(Self.request).definitions?.tables[TableName("a")]?.columns == [column("x", "TEXT")])
        #expect(try await file.read().definitions == nil)
    }
}

private func column(
    _ name: String, _ type: String, isNullable: Bool = true, _ value: ColumnDefault = .none
) -> ColumnDefinition {
    ColumnDefinition(name, ColumnType(type), isNullable: isNullable, defaultValue: value)
}
