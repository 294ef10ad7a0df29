import AlembicScripts
import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("Rows of the version table, beside the real Alembic's upgrade")
struct RowCaseTests {
    struct Answer: Decodable {
        let current: [String]
        let currentRefusal: String?
        let upgradeFailure: String?
        let after: [String]
    }

    @Test func `a line`() async throws {
        try await check(
            RowCase.line,
            [
                "a.py": revision("aaaa1111", "None", "branch_labels = 'lab'"),
                "b.py": revision("bbbb2222", "'aaaa1111'"),
                "c.py": revision("cccc3333", "'bbbb2222'"),
            ])
    }

    @Test func `a fork`() async throws {
        try await check(
            RowCase.fork,
            ["a.py": revision("abcd1"), "b.py": revision("abcd2", "'abcd1'"), "c.py": revision("abcd3", "'abcd1'")])
    }

    @Test func `a head that another head depends on`() async throws {
        try await check(
            RowCase.effective,
            [
                "a1.py": revision("a1"), "a2.py": revision("a2", "'a1'"), "b1.py": revision("b1"),
                "b2.py": revision("b2", "'b1'", "depends_on = 'a2'"),
            ])
    }

    @Test func `a branch that depends on another`() async throws {
        try await check(
            RowCase.dependent,
            [
                "a1.py": revision("a1"), "a2.py": revision("a2", "'a1'"), "a3.py": revision("a3", "'a2'"),
                "b1.py": revision("b1"), "b2.py": revision("b2", "'b1'", "depends_on = 'a2'"),
            ])
    }

    @Test func `bases that are merged`() async throws {
        try await check(
            RowCase.merged,
            [
                "a.py": revision("a1"), "b.py": revision("b1"), "m.py": revision("m1", "('a1', 'b1')"),
                "c.py": revision("c1"),
            ])
    }

    private func check(_ cases: [RowCase], _ files: [String: String]) async throws {
        try await TemporaryDirectory.with { root in
            try EdgeCase("rows", versions: files).write(to: root, "p")
            let directory = root.appending("p")
            let questions = "[" + cases.map(\.question).joined(separator: ",") + "]"
            let oracle = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle/upgrade.py").string
            let json = try await Alembic.python([oracle, directory.string, questions])
            let answers = try JSONDecoder().decode([Answer].self, from: Data(json.utf8))
            let scripts = ScriptReader(directory.appending("alembic.ini")).read()
            for (example, answer) in zip(cases, answers) { try check(example, answer, scripts) }
        }
    }

    private func check(_ example: RowCase, _ answer: Answer, _ scripts: MigrationScripts) throws {
        let table = example.rows.map { VersionTable(name: TableName("alembic_version"), rows: $0) }
        let target = try #require(UpgradeTarget(example.target))
        let status = MigrationStatus(of: table, in: scripts, target: target)
        let said = Comment("\(example.name): \(status.findings.map(\.message)); Alembic: \(answer)")
        #expect(status.state == example.state, said)
        #expect(status.findings.map(\.kind) == example.kinds, said)
        #expect(status.findings.allSatisfy { !$0.cure.isEmpty }, said)
        if let failure = example.failure {
            #expect(answer.upgradeFailure?.contains(failure) == true, said)
        } else {
            #expect(answer.upgradeFailure == nil, said)
            // Where nothing is wrong, the rows end where we say that they should.
            let rows = status.current.filter { row in !status.known.contains { $0.text == row } }
            #expect(rows.isEmpty || example.after != nil, said)
            #expect(answer.after == example.after ?? expected(status, scripts), said)
        }
    }

    /// The targets, and the rows that they do not build on.
    private func expected(_ status: MigrationStatus, _ scripts: MigrationScripts) -> [String] {
        let replaced = scripts.graph.ancestry(of: status.targets)
        let kept = status.known.filter { !replaced.contains($0) }
        return (status.targets + kept).map(\.text).sorted()
    }
}
