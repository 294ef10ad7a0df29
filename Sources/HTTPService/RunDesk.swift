package import Inspector
package import MigrationModel
import ServiceLifecycle
import Synchronization

/// Takes orders for runs and sees them through, whoever still listens: a client that hangs up stops nothing.
///
/// What it does for an order is a closure, so that the routes know nothing of who may write.
package final class RunDesk: Service {
    /// Runs migrations on one database, and tells when it begins to change something, and each line of the log.
    package typealias Perform =
        @Sendable (
            RunRequest, _ onStart: @escaping @Sendable () -> Void, _ onLine: @escaping @Sendable (String) -> Void
        ) async -> RunReport

    package struct Counter: Sendable {
        let database: WatchedDatabase
        /// From its start on, after which a run is taken to be stuck.
        let limit: Duration
        let perform: Perform

        package init(_ database: WatchedDatabase, limit: Duration, perform: @escaping Perform) {
            self.database = database
            self.limit = limit
            self.perform = perform
        }
    }

    /// Ended runs that are still answered.
    private static let kept = 20

    private let counters: Mutex<[Counter]>
    private let store: SampleStore
    private let now: @Sendable () -> Timestamp
    private let onEnd: @Sendable (RunReport) -> Void
    private let onShutdown: @Sendable () -> Void
    private let state = Mutex<[PlacedRun]>([])
    private let orders: AsyncStream<PlacedRun>
    private let placing: AsyncStream<PlacedRun>.Continuation

    /// - `onEnd`: told of each run that ended.
    /// - `onShutdown`: ends the runs that are going on.
    package init(
        _ counters: [Counter], store: SampleStore, now: @escaping @Sendable () -> Timestamp,
        onEnd: @escaping @Sendable (RunReport) -> Void, onShutdown: @escaping @Sendable () -> Void
    ) {
        self.counters = Mutex(counters)
        self.store = store
        self.now = now
        self.onEnd = onEnd
        self.onShutdown = onShutdown
        (orders, placing) = AsyncStream.makeStream()
    }

    package func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await order in orders {
                    // Those of several databases at once; of one database there is one order at a time.
                    group.addTask { await self.perform(order) }
                }
            }
        } onGracefulShutdown: {
            self.onShutdown()
            self.placing.finish()
        }
    }

    /// Takes orders for these databases from now on. Runs that are going on end as they began.
    package func exchange(_ counters: [Counter]) { self.counters.withLock { $0 = counters } }

    /// Begins a run, or answers the one that is going on. `nil` where the database is not known here.
    func place(
        _ request: RunRequest, database: String, onEnd: @escaping @Sendable (RunReport) -> Void
    ) -> Placing? {
        let counter = counters.withLock { counters in counters.first { $0.database.name == database } }
        guard let counter else { return nil }
        let placed = state.withLock { runs -> Placing in
            if let other = runs.first(where: { $0.database.name == counter.database.name && $0.report == nil }) {
                return .occupied(by: other)
            }
            let run = PlacedRun(request, at: counter, startedAt: now(), onEnd: onEnd)
            runs = runs.suffix(Self.kept - 1) + [run]
            return .placed(run)
        }
        // Where the desk is closed already, nobody takes the order.
        if case .placed(let run) = placed, case .terminated = placing.yield(run) { perish(run) }
        return placed
    }

    func run(id: String) -> PlacedRun? { state.withLock { $0.first { $0.id == id } } }

    private func perform(_ order: PlacedRun) async {
        let report = await order.counter.perform(order.request, { self.begin(order) }, { order.note($0) })
        end(order, report)
    }

    /// Until then, and in a dry run, the database is what its samples say.
    private func begin(_ order: PlacedRun) {
        store.beginRun(of: order.database.name, deadline: now().advanced(by: order.counter.limit))
    }

    private func perish(_ order: PlacedRun) {
        end(
            order,
            RunReport(
                of: order.database, outcome: .refused, error: "The exporter is being stopped.", before: nil, after: nil,
                startedAt: order.startedAt, duration: .zero))
    }

    private func end(_ order: PlacedRun, _ report: RunReport) {
        store.endRun(report)
        onEnd(report)
        order.end(report)
    }

    enum Placing {
        case placed(PlacedRun)
        case occupied(by: PlacedRun)
    }
}
