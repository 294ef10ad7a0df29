import HTTPService
import Inspector
import Logging
import MigrationModel
import ServiceLifecycle
import Settings
import UnixSignals

/// Reads the configuration again, on SIGHUP or when asked, one reading at a time.
///
/// What is wrong is told and changes nothing: the old configuration stays in force.
struct Reloader: Service {
    /// Puts a checked configuration into force instead of an older one. What it throws, it throws before anything changed.
    typealias Adopt = @Sendable (_ old: ServeSettings, _ new: ServeSettings) async throws -> SettingsChange

    private let first: ServeSettings
    private let hangUps: UnixSignalsSequence
    private let store: SampleStore
    private let logger: Logger
    private let adopt: Adopt
    private let orders: AsyncStream<Promise<ReloadRoute.Outcome>>
    private let ordering: AsyncStream<Promise<ReloadRoute.Outcome>>.Continuation

    init(
        of first: ServeSettings, hangUps: UnixSignalsSequence, store: SampleStore, logger: Logger,
        adopt: @escaping Adopt
    ) {
        self.first = first
        self.hangUps = hangUps
        self.store = store
        self.logger = logger
        self.adopt = adopt
        (orders, ordering) = AsyncStream.makeStream()
    }

    /// Returns when the new configuration is in force, or with the reason why it is not.
    func reload() async -> ReloadRoute.Outcome {
        let order = Promise<ReloadRoute.Outcome>()
        ordering.yield(order)
        return await order.value() ?? .failed("The exporter is being stopped.")
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            // As long as orders are taken: what is left of it is cancelled at the end of this block.
            async let _: Void = orderAtHangUps()
            var inForce = first
            for await order in orders {
                let (outcome, next) = await carryOut(instead: inForce)
                inForce = next
                order.keep(outcome)
            }
        }
    }

    private func orderAtHangUps() async {
        for await _ in hangUps { ordering.yield(Promise()) }
    }

    private func carryOut(instead old: ServeSettings) async -> (ReloadRoute.Outcome, ServeSettings) {
        let begin = Timestamp.now
        do {
            let new = try old.readAgain()
            let change = try await adopt(old, new)
            store.noteRead(.settings, at: begin)
            note(change, of: new.settings)
            return (.done, new)
        } catch {
            store.noteWrong(.settings)
            let why = "\(error)".split(separator: "\n").joined(separator: " ")
            logger.error("configuration not reloaded, the old one stays", metadata: ["why": "\(why)"])
            return (.failed("The old configuration stays in force: \(why)"), old)
        }
    }

    private func note(_ change: SettingsChange, of settings: Settings) {
        logger.info(
            "configuration reloaded",
            metadata: ["databases": "\(settings.databases.count)", "unchanged": "\(change.untouched.count)"])
        for database in settings.databases where !change.untouched.contains(database.name) {
            logger.noteWatching(database)
        }
        guard !change.waitingForRestart.isEmpty else { return }
        logger.warning(
            "settings changed that count from the next start on",
            metadata: ["settings": "\(change.waitingForRestart.joined(separator: ","))"])
    }
}
