import MigrationModel
import TestSupport
import Testing

@Suite("The tables against the scripts")
struct SchemaComparisonTests {
    static let users = TableName("users")
    static let recipes = TableName("recipes")
    static let doubt = Doubt(.tables([users]), reason: "under if", file: "b.py", line: 7)

    /// `a` creates users, `b` does what the test says, `c` creates recipes.
    private func compare(
        _ existing: [TableName], at rows: String?..., b changes: [SchemaChange] = [], list: [TableName]? = nil,
        ignored: String...
    ) -> SchemaComparison {
        let scripts = MigrationScripts(
            Revision("a"), Revision("b", after: "a"), Revision("c", after: "b"),
            changes: ["a": [.creating(Self.users)], "b": changes, "c": [.creating(Self.recipes)]])
        // Without a version table: `nil`.
        let table =
            rows == [nil]
            ? nil : VersionTable(name: TableName("alembic_version"), rows: rows.compactMap(\.self).map { .text($0) })
        return SchemaComparison(
            of: FoundSchema(dialect: .postgresql, tables: existing, defaultSchema: "public"),
            status: MigrationStatus(of: table, in: scripts, target: .head), scripts: scripts,
            source: list.map { .list($0) } ?? .scripts, ignored: TableFilter(ignored))
    }

    private func table(_ name: String) -> TableName { TableName(schema: "public", name) }

    @Test func `a table that should exist now is missing, one that will is pending`() {
        let behind = compare([table("users")], at: "b")
        #expect(behind.missing.isEmpty)
        #expect(behind.pending == [Self.recipes])
        #expect(behind.isValid == false)
        let damaged = compare([table("recipes")], at: "c")
        #expect(damaged.missing == [Self.users])
        #expect(damaged.pending.isEmpty)
        let whole = compare([table("users"), table("recipes")], at: "c")
        #expect(whole.isValid == true)
        #expect(whole.existing == [Self.recipes, Self.users])
        #expect(whole.expectedCount == 2)
    }

    @Test func `without a version table nobody knows what should exist, but in a database that has nothing yet`() {
        let lost = compare([table("users"), table("recipes")], at: nil)
        #expect(lost.isValid == nil)
        #expect(lost.problem == .noVersionTable)
        let new = compare([table("other")], at: nil)
        #expect(new.isValid == false)
        #expect(new.pending == [Self.recipes, Self.users])
    }

    @Test func `drops and renames are followed`() {
        #expect(compare([table("recipes")], at: "c", b: [.dropTable(Self.users)]).isValid == true)
        let renamed = compare([table("recipes")], at: "c", b: [.renameTable(Self.users, to: TableName("people"))])
        #expect(renamed.missing == [TableName("people")])
    }

    @Test func `what a script may have done is unverified, and never missing`() {
        let some = compare([table("recipes")], at: "c", b: [.opaque(Self.doubt)])
        #expect(some.missing.isEmpty)
        #expect(some.unverified == [.init(table: Self.users, doubt: Self.doubt)])
        let anything = Doubt(.anyTable, reason: "SQL", file: "b.py", line: 1)
        let all = compare([table("recipes"), table("extra")], at: "c", b: [.opaque(anything)])
        #expect(all.missing.isEmpty)
        #expect(all.unexpected.isEmpty)
        #expect(all.unverified == [.init(table: nil, doubt: anything)])
    }

    @Test func `a column whose type is not known is unverified`() {
        let place = ScriptPlace(revision: "b", file: "b.py", line: 3)
        let column = ColumnDefinition("home", nil, isNullable: true, defaultValue: .none, place: place)
        let answer = compare([table("users")], at: "b", b: [.addColumn(Self.users, AddedColumn(column))])
        let doubt = Doubt(.inside([Self.users]), "of a type that is not known here", at: place)
        #expect(answer.unverified == [.init(table: Self.users, column: "home", doubt: doubt)])
        #expect(answer.missing.isEmpty)
    }

    @Test func `a table that nothing explains is unexpected, where the scripts are the whole of the schema`() {
        let tables = [table("users"), table("recipes"), table("extra"), TableName(schema: "audit", "log")]
        #expect(compare(tables, at: "c").unexpected == [TableName("extra")])
        #expect(compare(tables, at: "c", ignored: "ex*").unexpected.isEmpty)
        let presupposing = compare(tables, at: "c", b: [.alterTable(TableName("made_elsewhere"))])
        #expect(presupposing.unexpected.isEmpty)
    }

    @Test func `a list counts in place of the scripts`() {
        let listed = compare([table("users")], at: "b", list: [Self.users, Self.recipes, TableName("other")])
        #expect(listed.missing == [TableName("other")])
        #expect(listed.pending == [Self.recipes])
        #expect(listed.source == .list)
    }

    @Test func `rows that the scripts do not know claim nothing`() {
        let unknown = compare([], at: "zzzz")
        #expect(unknown.missing.isEmpty)
        #expect(unknown.pending.isEmpty)
        #expect(unknown.unexpected.isEmpty)
        #expect(unknown.isValid == nil)
        #expect(compare([], at: "zzzz", list: [Self.users]).isValid == false)
    }

    @Test(arguments: [
        ("tmp_*", "tmp_x", true), ("tmp_*", "xtmp_", false), ("*", "anything", true), ("a?c", "abc", true),
        ("a?c", "ac", false), ("*_old*", "a_old_b", true), ("audit.*", "log", false), ("a*b*c", "aXbYbZc", true),
        ("", "x", false),
    ])
    func `globs`(pattern: String, name: String, matches: Bool) {
        #expect(TableFilter([pattern]).contains(TableName(name)) == matches)
    }
}

extension SchemaChange {
    fileprivate static func creating(_ table: TableName) -> SchemaChange {
        .createTable(table, TableDefinition(), isWhole: true)
    }
}
