import Inspector
import Logging
import MigrationModel
import Synchronization
import TestSupport
import Testing

@Suite("The log of a database")
struct SampleLogTests {
    /// Keeps each line as `level: message key=value …`.
    private struct Recorder: LogHandler {
        final class Lines: Sendable {
            let all = Mutex<[String]>([])
        }

        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            lines.all.withLock { $0.append("\(event.level): \(event.message)\(facts)") }
        }
    }

    /// The lines about a database that answers so, each sample 15 seconds after the one before.
    private func lines(
        _ answers: [Result<DatabaseReading, ReadError>], expectation: ExpectationSource? = nil
    ) async -> [String] {
        let recorded = Recorder.Lines()
        let ended = Mutex(0)
        let database = WatchedDatabase.named("orders")
        let inspection = Inspection(
            of: database, scripts: { MigrationScripts(Revision("aaaa"), Revision("bbbb", after: "aaaa")) },
            expectation: { expectation ?? database.ownExpectation }, reader: CannedReader(answers),
            limit: .seconds(5),
            now: { Timestamp.noon.advanced(by: .seconds(15 * ended.withLock { $0 })) })
        let logger = Logger(label: "test") { _ in Recorder(lines: recorded) }
        let sampler = Sampler(
            inspection, into: SampleStore([database], freshFor: .seconds(45)), interval: .seconds(15),
            pause: { _ in
                let count = ended.withLock { ended in
                    ended += 1
                    return ended
                }
                if count == answers.count { throw CancellationError() }
            }, log: SampleLog(logger))
        await sampler.run()
        return recorded.all.withLock { $0 }
    }

    private func down(_ why: String) -> Result<DatabaseReading, ReadError> { .failure(.unreachable(why)) }

    @Test func `one line for each change, with from, to, since and why, and none while nothing changes`() async {
        let behind = Result<DatabaseReading, ReadError>.success(.at("aaaa"))
        let good = Result<DatabaseReading, ReadError>.success(.at("bbbb"))
        let lines = await lines([behind, behind, behind, good, good, down("refused"), down("refused"), good])
        #expect(
            lines == [
                "warning: first sample current=aaaa database=orders pending=1 since=2024-01-15T10:30:00Z to=behind",
                "info: changed current=bbbb database=orders from=behind since=2024-01-15T10:30:45Z to=up_to_date",
                "warning: changed database=orders from=up_to_date since=2024-01-15T10:31:15Z to=unknown why=\(words)",
                "info: changed current=bbbb database=orders from=unknown since=2024-01-15T10:31:45Z to=up_to_date",
            ])
    }

    private var words: String { ReadError.unreachable("refused").description }

    @Test func `a snapshot that cannot be used is a line too`() async {
        let good = Result<DatabaseReading, ReadError>.success(.at("bbbb"))
        let finding = Finding(.unusableSnapshot, "It is cut off.", cure: "Write it again.", file: "x.json")
        let lines = await lines([good, good], expectation: .unusable(finding))
        #expect(
            lines == [
                "warning: first sample current=bbbb database=orders since=2024-01-15T10:30:00Z to=up_to_date "
                    + "why=x.json: It is cut off. Write it again."
            ])
    }

    @Test func `an outage in ever new words gets one line a minute`() async {
        let lines = await lines((0..<41).map { down("reason \($0)") })
        #expect(lines.count == 11)
        #expect(lines.dropFirst().allSatisfy { $0.contains(" withheld=3") })
        #expect(lines.last?.contains("reason 40") == true)
    }
}
