import Inspector
import MigrationModel
import TestSupport
import Testing

@testable import MigrationRunner

@Suite("Whether a run may start")
struct RunDecisionTests {
    static let line = [Revision("aaaa"), Revision("bbbb", after: "aaaa")]

    private func sample(
        _ revisions: [Revision], target: UpgradeTarget = .head, _ reading: Result<DatabaseReading, ReadError>
    ) -> Sample {
        let database = WatchedDatabase(
            name: "orders", engine: .postgresql, maskedURL: "postgresql://app@***", target: target)
        return Sample(
            of: database, scripts: MigrationScripts(revisions: revisions), reading: reading, takenAt: .noon,
            duration: .zero)
    }

    @Test func `what is pending is run, and nothing is not`() {
        #expect(RunDecision(sample(Self.line, .success(.at("aaaa"))), target: .head) == .run([Self.line[1]]))
        #expect(RunDecision(sample(Self.line, .success(.at())), target: .head) == .run(Self.line))
        #expect(RunDecision(sample(Self.line, .success(.at("bbbb"))), target: .head) == .nothingPending)
    }

    @Test func `several heads are refused, unless all are meant`() {
        let fork = Self.line + [Revision("cccc", after: "aaaa")]
        guard case .refuse(let failure) = RunDecision(sample(fork, .success(.at("aaaa"))), target: .head) else {
            Issue.record("a fork is run")
            return
        }
        #expect(failure.message == "Multiple migration heads detected")
        #expect(failure.outcome == .refused)
        let empty = DatabaseReading(defaultSchema: "public", versionTable: nil, tables: [], latency: .zero)
        #expect(RunDecision(sample(fork, .success(empty)), target: .head) == .refuse(failure))
        #expect(
            RunDecision(sample(fork, target: .heads, .success(.at("aaaa"))), target: .heads)
                == .run(fork[1...].reversed()))
    }

    @Test(arguments: [
        (["newer"], "Can't locate revision identified by 'newer'"), (["aaaa", "bbbb"], "builds on it"),
        (["aaaa", "aaaa"], "2 times"), (["head"], "can be no revision id"),
    ])
    func `rows that Alembic would stumble over are refused`(rows: [String], message: String) {
        let reading = DatabaseReading(
            defaultSchema: "public",
            versionTable: VersionTable(name: TableName("alembic_version"), rows: rows.map { .text($0) }),
            tables: [], latency: .zero)
        guard case .refuse(let failure) = RunDecision(sample(Self.line, .success(reading)), target: .head) else {
            Issue.record("\(rows) are run")
            return
        }
        #expect(failure.message.contains(message), "\(failure.message)")
        #expect(failure.outcome == .refused)
    }

    @Test func `a connection that takes too long is said in the words of the contract`() {
        let late = sample(Self.line, .failure(.timedOut(after: .seconds(30), during: "connecting")))
        guard case .refuse(let failure) = RunDecision(late, target: .head) else {
            Issue.record("it is run")
            return
        }
        #expect(failure.message == "Connection timeout after 30 seconds")
        #expect(failure.outcome == .connectTimeout)
    }

    @Test func `a revision that is expected must be the one`() {
        let reading = sample(Self.line, .success(.at("aaaa")))
        #expect(RunDecision(reading, target: .head, expected: "aaaa") == .run([Self.line[1]]))
        #expect(
            RunDecision(reading, target: .head, expected: "bbbb")
                == .refuse(.standsElsewhere(expected: "bbbb", rows: ["aaaa"])))
    }

    @Test(arguments: [
        ("base", ["bbbb", "aaaa"]), ("aaaa", ["bbbb"]), ("-1", ["bbbb"]), ("-2", ["bbbb", "aaaa"]),
        ("bbbb-1", ["bbbb"]), ("bbbb", []),
    ])
    func `a downgrade is what stands above`(name: String, reverted: [String]) {
        let decision = RunDecision(
            sample(Self.line, .success(.at("bbbb"))), target: .head, operation: .downgrade(to: name))
        let revisions = reverted.compactMap { id in Self.line.first { $0.id.text == id } }
        #expect(decision == (reverted.isEmpty ? .nothingPending : .run(revisions)))
    }

    @Test(arguments: [
        ("-3", "Relative revision -3 didn't produce 3 migrations."), ("+1", "Relative revision +1"),
        ("nowhere", "Can't locate revision identified by 'nowhere'."),
        ("bbbb", "Nothing to drop: the database does not stand above bbbb."),
    ])
    func `a downgrade to nowhere is refused`(name: String, message: String) {
        let rows = name == "bbbb" ? "aaaa" : "bbbb"
        let decision = RunDecision(
            sample(Self.line, .success(.at(rows))), target: .head, operation: .downgrade(to: name))
        guard case .refuse(let failure) = decision else {
            Issue.record("\(name) is run")
            return
        }
        #expect(failure.message.hasPrefix(message), "\(failure.message)")
        #expect(failure.outcome == .refused)
    }

    @Test func `a stamp over rows that no script has needs to purge them`() {
        let foreign = sample(Self.line, .success(.at("newer")))
        #expect(RunDecision(foreign, target: .head, operation: .stamp("aaaa", purging: true)) == .run([Self.line[0]]))
        guard case .refuse = RunDecision(foreign, target: .head, operation: .stamp("aaaa")) else {
            Issue.record("it is run")
            return
        }
        let there = sample(Self.line, .success(.at("aaaa")))
        #expect(RunDecision(there, target: .head, operation: .stamp("aaaa")) == .nothingPending)
        #expect(RunDecision(there, target: .head, operation: .stamp("base")) == .run([]))
    }
}
