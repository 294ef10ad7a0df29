import Foundation
import MigrationModel
import TestSupport
import Testing

@testable import SnapshotFile

@Suite("The file of a snapshot")
struct SnapshotFileTests {
    private static let teams = TableName(schema: "other", "teams")

    static let snapshot = SchemaSnapshot(
        dialect: .postgresql, revisions: ["bbbb2222"],
        schema: DatabaseSchema(
            tables: [
                TableName("users"): TableDefinition(
                    columns: [
                        ColumnDefinition("id", ColumnType("bigint"), isNullable: false, defaultValue: .sequence),
                        ColumnDefinition(
                            "a \"b\"\n", ColumnType("text"), isNullable: true, defaultValue: .expression("'\\'::text")),
                        ColumnDefinition("c", ColumnType("int"), isNullable: true, defaultValue: .generated("id * 2")),
                    ],
                    constraints: [
                        ConstraintDefinition("users_pkey", .primaryKey(["id"])),
                        ConstraintDefinition("u", .unique(["c"])),
                        ConstraintDefinition("f", .foreignKey(["c"], table: teams, referred: ["id"])),
                        ConstraintDefinition("k", .check("c > 0")),
                        ConstraintDefinition(nil, .exclude("EXCLUDE USING gist (c WITH =)")),
                    ],
                    indexes: [IndexDefinition("i", on: ["lower(c)", "id"], isUnique: true, condition: "id > 1")]),
                teams: TableDefinition(),
            ], views: [TableName("recent")], sequences: [TableName("numbers")],
            enums: [TableName("mood"): ["sad", "ok"]]), file: "-")

    private func reading(_ text: String, for dialect: Dialect = .postgresql) throws -> ExpectationSource {
        let directory = try TemporaryDirectory()
        let path = directory.file("expected.schema.json")
        try Data(text.utf8).write(to: URL(filePath: path))
        return SnapshotReader(path, for: dialect).read()
    }

    private func complaint(_ text: String, for dialect: Dialect = .postgresql) throws -> String? {
        try reading(text, for: dialect).finding.map { "\($0.message) \($0.cure)" }
    }

    @Test func `what was written is read again, however it is laid out`() throws {
        let text = SnapshotText(Self.snapshot).text
        for text in [text, text.replacing("\n", with: "\n  ")] {
            guard case .snapshot(let read) = try reading(text) else {
                Issue.record("it cannot be read")
                continue
            }
            #expect(read.dialect == .postgresql && read.revisions == ["bbbb2222"])
            #expect(SnapshotText(read).text == SnapshotText(Self.snapshot).text)
            #expect(read.schema.items == Self.snapshot.schema.items)
        }
    }

    @Test func `a part is a line, and the order of things in the database does not count`() throws {
        let text = SnapshotText(Self.snapshot).text
        #expect(
            text.contains(
                """
                      "columns": [
                        {"name": "a \\"b\\"\\n", "type": "text", "nullable": true, "default": "'\\\\'::text"},
                        {"name": "c", "type": "int", "nullable": true, "generated": "id * 2"},
                        {"name": "id", "type": "bigint", "nullable": false, "sequence": true}
                      ],
                """))
        var schema = Self.snapshot.schema
        schema.tables[TableName("users")]?.columns.reverse()
        schema.tables[TableName("users")]?.constraints.reverse()
        let turned = SchemaSnapshot(dialect: .postgresql, revisions: ["bbbb2222"], schema: schema, file: "-")
        #expect(SnapshotText(turned).text == text)
    }

    @Test func `a file that is not as it was written says so, and what to do`() throws {
        let text = SnapshotText(Self.snapshot).text
        let edited = try complaint(text.replacing("bigint", with: "integer"))
        #expect(edited?.contains("its checksum is wrong: it was edited by hand or merged. Write it again") == true)
        #expect(try complaint(text.replacing("bbbb2222", with: "cccc3333"))?.contains("checksum") == true)
        #expect(
            try complaint(String(text.dropLast(40)))?.contains("it is no snapshot of a schema, or it is cut off")
                == true)
        #expect(try complaint("[]")?.contains("it is no snapshot") == true)
        let newer = try complaint(text.replacing("\"format\": 1", with: "\"format\": 2"))
        #expect(newer?.contains("it has format 2, and this program reads format 1") == true)
        let other = try complaint(text, for: .sqlite)
        #expect(other?.contains("it was made of a postgresql database, and this is a sqlite one") == true)
        #expect(
            SnapshotReader("/nowhere/x.json", for: .sqlite).read().finding
                == Finding(
                    .unusableSnapshot, "The snapshot cannot be read.",
                    cure: "Correct --expected-schema, or the file's permissions; "
                        + "`migration-exporter snapshot --output /nowhere/x.json` writes it.",
                    file: "/nowhere/x.json"))
        let named = SnapshotReader("/nowhere/x.json", for: .sqlite, namedBy: "--check").read().finding
        #expect(named?.cure.hasPrefix("Correct --check, or the file's permissions;") == true)
    }

    @Test func `a file that changes is read again`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("expected.schema.json")
        let reader = SnapshotReader(path, for: .postgresql)
        func views(_ views: Set<TableName>) throws -> Set<TableName>? {
            let snapshot = SchemaSnapshot(
                dialect: .postgresql, revisions: [], schema: DatabaseSchema(views: views), file: "-")
            try Data(SnapshotText(snapshot).text.utf8).write(to: URL(filePath: path))
            return if case .snapshot(let read) = reader.read() { read.schema.views } else { nil }
        }
        #expect(try views([TableName("a")]) == [TableName("a")])
        #expect(try views([TableName("b")]) == [TableName("b")])
        #expect(try views([]) == [])
    }
}
