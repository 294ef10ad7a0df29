import MigrationModel
import TestSupport
import Testing

@Suite("What a failed migration left behind")
struct LeftoversTests {
    private static let (a, b, users) = (TableName("a"), TableName("b"), TableName("users"))
    private static let whole = TableDefinition(
        columns: [column("id")], indexes: [IndexDefinition("ix", on: ["id"], isUnique: false)])

    private static func column(_ name: String, isNullable: Bool = true) -> ColumnDefinition {
        ColumnDefinition(name, ColumnType("TEXT"), isNullable: isNullable, defaultValue: .none)
    }

    private static func create(_ table: TableName) -> SchemaChange {
        .createTable(table, TableDefinition(), isWhole: true)
    }

    private static func opaque(_ scope: Doubt.Scope) -> SchemaChange {
        .opaque(Doubt(scope, reason: "SQL", file: "b.py", line: 3))
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let before: [String]
        let applied: [SchemaChange]
        var condition: String?
        let after: [String]
        let made: [String]
        let dropped: [String]

        init(
            _ name: String, _ before: String..., then applied: [SchemaChange], if condition: String? = nil,
            gives after: [String], made: [String] = [], dropped: [String] = []
        ) {
            testDescription = name
            self.before = before
            self.applied = applied
            self.condition = condition
            self.after = after
            self.made = made
            self.dropped = dropped
        }
    }

    @Test(arguments: [
        Case("nothing", "a", then: [create(b)], gives: ["a", "b"]),
        Case("a table that nobody recorded", "a", then: [], gives: ["a", "c"], made: ["c"]),
        Case(
            "a table that was made and is gone again", then: [create(a), create(b)], gives: ["b", "c"], made: ["c"],
            dropped: ["a"]),
        Case("a table that was dropped", "a", then: [.dropTable(a)], gives: []),
        Case("a table that was dropped and is there again", "a", then: [.dropTable(a)], gives: ["a"], made: ["a"]),
        Case("a table of another name", "a", then: [.renameTable(a, to: b)], gives: ["b"]),
        Case("a table that may be there", then: [create(a)], if: "under if", gives: ["c"], made: ["c"]),
        Case("a table that may be gone", "a", then: [.dropTable(a)], if: "under if", gives: []),
        Case("what cannot be followed", "a", then: [opaque(.anyTable)], gives: ["c"]),
        Case("tables of any name", "a", "b", then: [opaque(.newTable)], gives: ["a", "c"], dropped: ["b"]),
        Case("what cannot be followed and names a table", "a", "b", then: [opaque(.tables([a]))], gives: ["b"]),
    ])
    func `tables are held against what the recorded revisions do`(example: Case) {
        let found = Leftovers(
            from: FoundSchema(
                dialect: .postgresql, tables: example.before.map { TableName(schema: "public", $0) },
                defaultSchema: "public"),
            to: FoundSchema(
                dialect: .postgresql, tables: example.after.map { TableName(schema: "public", $0) },
                defaultSchema: "public"),
            applied: .of("b", example.applied, condition: example.condition))
        #expect(found.made == example.made)
        #expect(found.dropped == example.dropped)
        #expect((found.doubt != nil) == [[Self.opaque(.anyTable)], [Self.opaque(.newTable)]].contains(example.applied))
        #expect(found.inside == .notRead)
    }

    @Test func `what was taken back explains all that it names`() {
        let found = Leftovers(
            from: FoundSchema(dialect: .sqlite, tables: [Self.a, Self.b]),
            to: FoundSchema(dialect: .sqlite, tables: [TableName("c")]), applied: [],
            takenBack: .of("a", [Self.create(Self.a), .dropTable(TableName("c"))]))
        #expect(found.dropped == ["b"])
        #expect(found.made == [])
    }

    @Test(arguments: [
        (whole, ["users.nick"], [], []), (TableDefinition(columns: []), [], ["users.id", "the index ix of users"], []),
        (TableDefinition(columns: [column("id", isNullable: false)], indexes: whole.indexes), [], [], [users]),
    ])
    func `tables that no recorded revision touches are compared inside`(
        definition: TableDefinition, made: [String], dropped: [String], changed: [TableName]
    ) {
        var definition = definition
        if !made.isEmpty { definition.columns.append(Self.column("nick")) }
        func schema(_ definition: TableDefinition) -> FoundSchema {
            FoundSchema(
                dialect: .sqlite, tables: [Self.users], definitions: DatabaseSchema(tables: [Self.users: definition]))
        }
        let found = Leftovers(from: schema(Self.whole), to: schema(definition), applied: [])
        #expect(found.made == made)
        #expect(found.dropped == dropped)
        #expect(found.changed == changed)
        #expect(found.inside == .compared)
        let touched = Leftovers(
            from: schema(Self.whole), to: schema(definition), applied: .of("b", [.alterTable(TableName("Users"))]))
        #expect(touched.made + touched.dropped == [] && touched.changed == [])
        #expect(touched.inside == .untouchedOnly)
    }
}
