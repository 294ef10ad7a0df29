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
                var watchers = first.map { Watcher($0) }
                for watcher in watchers { group.addTask { await watcher.run() } }
                for await order in orders {
                    watchers = await carryOut(order.exchange, instead: watchers)
                    for watcher in watchers where !order.exchange.untouched.contains(watcher.sampler.name) {
                        group.addTask { await watcher.run() }
                    }
                    order.done.keep(())
                }
            }
        } onGracefulShutdown: {
            ordering.finish()
        }
    }

    /// Ends the old samplers before the new ones are known, so that no late sample is taken for one of theirs.
    private func carryOut(_ exchange: Exchange, instead watchers: [Watcher]) async -> [Watcher] {
        let untouched = watchers.filter { exchange.untouched.contains($0.sampler.name) }
        let ending = watchers.filter { !exchange.untouched.contains($0.sampler.name) }
        for watcher in ending { watcher.stop.keep(()) }
        for watcher in ending { _ = await watcher.ended.value() }
        store.exchange(exchange.databases, keeping: exchange.keptSamples, freshFor: exchange.freshFor)
        return untouched + exchange.samplers.map { Watcher($0) }
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
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await sampler.run() }
            group.addTask { _ = await stop.value() }
            await group.next()
            group.cancelAll()
        }
        ended.keep(())
    }
}
