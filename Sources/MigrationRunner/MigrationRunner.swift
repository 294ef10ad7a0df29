package import DatabaseAddress
package import Inspector
package import Logging
package import MigrationModel
import Synchronization
import SystemPackage

/// Runs the real Alembic on one database so that no second run comes between, and says what the database holds then.
package struct MigrationRunner: Sendable {
    let inspection: Inspection
    let address: DatabaseAddress
    let scripts: FilePath
    let alembic: [String]
    let environment: ChildEnvironment
    let limits: RunLimits
    let hooks: RunHooks
    let supervisor: Supervisor
    let logger: Logger
    let ownEnvironment: [String: String]
    let now: @Sendable () -> Timestamp
    /// Of the address, and of where libpq finds a password otherwise.
    private let scrubber: Scrubber

    /// - `inspection`: of the same database, with the connect timeout as its limit.
    /// - `alembic`: the command, and arguments that come first.
    /// - `ownEnvironment`: of this process.
    package init(
        _ inspection: Inspection, at address: DatabaseAddress, scripts: String, alembic: [String],
        environment: ChildEnvironment, limits: RunLimits, hooks: RunHooks = RunHooks(), supervisor: Supervisor,
        logger: Logger,
        ownEnvironment: [String: String], now: @escaping @Sendable () -> Timestamp
    ) {
        self.inspection = inspection
        self.address = address
        self.scripts = FilePath(scripts).absolute
        self.alembic = alembic
        self.environment = environment
        self.limits = limits
        self.hooks = hooks
        self.supervisor = supervisor
        self.logger = logger
        self.ownEnvironment = ownEnvironment
        self.now = now
        let file = PasswordFile.path(of: address, variables: ownEnvironment).flatMap { FilePath($0).textIfReadable }
        let password = ownEnvironment["PGPASSWORD"].map { [Secret($0)] } ?? []
        scrubber = address.scrubber(with: password + (file.map(PasswordFile.secrets) ?? []))
    }

    /// Brings the database where the operation says. Ends early when `stop` is requested, and still says where things
    /// stand.
    ///
    /// - `onStart`: told when it holds the lock and has something to do, and never at a dry run.
    /// - `onLine`: told each line of Alembic's, without secrets.
    package func perform(
        _ operation: RunOperation, _ request: RunRequest, stop: StopSignal,
        onStart: @escaping @Sendable () -> Void = {}, onLine: @escaping @Sendable (String) -> Void = { _ in }
    ) async -> RunReport {
        let run = Run(
            runner: self, operation: operation, request: request, stop: stop, onStart: onStart, onLine: onLine)
        let report = await run.perform()
        await inspection.close()
        return report
    }

    /// Of all runs of this database, whichever version table they are for.
    var lock: any RunLock {
        let written: @Sendable () -> String = { [now] in now().description }
        switch address {
        case .postgresql(let address): return PostgresLock(address, limit: limits.connect, now: written)
        case .sqlite(let address): return LockFile(beside: FilePath(address.path).resolved, now: written)
        }
    }

    /// Without the secrets of the login, and without passwords in URLs of anybody.
    func redacted(_ text: String) -> String { scrubber.scrub(text).withoutURLPasswords }
}
