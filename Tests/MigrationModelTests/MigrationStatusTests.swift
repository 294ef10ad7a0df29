import MigrationModel
import TestSupport
import Testing

@Suite("Where a database stands, against aaaa1111 ← bbbb2222 ← cccc3333")
struct MigrationStatusTests {
    static let line = MigrationScripts(
        Revision("aaaa1111"), Revision("bbbb2222", after: "aaaa1111"), Revision("cccc3333", after: "bbbb2222"))

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let rows: [VersionTable.Row]?
        let state: State
        let pending: Int?
        let kinds: [FindingKind]

        init(_ name: String, _ rows: [VersionTable.Row]?, _ state: State, pending: Int?, _ kinds: FindingKind...) {
            testDescription = name
            self.rows = rows
            self.state = state
            self.pending = pending
            self.kinds = kinds
        }
    }

    @Test(arguments: [
        Case("no version table", nil, .uninitialized, pending: 3),
        Case("an empty version table", [], .behind, pending: 3),
        Case("half way", [.text("bbbb2222")], .behind, pending: 1),
        Case("at the head", [.text("cccc3333")], .upToDate, pending: 0),
        Case("a revision that the scripts lack", [.text("deadbeef")], .unknownRevision, pending: nil, .unknownRevision),
        Case(
            "an unknown one beside a known one", [.text("aaaa1111"), .text("deadbeef")], .unknownRevision, pending: nil,
            .unknownRevision),
        Case("the beginning of an id", [.text("cccc")], .inconsistent, pending: nil, .inexactRow),
        Case("one letter of an id", [.text("a")], .inconsistent, pending: nil, .inexactRow),
        Case("a symbol", [.text("head")], .inconsistent, pending: nil, .inexactRow),
        Case("another symbol", [.text("base")], .inconsistent, pending: nil, .inexactRow),
        Case("a symbol of a branch", [.text("cccc3333@head")], .inconsistent, pending: nil, .inexactRow),
        Case("a relative number", [.text("-1")], .inconsistent, pending: nil, .inexactRow),
        Case("empty", [.text("")], .inconsistent, pending: nil, .corruptRow),
        Case("NULL", [.null], .inconsistent, pending: 3, .corruptRow),
        Case("no text", [.notText("integer 5")], .inconsistent, pending: 3, .corruptRow),
        Case(
            "a repeated row", [.text("cccc3333"), .text("cccc3333")], .inconsistent, pending: 0, .duplicateRows),
        Case(
            "a row that is another's ancestor", [.text("aaaa1111"), .text("cccc3333")], .inconsistent, pending: 0,
            .overlappingRows),
        Case("a blank at the end", [.text("cccc3333 ")], .unknownRevision, pending: nil, .unknownRevision),
        Case("capital letters", [.text("CCCC3333")], .unknownRevision, pending: nil, .unknownRevision),
        Case(
            "NULL beside an unknown one: the table itself comes first", [.null, .text("deadbeef")], .inconsistent,
            pending: nil, .corruptRow, .unknownRevision),
    ])
    func `the verdict on its rows`(example: Case) {
        let table = example.rows.map { VersionTable(name: TableName("alembic_version"), rows: $0) }
        let status = MigrationStatus(of: table, in: Self.line, target: .head)
        #expect(status.state == example.state)
        #expect(status.pending?.count == example.pending)
        #expect(status.findings.map(\.kind) == example.kinds)
        #expect(status.state.isUpToDate == (example.state == .upToDate))
    }

    @Test func `two ids with one beginning make that beginning ambiguous`() {
        let scripts = MigrationScripts(Revision("abcd1"), Revision("abcd2", after: "abcd1"))
        let status = MigrationStatus(of: .holding("abcd"), in: scripts, target: .head)
        #expect(status.state == .inconsistent)
        #expect(status.findings.map(\.kind) == [.ambiguousPrefix])
    }

    static let dependent = MigrationScripts(
        Revision("a1", labels: "a"), Revision("a2", after: "a1"), Revision("b1", labels: "b"),
        Revision("b2", after: "b1", dependsOn: "a2"))

    /// `alembic current --check-heads` compares with all heads and is never content here.
    @Test func `what stands is compared with effective heads`() {
        let status = MigrationStatus(of: .holding("b2"), in: Self.dependent, target: .heads)
        #expect(status.state == .upToDate)
        #expect(status.targets == ["b2"])
        let both = MigrationStatus(of: .holding("a2", "b2"), in: Self.dependent, target: .heads)
        #expect(both.state == .inconsistent)
        #expect(both.findings.map(\.kind) == [.overlappingRows])
    }

    @Test(arguments: [
        ("head", State.multipleHeads), ("heads", .behind), ("a@head", .upToDate), ("b@head", .behind),
        ("a2", .upToDate),
        ("b1", .behind), ("nowhere", .unknown),
    ])
    func `a target other than the one head`(target: String, state: State) throws {
        let target = try #require(UpgradeTarget(target))
        #expect(MigrationStatus(of: .holding("a2"), in: Self.dependent, target: target).state == state)
    }

    @Test func `a database beyond its target is up to date, and that is said`() {
        let status = MigrationStatus(of: .holding("cccc3333"), in: Self.line, target: .revision("bbbb2222"))
        #expect(status.state == .upToDate)
        #expect(status.findings.map(\.kind) == [.beyondTarget])
    }

    @Test func `a script that cannot be read leaves no verdict`() {
        let scripts = MigrationScripts(
            revisions: [Revision("a")], findings: [Finding(.unparsableFile, "", cure: "", file: "b.py", line: 3)])
        let status = MigrationStatus(of: .holding("a"), in: scripts, target: .head)
        #expect(status.state == .unknown)
        #expect(status.pending == nil)
    }

    @Test(arguments: ["", "@head", "a@"]) func `what can be no target`(text: String) {
        #expect(UpgradeTarget(text) == nil)
    }
}
