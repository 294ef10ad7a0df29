import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("A sample and what it inherits")
struct SampleTests {
    static let scripts = MigrationScripts(Revision("aaaa"), Revision("bbbb", after: "aaaa"))
    static let database = WatchedDatabase.named("orders")

    private func sample(
        _ reading: Result<DatabaseReading, ReadError>, second: Int, after previous: Sample? = nil
    ) -> Sample {
        Sample(
            of: Self.database, scripts: Self.scripts, reading: reading,
            takenAt: Timestamp.noon.advanced(by: .seconds(second)), duration: .milliseconds(4), after: previous)
    }

    @Test func `remembers since when its state holds, and when the rows changed`() {
        let first = sample(.success(.at("aaaa")), second: 0)
        let second = sample(.success(.at("aaaa")), second: 15, after: first)
        let down = sample(.failure(.unreachable("refused")), second: 30, after: second)
        let back = sample(.success(.at("bbbb")), second: 45, after: down)
        #expect(second.past.stateSince == .noon)
        #expect(second.past.revisionChangedAt == nil)
        #expect(down.status.state == .unknown)
        #expect(down.past.stateSince == Timestamp.noon.advanced(by: .seconds(30)))
        #expect(down.past.lastSuccessAt == second.takenAt)
        #expect(back.past.revisionChangedAt == back.takenAt)
        #expect(back.past.samples == 4)
        #expect(back.past.failures == [.unreachable: 1])
    }

    @Test func `remembers the newest fifty changes of its state and of how many tables are missing`() {
        var last = sample(.success(.at("aaaa")), second: 0)
        for second in 1...200 {
            // Each second one is the same as the one before.
            let row = second / 2 % 2 == 0 ? "aaaa" : "bbbb"
            last = sample(.success(.at(row)), second: second, after: last)
        }
        #expect(last.past.changes.count == 50)
        #expect(last.past.changes.last?.state == .behind)
        #expect(last.past.changes.last?.at == Timestamp.noon.advanced(by: .seconds(200)))
        #expect(last.past.changes.first?.at == Timestamp.noon.advanced(by: .seconds(102)))
        let scripts = MigrationScripts(
            Revision("aaaa"), changes: ["aaaa": [.createTable(TableName("users"), TableDefinition(), isWhole: true)]])
        let whole = Sample(
            of: Self.database, scripts: scripts, reading: .success(.at("aaaa", tables: "users")), takenAt: .noon,
            duration: .zero)
        let damaged = Sample(
            of: Self.database, scripts: scripts, reading: .success(.at("aaaa")), takenAt: .noon, duration: .zero,
            after: whole)
        #expect(damaged.past.changes.map(\.missingTables) == [0, 1])
        #expect(damaged.past.changes.map(\.state) == [.upToDate, .upToDate])
    }

    @Test func `is worth nothing once it is too old`() {
        let store = SampleStore([Self.database], freshFor: .seconds(45))
        #expect(store.latest.views(at: .noon)[0].error == "No sample has ended yet.")
        store.publish(sample(.success(.at("bbbb")), second: 0), of: Self.database)
        let young = store.latest.views(at: Timestamp.noon.advanced(by: .seconds(45)))[0]
        #expect(young.state == .upToDate)
        let old = store.latest.views(at: Timestamp.noon.advanced(by: .milliseconds(45_001)))[0]
        #expect(old.state == .unknown)
        #expect(old.status == nil)
        #expect(old.schema == nil)
        #expect(!old.reachesDatabase)
        #expect(old.stateSince == Timestamp.noon.advanced(by: .seconds(45)))
        let stale =
            "The newest sample is older than 45.0 s, so it no longer counts, and the next one has not ended yet."
        #expect(old.error == stale)
        store.publish(sample(.failure(.unreachable("refused")), second: 0), of: Self.database)
        let down = store.latest.views(at: Timestamp.noon.advanced(by: .seconds(46)))[0]
        #expect(down.error == stale + " It said: Cannot connect: refused")
    }

    @Test func `of scripts that cannot be read has no verdict and says which file`() {
        let finding = Finding(.unparsableFile, "Bad.", cure: "Mend it.", file: "b.py", line: 3)
        let broken = MigrationScripts(revisions: [], findings: [finding])
        let sample = Sample(
            of: Self.database, scripts: broken, reading: .success(.at("aaaa")), takenAt: .noon, duration: .zero)
        #expect(sample.status.state == .unknown)
        #expect(sample.failure == .scripts)
        #expect(sample.reachedDatabase)
        #expect(sample.failureText == "The scripts cannot be read: b.py:3: Bad. Mend it.")
    }

    @Test func `of several version tables names a few, and those instead of one that is not there`() {
        func findings(_ found: VersionTable?, _ others: [TableName]) -> [String] {
            let reading = DatabaseReading(
                defaultSchema: "public", versionTable: found, otherVersionTables: others, tables: [], latency: .zero)
            return sample(.success(reading), second: 0).findings.map(\.message)
        }
        let used = VersionTable(name: TableName(schema: "public", "x"), rows: [.text("aaaa")])
        let tenants = (1...500).map { TableName(schema: "t\($0)", "x") }
        #expect(findings(used, []) == [])
        #expect(findings(used, tenants.dropLast(497)) == ["Beside public.x, which is read, there is t1.x, t2.x, t3.x."])
        #expect(
            findings(used, tenants) == ["Beside public.x, which is read, there is t1.x, t2.x, t3.x and 497 more."])
        #expect(
            findings(nil, tenants.dropLast(499)) == ["Instead of the version table that was asked for there is t1.x."])
    }

    @Test func `takes as long as reading, judging and reviewing take`() async {
        let scripts = MigrationScripts(
            Revision("aaaa"), Revision("bbbb", after: "aaaa"), changes: ["bbbb": [.dropTable(TableName("users"))]])
        let inspection = Inspection(
            of: Self.database, scripts: { scripts },
            comments: { _ in
                try? await Task.sleep(for: .milliseconds(50))
                return [:]
            }, reader: CannedReader(.success(.at("aaaa"))), limit: .seconds(5), now: { .noon })
        #expect(await inspection.sample().duration >= .milliseconds(50))
    }
}
