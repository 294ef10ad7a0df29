import DatabaseAddress
import FoundationEssentials
import Inspector
import Logging
import MigrationModel
import MigrationRunner
import Settings

extension MigrationRunner {
    /// A runner for one database, with readers and connections of its own.
    init(_ database: DatabaseSettings, _ run: RunSettings, logger: Logger) throws(SettingsError) {
        let directory = FileManager.default.currentDirectoryPath
        let url: Secret
        do {
            url = try DatabaseAddress.sqlAlchemyURL(of: database.url.reveal(), in: directory)
        } catch {
            throw SettingsError(problems: ["The URL of \(database.name): \(error)"])
        }
        let database = run.isProduction && !run.hasSSLMode ? database.requiringTLS : database
        self.init(
            try Inspection(database, limit: run.connectTimeout), at: database.address, scripts: database.scripts,
            alembic: run.alembicCommand,
            environment: ChildEnvironment(
                databaseURL: url, sessionLockTimeout: run.migrationLockTimeout,
                sessionStatementTimeout: run.migrationStatementTimeout, sslMode: database.address.sslMode),
            limits: RunLimits(connect: run.connectTimeout, lock: run.lockTimeout, run: run.runTimeout),
            supervisor: Supervisor(arguments: ["supervise"]), logger: logger,
            ownEnvironment: ProcessInfo.processInfo.environment, now: { .now })
    }
}

extension DatabaseAddress {
    fileprivate var sslMode: String? {
        if case .postgresql(let address) = self { address["sslmode"]?.reveal() } else { nil }
    }
}
