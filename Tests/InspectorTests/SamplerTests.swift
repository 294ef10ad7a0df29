import Inspector
import Logging
import MigrationModel
import Synchronization
import TestSupport
import Testing

@Suite("The sampler")
struct SamplerTests {
    /// Waits for nothing, and ends the sampler after some pauses.
    private final class Pauses: Sendable {
        private let left: Mutex<Int>
        let asked = Mutex<[Duration]>([])

        init(_ count: Int) { left = Mutex(count) }

        func pause(_ duration: Duration) throws {
            asked.withLock { $0.append(duration) }
            let isOver = left.withLock { left in
                left -= 1
                return left == 0
            }
            if isOver { throw CancellationError() }
        }
    }

    private func run(
        _ reader: CannedReader, samples: Int, interval: Duration = .seconds(10)
    ) async -> (store: SampleStore, pauses: [Duration]) {
        let database = WatchedDatabase.named("orders")
        let store = SampleStore([database], freshFor: .seconds(45))
        let pauses = Pauses(samples)
        let inspection = Inspection(
            of: database, scripts: { MigrationScripts(Revision("aaaa")) }, reader: reader, limit: .seconds(5),
            now: { .noon })
        let sampler = Sampler(
            inspection, into: store, interval: interval, pause: { try pauses.pause($0) },
            log: SampleLog(Logger(label: "test")))
        await sampler.run()
        return (store, pauses.asked.withLock { $0 })
    }

    @Test func `samples at once, then after each pause`() async throws {
        let (store, pauses) = await run(CannedReader(.success(.at("aaaa"))), samples: 3)
        let sample = try #require(store.latest.databases[0].sample)
        #expect(sample.past.samples == 3)
        #expect(pauses.count == 3)
        #expect(pauses.allSatisfy { (.seconds(9)...(.seconds(11))).contains($0) })
    }

    @Test func `goes on through an outage and publishes each failure`() async throws {
        let down = Result<DatabaseReading, ReadError>.failure(.unreachable("refused"))
        let (store, _) = await run(CannedReader(down, down, .success(.at("aaaa"))), samples: 3)
        let sample = try #require(store.latest.databases[0].sample)
        #expect(sample.status.state == .upToDate)
        #expect(sample.past.failures == [.unreachable: 2])
    }

    @Test func `backs off while the database is down, up to two intervals, never in step`() async {
        let (_, pauses) = await run(CannedReader(.failure(.unreachable("refused"))), samples: 12)
        #expect((.seconds(9)...(.seconds(11))).contains(pauses[0]))
        #expect((.seconds(10)...(.seconds(20))).contains(pauses[1]))
        #expect(pauses[5...].allSatisfy { (.seconds(10)...(.seconds(20))).contains($0) })
        #expect(Set(pauses[5...]).count > 1)
    }

    /// A sample counts for three intervals.
    @Test(arguments: [Duration.milliseconds(100), .seconds(1), .seconds(60)])
    func `backs off for so long that its last sample still counts`(interval: Duration) async {
        let (_, pauses) = await run(CannedReader(.failure(.unreachable("refused"))), samples: 50, interval: interval)
        #expect(pauses.allSatisfy { $0 <= interval * 2 })
    }
}
