import ArgumentParser
import DatabaseAddress
import Exposition
import HTTPService
import Inspector
import Logging
import MigrationModel
import MigrationRunner
import ServiceLifecycle
import Settings
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Sample for ever and serve HTTP: /health, /metrics and the rest.",
        discussion: """
            Starts also while a database is down, and says so at /health. On SIGTERM it is not ready any more, answers for \
            --web.shutdown-delay, and stops.
            """)

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var connections: ConnectionOptions
    @OptionGroup var access: RunAccessOptions
    @OptionGroup var runs: RunOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await reporting {
            try await serve(ServeSettings([scripts, database, server, connections, access, runs, log]))
        }
    }
}

/// Samples every database and serves what was found, until a signal ends it.
///
/// - `endsOnHangUp`: whether a hang-up ends it too; otherwise the configuration is read again.
/// - `others`: services that run beside it and are stopped first.
/// - `onListening`: told the addresses that are really listened on.
func serve(
    _ serving: ServeSettings, endsOnHangUp: Bool = false, beside others: [any Service] = [],
    onListening: @escaping @Sendable ([ListenAddress]) -> Void = { _ in }
) async throws {
    let writer = LogWriter(serving.log.format)
    let outcome: Result<Void, any Error>
    do {
        let logger = Logger(serving.log) { writer.write($0) }
        outcome = .success(
            try await serve(
                serving, endsOnHangUp: endsOnHangUp, beside: others, logger: logger, onListening: onListening))
    } catch {
        outcome = .failure(error)
    }
    await writer.finish(within: .seconds(1))
    do {
        try outcome.get()
    } catch let error as CannotListen {
        Terminal.complain(error.description)
        throw ExitCode.not
    }
}

private func serve(
    _ serving: ServeSettings, endsOnHangUp: Bool, beside others: [any Service], logger: Logger,
    onListening: @escaping @Sendable ([ListenAddress]) -> Void
) async throws {
    let settings = serving.settings
    logger.noteStart(settings)
    // Trapped before anything else: until then it would end the process.
    let hangUps = await UnixSignalsSequence(trapping: endsOnHangUp ? [] : [.sighup])
    let store = SampleStore(serving.inspections.map(\.database), freshFor: settings.freshFor)
    store.noteRead(.settings, at: .now)
    let bells = Bells()
    let watch = Watch(serving.samplers(into: store, bells: bells, logger: logger), store: store)
    let stop = StopSignal()
    let desk =
        try settings.run.isEnabled
        ? RunDesk(
            settings.runCounters(stop: stop, logger: logger), store: store, now: { .now },
            onEnd: { bells[$0.database.name].ring() },
            onShutdown: { stop.request("the exporter is being stopped") })
        : nil
    let runAccess = RunAccessControl(RunAccess(settings.run))
    let answers = Answers(
        from: store, policy: serving.policy, now: { .now }, processFigures: { .ofThisProcess })
    let reloader = Reloader(of: serving, hangUps: hangUps, store: store, logger: logger) { old, new in
        let counters = try desk.map { _ in try new.settings.runCounters(stop: stop, logger: logger) }
        let change = SettingsChange(from: old.settings, to: new.settings)
        answers.adopt(new.policy)
        await watch.carryOut(
            new.exchange(
                change,
                samplers: new.samplers(into: store, bells: bells, logger: logger, except: change.untouched)))
        if let counters { desk?.exchange(counters) }
        // Whether runs are on at all counts from the next start on, and until then those who were known are.
        if new.settings.run.isEnabled { runAccess.exchange(RunAccess(new.settings.run)) }
        return change
    }
    let reload: ReloadRoute.Reload = { await reloader.reload() }
    let control = AccessControl(serving.access)
    let server = HTTPServer(
        answers, metricsPath: settings.telemetryPath,
        runs: desk.map {
            RunRoutes($0, control: runAccess, bodySize: settings.web.limits.bodySize, logger: logger)
        },
        reload: settings.hasLifecycle ? reload : nil, control: control,
        addresses: try settings.web.listenAddresses(Terminal.environment),
        limits: ConnectionLimits(settings.web.limits),
        logger: logger
    ) { addresses in
        for address in addresses { logger.info("listening", metadata: ["address": "\(address)"]) }
        onListening(addresses)
    }
    let accessWatch = settings.web.configuration.map {
        AccessWatch(path: $0.path, $0.found, control, store: store, logger: logger)
    }
    // The group shuts down from the end: first nobody is sent here any more, then the server stops, then the samplers.
    var services: [any Service] = [watch, reloader, server]
    services += others
    if let accessWatch { services.append(accessWatch) }
    if let desk { services.append(desk) }
    services.append(Drain(store, delay: settings.shutdownDelay))
    var group = ServiceGroupConfiguration(
        services: services,
        gracefulShutdownSignals: [.sigterm, .sigint] + (endsOnHangUp ? [.sighup] : []), logger: logger.quiet)
    group.maximumGracefulShutdownDuration =
        settings.shutdownDelay + settings.sampleTimeout + .seconds(settings.run.isEnabled ? 30 : 5)
    try await ServiceGroup(configuration: group).run()
    logger.info("stopped")
}

extension Logger {
    /// What was configured, as the program understood it. No secret is in it: an address shows itself masked.
    fileprivate func noteStart(_ settings: Settings) {
        info(
            "starting",
            metadata: [
                "version": "\(Build.version)", "interval": "\(settings.sampleInterval.seconds)s",
                "timeout": "\(settings.sampleTimeout.seconds)s", "databases": "\(settings.databases.count)",
            ])
        for database in settings.databases { noteWatching(database) }
    }

    func noteWatching(_ database: DatabaseSettings) {
        info(
            "watching",
            metadata: [
                "database": "\(database.name)", "url": "\(database.address.masked)",
                "scripts": "\(database.scripts)", "target": "\(database.target)",
            ])
    }
}
