import MigrationModel
import TestSupport
import Testing

@Suite("What a review finds")
struct ReviewTests {
    struct Example: CustomTestStringConvertible {
        let testDescription: String
        let steps: [SchemaStep]
        let kinds: [ReviewKind]

        init(_ name: String, _ steps: [SchemaStep], _ kinds: ReviewKind...) {
            testDescription = name
            self.steps = steps
            self.kinds = kinds
        }
    }

    static let users = TableName("users")
    static let email = ColumnDefinition("email", ColumnType("text"), isNullable: true, defaultValue: .none)
    static let index = IndexDefinition("ix_users_email", on: ["email"], isUnique: false)

    static func step(_ change: SchemaChange, autocommitted: Bool = false, line: Int = 12) -> SchemaStep {
        SchemaStep(
            change, at: ScriptPlace(revision: "bbbb", file: "bbbb.py", line: line),
            isAutocommitted: autocommitted)
    }

    static func column(isNullable: Bool?, _ defaultValue: ColumnDefault) -> AddedColumn {
        AddedColumn(ColumnDefinition("email", ColumnType("text"), isNullable: isNullable, defaultValue: defaultValue))
    }

    static func retype(_ old: String, _ new: String) -> SchemaChange {
        .alterColumn(users, "email", ColumnAlteration(type: .changed(ColumnType(new)), from: ColumnType(old)))
    }

    static func constraint(_ kind: ConstraintDefinition.Kind) -> ConstraintDefinition {
        ConstraintDefinition("c_users", kind)
    }

    static let foreignKey = constraint(.foreignKey(["team_id"], table: TableName("teams"), referred: ["id"]))
    static let create = step(.createTable(users, TableDefinition(), isWhole: true), line: 5)

    static let examples = [
        Example("index", [step(.createIndex(users, index))], .indexWithoutConcurrently),
        Example(
            "index, concurrently and outside",
            [step(.createIndex(users, index, isConcurrent: true), autocommitted: true)]),
        Example(
            "index, concurrently inside", [step(.createIndex(users, index, isConcurrent: true))],
            .concurrentlyInTransaction),
        Example("index of a new table", [create, step(.createIndex(users, index))]),
        Example(
            "index of a new table, concurrently inside",
            [create, step(.createIndex(users, index, isConcurrent: true))], .concurrentlyInTransaction),
        Example(
            "index of a new table that was renamed",
            [
                create, step(.renameTable(users, to: TableName("people"))),
                step(.createIndex(TableName("people"), index)),
            ]),
        Example(
            "dropped index, concurrently inside",
            [step(.dropIndex("ix_users_email", on: users, isConcurrent: true))], .concurrentlyInTransaction),
        Example(
            "dropped index, concurrently outside",
            [step(.dropIndex("ix_users_email", on: users, isConcurrent: true), autocommitted: true)]),
        Example(
            "NOT NULL column", [step(.addColumn(users, column(isNullable: false, .none)))], .notNullWithoutDefault),
        Example(
            "NOT NULL column with a default", [step(.addColumn(users, column(isNullable: false, .expression("''"))))]),
        Example(
            "NOT NULL column whose default is not known", [step(.addColumn(users, column(isNullable: false, .unknown)))]
        ),
        Example("column", [step(.addColumn(users, column(isNullable: true, .none)))]),
        Example("column of which little is known", [step(.addColumn(users, column(isNullable: nil, .none)))]),
        Example(
            "column with what comes with it",
            [step(.addColumn(users, AddedColumn(email, constraints: [foreignKey], indexes: [index])))],
            .indexWithoutConcurrently, .foreignKeyWithoutNotValid),
        Example("NOT NULL column of a new table", [create, step(.addColumn(users, column(isNullable: false, .none)))]),
        Example(
            "SET NOT NULL", [step(.alterColumn(users, "email", ColumnAlteration(isNullable: .changed(false))))],
            .setNotNull),
        Example("DROP NOT NULL", [step(.alterColumn(users, "email", ColumnAlteration(isNullable: .changed(true))))]),
        Example(
            "type and name",
            [
                step(
                    .alterColumn(
                        users, "email", ColumnAlteration(name: .changed("mail"), type: .changed(ColumnType("text")))))
            ], .renamedColumn, .typeChange),
        Example("longer text", [step(retype("VARCHAR(50)", "VARCHAR(80)")), step(retype("VARCHAR(50)", "TEXT"))]),
        Example("text whose length is known no more", [step(retype("text", "character varying"))]),
        Example("shorter text", [step(retype("VARCHAR(50)", "VARCHAR(49)"))], .typeChange),
        Example("text that gets a limit", [step(retype("TEXT", "VARCHAR(50)"))], .typeChange),
        Example("text of fixed length", [step(retype("CHAR(5)", "VARCHAR(50)"))], .typeChange),
        Example("a list of texts", [step(retype("VARCHAR(50)", "TEXT[]"))], .typeChange),
        Example("text in another order", [step(retype("VARCHAR(50)", "TEXT COLLATE \"C\""))], .typeChange),
        Example("a larger number", [step(retype("INTEGER", "BIGINT"))], .typeChange),
        Example(
            "default", [step(.alterColumn(users, "email", ColumnAlteration(defaultValue: .changed(.none))))]),
        Example("dropped column", [step(.dropColumn(users, "email"))], .droppedColumn),
        Example("dropped column of a new table", [create, step(.dropColumn(users, "email"))]),
        Example("dropped table", [step(.dropTable(users))], .droppedTable),
        Example("table that comes and goes", [create, step(.dropTable(users))]),
        Example(
            "table that goes, comes and changes", [step(.dropTable(users)), create, step(.dropColumn(users, "x"))],
            .droppedTable),
        Example("renamed table", [step(.renameTable(users, to: TableName("people")))], .renamedTable),
        Example("foreign key", [step(.addConstraint(users, foreignKey))], .foreignKeyWithoutNotValid),
        Example("foreign key, NOT VALID", [step(.addConstraint(users, foreignKey, isNotValid: true))]),
        Example("check", [step(.addConstraint(users, constraint(.check("x > 0"))))], .checkWithoutNotValid),
        Example("check, NOT VALID", [step(.addConstraint(users, constraint(.check("x > 0")), isNotValid: true))]),
        Example("unique", [step(.addConstraint(users, constraint(.unique(["email"]))))], .uniqueConstraint),
        Example("constraint of a new table", [create, step(.addConstraint(users, foreignKey))]),
        Example("rows alone", [step(.changeRows(users))]),
        Example(
            "rows and a column", [step(.addColumn(users, AddedColumn(email))), step(.changeRows(users))],
            .mixedDataChange),
        Example(
            "rows, and a column in a transaction of its own",
            [step(.addColumn(users, AddedColumn(email)), autocommitted: true), step(.changeRows(users))]),
        Example("rows of a new table", [create, step(.changeRows(users))]),
        Example(
            "rows of a new table beside a change of another",
            [create, step(.addColumn(TableName("teams"), AddedColumn(email))), step(.changeRows(users))]),
    ]

    @Test(arguments: [
        (true, [step(.addColumn(users, AddedColumn(email)))], true),
        (false, [step(.addColumn(users, AddedColumn(email)))], false),
        (true, [step(.addColumn(users, AddedColumn(email)), autocommitted: true)], false),
        (
            true,
            [step(.addColumn(users, AddedColumn(email))), step(.dropIndex("ix", on: nil), autocommitted: true)], false
        ),
        (true, [step(.createTable(TableName("new"), TableDefinition(), isWhole: true))], false),
    ])
    func `locks of earlier revisions count where all run in one transaction`(
        isOne: Bool, steps: [SchemaStep], isFound: Bool
    ) {
        let scripts = MigrationScripts(
            revisions: [Revision("aaaa"), Revision("bbbb", after: "aaaa"), Revision("cccc", after: "bbbb")],
            steps: ["aaaa": steps, "cccc": [Self.step(.changeRows(Self.users))]], isOneTransaction: isOne)
        let found = Review(of: scripts.graph.revisions, in: scripts).concerns.filter { $0.kind == .mixedDataChange }
        #expect(found.map(\.subject) == (isFound ? ["Rows of users, after aaaa,"] : []))
    }

    @Test(arguments: [
        (step(.changeRows(TableName("teams"))), true), (step(.dropIndex("ix", on: nil), autocommitted: true), false),
        (step(.opaque(Doubt(.anyTable, reason: "SQL", file: "b.py", line: 1))), false),
    ])
    func `what may commit between them ends the locks`(between: SchemaStep, isFound: Bool) {
        let scripts = MigrationScripts(
            revisions: [Revision("aaaa"), Revision("bbbb", after: "aaaa"), Revision("cccc", after: "bbbb")],
            steps: [
                "aaaa": [Self.step(.addColumn(Self.users, AddedColumn(Self.email)))], "bbbb": [between],
                "cccc": [Self.step(.changeRows(Self.users))],
            ], isOneTransaction: true)
        let found = Review(of: scripts.graph.revisions, in: scripts).concerns.map(\.subject)
        #expect(found.contains("Rows of users, after aaaa,") == isFound)
    }

    private func review(_ steps: [SchemaStep], withLocks: Bool = true) -> Review {
        let scripts = MigrationScripts(
            revisions: [Revision("aaaa"), Revision("bbbb", after: "aaaa")], steps: ["bbbb": steps])
        return Review(of: scripts.graph.revisions, in: scripts, withLocks: withLocks)
    }

    @Test(arguments: examples)
    func `is what holds up or breaks running code`(example: Example) {
        let found = review(example.steps)
        #expect(found.concerns.map(\.kind) == example.kinds, "\(found.concerns)")
        #expect(found.open == found.concerns)
    }

    @Test func `a table that an earlier pending revision makes is nobody's yet`() {
        let scripts = MigrationScripts(
            revisions: [Revision("aaaa"), Revision("bbbb", after: "aaaa")],
            steps: ["aaaa": [Self.create], "bbbb": [Self.step(.createIndex(Self.users, Self.index))]])
        #expect(Review(of: scripts.graph.revisions, in: scripts).concerns.isEmpty)
        let later = Review(of: scripts.graph.revisions.suffix(1), in: scripts)
        #expect(later.concerns.map(\.kind) == [.indexWithoutConcurrently])
        #expect(
            later.concerns[0].message
                == "The index ix_users_email of users is built while nobody can write to the table.")
    }

    @Test func `is accepted by place`() {
        let steps = [
            Self.step(.dropColumn(Self.users, "a"), line: 7), Self.step(.dropColumn(Self.users, "b"), line: 8),
        ]
        let found = review(steps)
        let accepted = found.accepting([steps[0].place: "no code uses it since 1.4"])
        #expect(accepted.concerns.map(\.acceptance) == ["no code uses it since 1.4", nil])
        #expect(accepted.open == [found.concerns[1]])
    }

    @Test func `is without locks where the database takes none`() {
        let steps = Self.examples.flatMap(\.steps).filter { $0 != Self.create }
        let kinds = Set(review(steps, withLocks: false).concerns.map(\.kind))
        #expect(!kinds.isEmpty && kinds.allSatisfy { !$0.isAboutLocks })
        #expect(Set(Self.examples.flatMap(\.kinds)) == Set(ReviewKind.allCases))
    }

    @Test func `names what could not be read`() {
        let doubt = Doubt(.anyTable, reason: "SQL that is put together at run time", file: "bbbb.py", line: 9)
        let found = review([Self.step(.opaque(doubt), line: 9)])
        #expect(found.unread == [doubt])
        #expect(found.concerns.isEmpty)
    }
}
