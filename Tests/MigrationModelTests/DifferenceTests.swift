import MigrationModel
import TestSupport
import Testing

@Suite("What differs within a table")
struct DifferenceTests {
    static let users = TableName("users")
    static let teams = TableName("teams")
    static let place = ScriptPlace(revision: "a", file: "a.py", line: 1)

    /// As a script says it; a database says it without places.
    static let whole = TableDefinition(
        columns: [
            ColumnDefinition("id", ColumnType("INTEGER"), isNullable: false, defaultValue: .sequence),
            ColumnDefinition("email", ColumnType("VARCHAR(50)"), isNullable: false, defaultValue: .none),
            ColumnDefinition("team", ColumnType("INTEGER"), isNullable: true, defaultValue: .none),
            ColumnDefinition(
                "at", ColumnType("TIMESTAMP WITH TIME ZONE"), isNullable: true, defaultValue: .expression("now()")),
        ],
        constraints: [
            ConstraintDefinition(nil, .primaryKey(["id"])), ConstraintDefinition("one_email", .unique(["email"])),
            ConstraintDefinition(nil, .foreignKey(["team"], table: teams, referred: ["id"])),
            ConstraintDefinition("has_at", .check("email LIKE '%@%'")),
        ],
        indexes: [
            IndexDefinition("by_at", on: ["at", "team"], isUnique: false),
            IndexDefinition("by_lower", on: ["lower(email)"], isUnique: false),
        ], place: place)

    /// Compares a database whose table `users` was changed like this after `a` made it.
    private func differences(
        dialect: Dialect = .postgresql, strict: Bool = false, later: [SchemaChange] = [],
        source: ExpectationSource = .scripts, _ change: (inout TableDefinition) -> Void
    ) -> SchemaComparison {
        let scripts = MigrationScripts(
            Revision("a"), Revision("b", after: "a"),
            changes: [
                "a": [
                    .createTable(Self.users, Self.whole, isWhole: true),
                    .createTable(Self.teams, TableDefinition(), isWhole: false),
                ], "b": later,
            ])
        var actual = Self.whole
        change(&actual)
        return SchemaComparison(
            of: FoundSchema(
                dialect: dialect, tables: [Self.users, Self.teams],
                definitions: DatabaseSchema(tables: [Self.users: actual, Self.teams: TableDefinition()])),
            status: MigrationStatus(of: .holding("a"), in: scripts, target: .head), scripts: scripts, source: source,
            isStrict: strict)
    }

    private func change(_ name: String, _ body: @escaping (inout ColumnDefinition) -> Void) -> (inout TableDefinition)
        -> Void
    {
        { table in
            for position in table.columns.indices where table.columns[position].name == name {
                body(&table.columns[position])
            }
        }
    }

    private func difference(
        _ kind: SchemaDifference.Kind, _ column: String? = nil, _ expected: String? = nil, _ actual: String? = nil
    ) -> SchemaDifference {
        SchemaDifference(kind, Self.users, column: column, expected: expected, actual: actual, place: Self.place)
    }

    @Test func `nothing, where everything is as it should be`() {
        let same = differences { _ in }
        #expect(same.differences == [])
        #expect(same.isValid == true)
    }

    @Test func `a column that is missing takes what is on it along`() {
        let damaged = differences { table in
            table.columns.removeAll { $0.name == "email" }
            table.constraints.removeAll { $0.name != nil }
            table.indexes.removeAll { $0.name == "by_lower" }
        }
        #expect(damaged.differences == [difference(.missingColumn, "email", "VARCHAR(50) NOT NULL")])
        #expect(damaged.isValid == false)
    }

    @Test func `a type, whether it can be NULL, and a default`() {
        #expect(
            differences(change("email") { $0.type = ColumnType("text") }).differences
                == [difference(.type, "email", "VARCHAR(50)", "text")])
        #expect(
            differences(change("email") { $0.isNullable = true }).differences
                == [difference(.nullable, "email", "NOT NULL", "NULL")])
        #expect(
            differences(change("at") { $0.defaultValue = .none }).differences
                == [difference(.default, "at", "now()", "none")])
        let strict = differences(strict: true, change("at") { $0.defaultValue = .none })
        #expect(strict.isValid == false)
        #expect(differences(change("at") { $0.defaultValue = .none }).isValid == true)
    }

    @Test func `a column that nothing explains, unless a pending revision adds it`() {
        let extra = ColumnDefinition("extra", ColumnType("text"), isNullable: true, defaultValue: .none)
        let add: (inout TableDefinition) -> Void = { $0.columns.append(extra) }
        #expect(differences(add).differences == [difference(.unexpectedColumn, "extra", nil, "text")])
        let pending = differences(later: [.addColumn(Self.users, AddedColumn(extra))], add)
        #expect(pending.differences == [])
        #expect(differences(later: [.addColumn(Self.users, AddedColumn(extra))]) { _ in }.differences == [])
    }

    @Test func `an index, whatever its name, and one that its name stands for`() {
        #expect(
            differences { $0.indexes.remove(at: 0) }.differences
                == [difference(.missingIndex, nil, "by_at (at, team)")])
        #expect(differences { $0.indexes[0].name = "other" }.differences == [])
        #expect(
            differences { $0.indexes[0].parts = ["team", "at"] }.differences
                == [difference(.missingIndex, nil, "by_at (at, team)", "by_at (team, at)")])
        #expect(
            differences { $0.indexes.remove(at: 1) }.differences
                == [difference(.missingIndex, nil, "by_lower (lower(email))")])
        #expect(differences { $0.indexes[1].parts = ["lower((email)::text)"] }.differences == [])
    }

    @Test(arguments: [0, 1])
    func `an index that is unique, or for a part of the rows, where the other is meant`(position: Int) {
        let name = Self.whole.indexes[position].name
        func found(_ change: (inout IndexDefinition) -> Void) -> [SchemaDifference.Kind] {
            differences { change(&$0.indexes[position]) }.differences.map(\.kind)
        }
        #expect(found { $0.isUnique = true } == [.missingIndex])
        let part = IndexDefinition(
            name, on: Self.whole.indexes[position].parts, isUnique: false, condition: "team IS NULL")
        #expect(found { $0 = part } == [.missingIndex])
    }

    @Test func `a constraint, whatever its name`() {
        #expect(
            differences { $0.constraints.remove(at: 0) }.differences
                == [difference(.missingConstraint, nil, "PRIMARY KEY (id)")])
        #expect(
            differences { $0.constraints.remove(at: 1) }.differences
                == [difference(.missingConstraint, nil, "one_email UNIQUE (email)")])
        #expect(
            differences { $0.constraints.remove(at: 2) }.differences
                == [difference(.missingConstraint, nil, "FOREIGN KEY (team) REFERENCES teams (id)")])
        #expect(
            differences { $0.constraints.remove(at: 3) }.differences
                == [difference(.missingConstraint, nil, "has_at CHECK (email LIKE '%@%')")])
        #expect(
            differences { table in for position in table.constraints.indices { table.constraints[position].name = "c" }
            }.differences == [])
        #expect(differences { $0.constraints[3].name = "ck_users_has_at" }.differences == [])
        let byIndex = differences { table in
            table.constraints.remove(at: 1)
            table.indexes.append(IndexDefinition("u", on: ["email"], isUnique: true))
        }
        #expect(byIndex.differences == [])
    }

    @Test func `on SQLite names have no case, and a check is not claimed`() {
        let shouted: (inout TableDefinition) -> Void = { table in
            for position in table.columns.indices {
                table.columns[position].name = table.columns[position].name.uppercased()
            }
            table.constraints.remove(at: 3)
        }
        #expect(differences(dialect: .sqlite, shouted).differences == [])
        #expect(differences(shouted).differences.map(\.kind).contains(.missingColumn))
    }

    @Test func `to a snapshot every text counts`() {
        let snapshot = SchemaSnapshot(
            dialect: .postgresql, revisions: ["a"],
            schema: DatabaseSchema(
                tables: [Self.users: Self.whole, Self.teams: TableDefinition()], views: [TableName("recent")],
                sequences: [TableName("numbers")]), file: "expected.json")
        let renamed = differences(source: .snapshot(snapshot)) { $0.indexes[0].name = "other" }
        #expect(renamed.source == .snapshot)
        #expect(
            renamed.differences == [
                SchemaDifference(.missingTable, TableName("numbers"), expected: "sequence"),
                SchemaDifference(.missingTable, TableName("recent"), expected: "view"),
                difference(.missingIndex, nil, "by_at (at, team)"),
            ])
    }

    @Test func `a snapshot of another revision claims nothing, and the scripts do`() {
        let snapshot = SchemaSnapshot(
            dialect: .postgresql, revisions: ["b"], schema: DatabaseSchema(), file: "expected.json")
        let elsewhere = differences(source: .snapshot(snapshot)) { _ in }
        #expect(elsewhere.source == .scripts)
        #expect(elsewhere.differences == [])
        #expect(elsewhere.isValid == true)
        #expect(
            elsewhere.unverified.map(\.doubt.reason)
                == ["it stands at b and the database at a, so the scripts count"])
        #expect(elsewhere.unverified.map(\.doubt.file) == ["expected.json"])
    }

    @Test func `a snapshot that cannot be used leaves the verdict open`() {
        let finding = Finding(.unusableSnapshot, "It is cut off.", cure: "Mend it.", file: "expected.json")
        let broken = differences(source: .unusable(finding)) { _ in }
        #expect(broken.isValid == nil)
        #expect(broken.problem == .snapshot(finding))
        #expect(broken.differences == [])
    }

    @Test func `of a table that has changed and one that has not, whatever was known before`() {
        let order = TableDefinition(
            columns: [ColumnDefinition("id", ColumnType("int"), isNullable: false, defaultValue: .none)])
        let orders = TableName("orders")
        let scripts = MigrationScripts(
            Revision("a"),
            changes: [
                "a": [.createTable(Self.users, Self.whole, isWhole: true), .createTable(orders, order, isWhole: true)]
            ])
        func found(_ tables: [TableName: TableDefinition]) -> FoundSchema {
            FoundSchema(
                dialect: .postgresql, tables: tables.keys.sorted(), definitions: DatabaseSchema(tables: tables))
        }
        func compare(
            _ found: FoundSchema, after last: (found: FoundSchema, comparison: SchemaComparison)? = nil
        ) -> SchemaComparison {
            SchemaComparison(
                of: found, status: MigrationStatus(of: .holding("a"), in: scripts, target: .head), scripts: scripts,
                after: last)
        }
        var users = Self.whole
        users.columns[1].type = ColumnType("text")
        var keyless = users
        keyless.constraints.removeFirst()
        let wrongOrder = TableDefinition(
            columns: [ColumnDefinition("id", ColumnType("text"), isNullable: true, defaultValue: .none)])
        let stages: [[TableName: TableDefinition]] = [
            [Self.users: Self.whole, orders: order], [Self.users: users, orders: order],
            [Self.users: users, orders: wrongOrder], [Self.users: keyless, orders: wrongOrder],
            [Self.users: keyless], [Self.users: Self.whole, Self.teams: order],
            [Self.users: Self.whole, orders: order],
        ]
        for before in stages {
            let last = (found: found(before), comparison: compare(found(before)))
            for now in stages {
                #expect(compare(found(now), after: last) == compare(found(now)))
            }
        }
        // What is known of a table that is the same is taken over, and not found again.
        let last = (found: found(stages[2]), comparison: compare(found(stages[1])))
        #expect(compare(found(stages[2]), after: last).differences == last.comparison.differences)
    }
}
