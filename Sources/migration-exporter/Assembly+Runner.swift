import DatabaseAddress
import FoundationEssentials
import HTTPService
import Inspector
import Logging
import MigrationModel
import MigrationRunner
import Settings

extension MigrationRunner {
    /// A runner for one database, with readers and connections of its own.
    init(
        _ database: DatabaseSettings, _ run: RunSettings, lockTimeout: Duration? = nil, logger: Logger
    ) throws(SettingsError) {
        let directory = FileManager.default.currentDirectoryPath
        let session = SessionLimits(lock: run.migrationLockTimeout, statement: run.migrationStatementTimeout)
        let url: Secret
        do {
            url = try DatabaseAddress.sqlAlchemyURL(
                of: database.url.reveal(), in: directory, adding: session.options)
        } catch {
            throw SettingsError(problems: ["The URL of \(database.name): \(error)"])
        }
        self.init(
            try Inspection(database, limit: run.connectTimeout, readsDefinitions: false), at: database.address,
            scripts: database.scripts,
            alembic: run.alembicCommand,
            environment: ChildEnvironment(
                databaseURL: url, session: session, sslMode: database.address.sslMode,
                urlVariables: run.urlVariables, ownURLVariable: database.urlVariable),
            limits: RunLimits(connect: run.connectTimeout, lock: lockTimeout ?? run.lockTimeout, run: run.runTimeout),
            hooks: RunHooks(before: run.before, after: run.after, backupDirectory: run.backupDirectory),
            supervisor: Supervisor(arguments: ["supervise"]), logger: logger,
            ownEnvironment: ProcessInfo.processInfo.environment, now: { .now })
    }
}

extension Settings {
    /// A counter for each database. Over HTTP nobody waits for another run.
    func runCounters(stop: StopSignal, logger: Logger) throws(SettingsError) -> [RunDesk.Counter] {
        var counters: [RunDesk.Counter] = []
        for database in databases {
            let runner = try MigrationRunner(database, run, lockTimeout: .zero, logger: logger)
            counters.append(
                RunDesk.Counter(try WatchedDatabase(database), limit: run.longest) { request, onStart, onLine in
                    // The password may have been changed since.
                    var current = runner
                    do throws(SettingsError) {
                        current = try MigrationRunner(database.renewed, run, lockTimeout: .zero, logger: logger)
                    } catch {
                        logger.warning("the URL as it was before is used", metadata: ["why": "\(error)"])
                    }
                    return await current.perform(.upgrade, request, stop: stop, onStart: onStart, onLine: onLine)
                })
        }
        return counters
    }
}

extension RunAccess {
    init(_ run: RunSettings) {
        self.init(
            tokens: run.tokens.map { token in Token(name: token.name) { token.secret.reveal() } },
            refusal: run.isProduction || run.isForAnyEnvironment
                ? nil
                : "Runs are for ENVIRONMENT=production. Set it, or allow them with --run.any-environment.")
    }
}

extension RunSettings {
    /// From the first connection to the last sample.
    fileprivate var longest: Duration { runTimeout + connectTimeout * 6 + .seconds(20) }
}

extension DatabaseAddress {
    fileprivate var sslMode: String? {
        if case .postgresql(let address) = self { address["sslmode"]?.reveal() } else { nil }
    }
}
