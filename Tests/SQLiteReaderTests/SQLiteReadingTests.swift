import DatabaseAddress
import GRDB
import Inspector
import MigrationModel
import SQLiteReader
import TestSupport
import Testing

@Suite("Reading an SQLite database")
struct SQLiteReadingTests {
    @Test func `a database at a revision tells its rows and tables`() async throws {
        let file = try SQLiteFile(
            """
            CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); INSERT INTO alembic_version VALUES ('b'), ('a');
            CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE _alembic_tmp_users (id INTEGER);
            CREATE VIEW names AS SELECT * FROM users; CREATE INDEX i ON users (id);
            """)
        let reading = try await file.read()
        #expect(reading.defaultSchema == nil)
        #expect(reading.versionTable == table("alembic_version", [.text("a"), .text("b")]))
        #expect(reading.tables == [TableName("_alembic_tmp_users"), TableName("users")])
    }

    @Test(arguments: [
        RowsExample("VARCHAR(32)", "NULL", [.null]), RowsExample("VARCHAR(32)", "''", [.text("")]),
        RowsExample("INTEGER", "5", [.notText("integer 5")]), RowsExample("", "1.5", [.notText("real 1.5")]),
        RowsExample("TEXT", "x'61ff'", [.notText("blob x'61FF'")]),
        RowsExample("TEXT", "CAST(x'61ff' AS TEXT)", [.notText("text that is not UTF-8: a\u{FFFD}")]),
        RowsExample("TEXT", "CAST(x'610062' AS TEXT)", [.text("a\0b")]),
        RowsExample("TEXT", "printf('%.100000c', 'x')", [.text(String(repeating: "x", count: 1_000) + "…")]),
        RowsExample("TEXT", "printf('%.1000c', 'x')", [.text(String(repeating: "x", count: 1_000))]),
        RowsExample("TEXT", "'é' || printf('%.3000c', 'é')", [.text(String(repeating: "é", count: 1_000) + "…")]),
    ])
    func `every kind of row is told as it is`(example: RowsExample) async throws {
        let file = try SQLiteFile(
            "CREATE TABLE alembic_version (version_num \(example.type)); INSERT INTO alembic_version VALUES (\(example.value))"
        )
        #expect(try await file.read().versionTable == table("alembic_version", example.rows))
    }

    @Test(arguments: [
        FindingExample("CREATE TABLE x (version_num TEXT)", .byShape(schema: nil), "x"),
        FindingExample("CREATE TABLE x (Version_Num TEXT)", .byShape(schema: nil), "x"),
        FindingExample(
            "CREATE TABLE Alembic_Version (version_num TEXT)", .named("alembic_version", schema: nil), "Alembic_Version"
        ),
        FindingExample(
            "CREATE VIEW x AS SELECT * FROM gone; CREATE TABLE y (version_num TEXT)", .byShape(schema: nil), "y"),
        FindingExample(
            "CREATE TABLE y (a TEXT); CREATE VIEW x AS SELECT a AS version_num FROM y", .byShape(schema: nil), "x"),
        FindingExample("CREATE TABLE x (id INTEGER, version_num TEXT, at TEXT)", .byShape(schema: nil), "x"),
        FindingExample("CREATE TABLE x (version_num INTEGER)", .byShape(schema: nil), nil),
        FindingExample("CREATE TABLE \"a\"\"b\" (version_num TEXT)", .named("a\"b", schema: "main"), "a\"b"),
        FindingExample("CREATE TABLE x (version_num TEXT)", .named("alembic_version", schema: nil), nil),
        FindingExample("", .byShape(schema: nil), nil),
    ])
    func `the version table is found`(example: FindingExample) async throws {
        let reading = try await SQLiteFile(example.sql).read(example.choice)
        #expect(reading.versionTable?.name == example.name.map { TableName($0) })
    }

    @Test func `several, a wrong one and one of another name are told apart`() async throws {
        let two = try SQLiteFile("CREATE TABLE y (version_num TEXT); CREATE TABLE x (version_num TEXT)")
        await #expect(throws: ReadError.severalVersionTables([TableName("x"), TableName("y")])) { try await two.read() }
        let wrong = try SQLiteFile("CREATE TABLE alembic_version (id INTEGER)")
        await #expect(
            throws: ReadError.notAVersionTable(TableName("alembic_version"), "it has no column version_num")
        ) { try await wrong.read() }
        let other = try await two.read(.named("alembic_version", schema: nil))
        #expect(other.otherVersionTables == [TableName("x"), TableName("y")])
        #expect(other.tables == [])
    }

    @Test func `a file that was replaced is seen`() async throws {
        let file = try SQLiteFile("CREATE TABLE a (id INTEGER)")
        let reader = SQLiteReader(SQLiteAddress(path: file.path))
        let request = ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(5))
        #expect(try await reader.read(request).tables == [TableName("a")])
        try await file.replace(with: "CREATE TABLE b (id INTEGER)")
        #expect(try await reader.read(request).tables == [TableName("b")])
    }
}

struct FindingExample: CustomTestStringConvertible {
    let sql: String
    let choice: VersionTableChoice
    let name: String?

    init(_ sql: String, _ choice: VersionTableChoice, _ name: String?) {
        self.sql = sql
        self.choice = choice
        self.name = name
    }

    var testDescription: String { sql }
}

struct RowsExample: CustomTestStringConvertible {
    let type: String
    let value: String
    let rows: [VersionTable.Row]

    init(_ type: String, _ value: String, _ rows: [VersionTable.Row]) {
        self.type = type
        self.value = value
        self.rows = rows
    }

    var testDescription: String { "\(type) \(value)" }
}

func table(_ name: String, _ rows: [VersionTable.Row]) -> VersionTable {
    VersionTable(name: TableName(name), rows: rows)
}
