package import Exposition
package import Inspector
package import MigrationModel
import Synchronization

/// What every route answers from: the newest snapshot, rendered once and copied from then on.
///
/// Nothing here can reach a database: this target knows no reader.
package final class Answers: Sendable {
    let store: SampleStore
    let now: @Sendable () -> Timestamp
    let startedAt: Timestamp
    private let processFigures: @Sendable () -> ProcessFigures
    private let judging: Mutex<HealthPolicy>
    private let rendered: Mutex<Rendered>
    private let figuresPage: Mutex<[MetricsFormat: (page: String, until: Timestamp)]>

    /// - `now`: read from the clocks.
    /// - `processFigures`: asked at most once a second.
    package init(
        from store: SampleStore, policy: HealthPolicy, now: @escaping @Sendable () -> Timestamp,
        processFigures: @escaping @Sendable () -> ProcessFigures
    ) {
        self.store = store
        self.now = now
        self.processFigures = processFigures
        startedAt = now()
        judging = Mutex(policy)
        rendered = Mutex(Rendered())
        figuresPage = Mutex([:])
    }

    /// What makes a database unhealthy.
    var policy: HealthPolicy { judging.withLock { $0 } }

    /// Judges by another policy from the next snapshot on.
    package func adopt(_ policy: HealthPolicy) { judging.withLock { $0 = policy } }

    /// A body that is made once for each snapshot, and again when a sample in it grows too old.
    func body(_ key: String, make: ([DatabaseView]) -> Answer) -> (status: Answer.Status, text: String) {
        body(key) { views, _ in make(views) }
    }

    func body(
        _ key: String, make: ([DatabaseView], Snapshot) -> Answer
    ) -> (status: Answer.Status, text: String) {
        let snapshot = store.latest
        let now = now()
        return rendered.withLock { rendered in
            if !rendered.holds(snapshot.generation, at: now) {
                rendered = Rendered(generation: snapshot.generation, until: snapshot.freshUntil(at: now), said: [:])
            }
            let last = rendered.said[key]
            // Nothing in an answer is more exact, and a millisecond may see many callers.
            if let last, now.seconds(since: last.moment) < 0.001 { return (last.answer.status, last.text) }
            let answer = last?.answer ?? make(snapshot.views(at: now), snapshot)
            let text = answer.body.text(at: now, startedAt: startedAt)
            rendered.said[key] = Said(answer: answer, text: text, moment: now)
            return (answer.status, text)
        }
    }

    /// The metrics of the process itself, which no snapshot holds.
    func processPage(_ format: MetricsFormat) -> String {
        let now = now()
        return figuresPage.withLock { pages in
            if let (page, until) = pages[format], now < until { return page }
            let page = MetricsText.processPage(format, processFigures())
            pages[format] = (page, now.advanced(by: .seconds(1)))
            return page
        }
    }

    private struct Rendered {
        var generation = -1
        var until: Timestamp?
        var said: [String: Said] = [:]

        func holds(_ generation: Int, at now: Timestamp) -> Bool {
            generation == self.generation && until.map { now <= $0 } != false
        }
    }
}

/// An answer as it was given at one moment.
private struct Said {
    let answer: Answer
    let text: String
    let moment: Timestamp
}

/// A rendered answer and what it says to a probe.
struct Answer: Sendable {
    enum Status: Sendable {
        case ok, unavailable
    }

    let status: Status
    let body: Body

    init(_ body: Body, _ status: Status = .ok) {
        self.body = body
        self.status = status
    }
}
