import ServiceLifecycle

/// Samples a set of databases, which can be exchanged for another while it goes on.
package struct Watch: Service {
    /// What is to be watched from now on.
    package struct Exchange: Sendable {
        /// All databases, in the configured order.
        package let databases: [WatchedDatabase]
        /// Those that nobody touches: their sampler goes on, with its connection.
        package let untouched: Set<String>
        /// Those whose newest sample still counts.
        package let keptSamples: Set<String>
        /// Of all that are touched.
        package let samplers: [Sampler]
        /// How long a sample counts.
        package let freshFor: Duration

        package init(
            databases: [WatchedDatabase], untouched: Set<String>, keptSamples: Set<String>, samplers: [Sampler],
            freshFor: Duration
        ) {
            self.databases = databases
            self.untouched = untouched
            self.keptSamples = keptSamples
            self.samplers = samplers
            self.freshFor = freshFor
        }
    }

    private struct Order {
        let exchange: Exchange
        let done: Promise<Void>
    }

    private let store: SampleStore
    private let first: [Sampler]
    private let orders: AsyncStream<Order>
    private let ordering: AsyncStream<Order>.Continuation

    /// `samplers`: of the databases that the store has from its beginning.
    package init(_ samplers: [Sampler], store: SampleStore) {
        first = samplers
        self.store = store
        (orders, ordering) = AsyncStream.makeStream()
    }

    /// Returns when all of it is in force, or when nothing is watched any more.
    package func carryOut(_ exchange: Exchange) async {
        let order = Order(exchange: exchange, done: Promise())
        if case .terminated = ordering.yield(order) { return }
        _ = await order.done.value()
    }

    package func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                var watchers = start(first, in: &group)
                for await order in orders {
                    let untouched = await end(watchers, for: order.exchange)
                    watchers = untouched + start(order.exchange.samplers, in: &group)
                    order.done.keep(())
                }
            }
        } onGracefulShutdown: {
            ordering.finish()
        }
    }

    private func start(_ samplers: [Sampler], in group: inout DiscardingTaskGroup) -> [Watcher] {
        let watchers = samplers.map { Watcher($0) }
        for watcher in watchers {
            // A child task for each database: one that hangs delays no other, and all end with the group.
            group.addTask { await watcher.run() }
        }
        return watchers
    }

    /// Ends the old samplers before the new ones are known, so that no late sample is taken for one of theirs.
    /// Answers those that go on.
    private func end(_ watchers: [Watcher], for exchange: Exchange) async -> [Watcher] {
        let untouched = watchers.filter { exchange.untouched.contains($0.sampler.name) }
        let ending = watchers.filter { !exchange.untouched.contains($0.sampler.name) }
        for watcher in ending { watcher.stop.keep(()) }
        for watcher in ending { _ = await watcher.ended.value() }
        store.exchange(exchange.databases, keeping: exchange.keptSamples, freshFor: exchange.freshFor)
        return untouched
    }
}

/// A sampler that can be stopped by itself.
private struct Watcher {
    let sampler: Sampler
    let stop = Promise<Void>()
    let ended = Promise<Void>()

    init(_ sampler: Sampler) {
        self.sampler = sampler
    }

    func run() async {
        await race({ await sampler.run() }, { _ = await stop.value() })
        ended.keep(())
    }
}
