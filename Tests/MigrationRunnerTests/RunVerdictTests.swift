import Inspector
import MigrationModel
import TestSupport
import Testing

@testable import MigrationRunner

@Suite("Whether a run did what Alembic says")
struct RunVerdictTests {
    private static let line = [Revision("aaaa"), Revision("bbbb", after: "aaaa")]

    private func sample(_ rows: [String], _ revisions: [Revision] = line) -> Sample {
        let table = VersionTable(name: TableName("alembic_version"), rows: rows.map { .text($0) })
        return Sample(
            of: .named("orders"), scripts: MigrationScripts(revisions: revisions),
            reading: .success(
                DatabaseReading(defaultSchema: "public", versionTable: table, tables: [], latency: .zero)),
            takenAt: .noon)
    }

    @Test(arguments: [
        ("base", false, ["bbbb"], [], nil), ("base", false, ["bbbb"], ["bbbb"], RunFailure.nothingChanged),
        ("base", false, ["bbbb"], ["aaaa"], .stampedOtherwise(as: "base", rows: ["aaaa"])),
        ("aaaa", false, ["bbbb"], ["aaaa"], nil), ("aaaa", false, ["bbbb"], ["bbbb"], .nothingChanged),
        ("bbbb", true, ["bbbb", "zzzz"], ["bbbb"], nil),
        ("bbbb", true, ["bbbb", "zzzz"], ["bbbb", "zzzz"], .nothingChanged),
        ("bbbb", true, ["aaaa", "zzzz"], ["bbbb", "zzzz"], .stampedOtherwise(as: "bbbb", rows: ["bbbb", "zzzz"])),
    ])
    func `a stamp is what the rows are`(
        name: String, isPurging: Bool, before: [String], after: [String], failure: RunFailure?
    ) {
        #expect(
            RunFailure.after(.stamp(name, purging: isPurging), [], from: sample(before), to: sample(after)) == failure)
    }

    @Test func `a stamp as one branch's base leaves the others`() {
        let revisions = [Revision("aaaa"), Revision("bbbb")]
        func verdict(_ rows: String...) -> RunFailure? {
            .after(
                .stamp("aaaa@base"), [], from: sample(["aaaa", "bbbb"], revisions), to: sample(rows, revisions))
        }
        #expect(verdict("bbbb") == nil)
        #expect(verdict("aaaa", "bbbb") == .nothingChanged)
    }

    @Test func `an upgrade is what was applied`() {
        func verdict(_ rows: String...) -> RunFailure? {
            .after(.upgrade, Self.line, from: sample([]), to: sample(rows))
        }
        #expect(verdict("bbbb") == nil)
        #expect(verdict("aaaa") == .stoppedShort(of: ["bbbb"], still: "pending"))
        #expect(verdict() == .nothingChanged)
    }
}
