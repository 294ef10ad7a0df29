import Inspector
import Logging
import MigrationModel
import TestSupport
import Testing

@Suite("The watch over several databases")
struct WatchTests {
    private func sampler(_ name: String, at row: String, into store: SampleStore) -> Sampler {
        let inspection = Inspection(
            of: .named(name), scripts: { MigrationScripts(Revision("aaaa"), Revision("bbbb", after: "aaaa")) },
            reader: CannedReader(.success(.at(row))), limit: .seconds(5), now: { .noon })
        return Sampler(
            inspection, into: store, interval: .milliseconds(10),
            log: SampleLog(Logger(label: "test") { _ in Silence() }))
    }

    private struct Silence: LogHandler {
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.critical

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {}
    }

    private func eventually(_ store: SampleStore, _ isSo: (Snapshot) -> Bool) async throws {
        while !isSo(store.latest) { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test(.timeLimit(.minutes(1)))
    func `an exchange ends old samplers, starts new ones, and keeps the past of those of which the same is asked`()
        async throws
    {
        let store = SampleStore([.named("kept"), .named("paced"), .named("gone")], freshFor: .seconds(45))
        let watch = Watch(
            ["kept", "paced", "gone"].map { sampler($0, at: "aaaa", into: store) }, store: store)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await watch.run() }
            try await eventually(store) { $0.databases.allSatisfy { ($0.sample?.past.samples ?? 0) >= 2 } }
            let before = store.latest.databases.map { $0.sample?.past.samples ?? 0 }
            await watch.carryOut(
                Watch.Exchange(
                    databases: [.named("new"), .named("kept"), .named("paced")], untouched: ["kept"],
                    keptSamples: ["kept", "paced"],
                    samplers: [sampler("new", at: "bbbb", into: store), sampler("paced", at: "bbbb", into: store)],
                    freshFor: .seconds(90)))
            #expect(store.latest.databases.map(\.database.name) == ["new", "kept", "paced"])
            #expect(store.latest.freshFor == .seconds(90))
            try await eventually(store) { snapshot in
                let samples = snapshot.databases.map { $0.sample?.past.samples ?? 0 }
                return samples[0] >= 1 && samples[1] > before[0] && samples[2] > before[1]
                    && snapshot.databases[2].sample?.status.state == .upToDate
            }
            #expect(store.latest.databases[1].sample?.status.state == .behind)
            // The past of a database goes on over the exchange of its sampler.
            #expect(store.latest.databases[2].sample?.past.changes.map(\.state) == [.behind, .upToDate])
            group.cancelAll()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a run goes on whether its database is watched or not`() async throws {
        let store = SampleStore([.named("kept"), .named("gone")], freshFor: .seconds(45))
        let watch = Watch([], store: store)
        let exchange = { (names: [String]) in
            Watch.Exchange(
                databases: names.map { .named($0) }, untouched: [], keptSamples: [], samplers: [],
                freshFor: .seconds(45))
        }
        let deadline = Timestamp.noon.advanced(by: .seconds(60))
        await withDiscardingTaskGroup { group in
            group.addTask { await watch.run() }
            store.beginRun(of: "gone", deadline: deadline)
            await watch.carryOut(exchange(["kept"]))
            await watch.carryOut(exchange(["kept", "gone"]))
            #expect(store.latest.databases.map(\.runs.deadline) == [nil, deadline])
            await watch.carryOut(exchange(["kept"]))
            store.endRun(
                RunReport(
                    of: .named("gone"), outcome: .failed, before: nil, after: nil, startedAt: .noon, duration: .zero))
            await watch.carryOut(exchange(["gone"]))
            #expect(store.latest.databases.map(\.runs.deadline) == [nil])
            #expect(store.latest.databases[0].runs.outcomes == [.failed: 1])
            group.cancelAll()
        }
    }

    @Test func `once nothing is watched any more, an exchange waits for nobody`() async {
        let store = SampleStore([.named("orders")], freshFor: .seconds(45))
        let watch = Watch([sampler("orders", at: "aaaa", into: store)], store: store)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await watch.run() }
            group.cancelAll()
        }
        await watch.carryOut(
            Watch.Exchange(databases: [], untouched: [], keptSamples: [], samplers: [], freshFor: .seconds(1)))
    }
}
