import Inspector
import Logging
import MigrationModel
import Synchronization

/// One guarded run from its first sample to its last.
final class Run: Sendable {
    let runner: MigrationRunner
    let operation: RunOperation
    let request: RunRequest
    let stop: StopSignal
    private let log = Mutex(RunningLog())
    private let onStart: @Sendable () -> Void
    private let onLine: @Sendable (String) -> Void
    private let clock = ContinuousClock()

    init(
        runner: MigrationRunner, operation: RunOperation, request: RunRequest, stop: StopSignal,
        onStart: @escaping @Sendable () -> Void, onLine: @escaping @Sendable (String) -> Void
    ) {
        self.runner = runner
        self.operation = operation
        self.request = request
        self.stop = stop
        self.onStart = onStart
        self.onLine = onLine
    }

    func perform() async -> RunReport {
        let startedAt = runner.now()
        let begin = clock.now
        let (first, interruption) = await sample()
        let result =
            if let interruption {
                Result(failure: .interrupted(interruption), before: first, after: first)
            } else {
                await perform(from: first)
            }
        return RunReport(
            of: runner.inspection.database, operation: operation, outcome: result.outcome,
            error: result.failure.map { text($0.message) }, advice: advice(result), before: result.before,
            after: result.after, planned: result.isDryRun ? result.planned : [], sql: result.sql,
            backup: result.backup, log: log.withLock { $0.lines }, startedAt: startedAt, duration: clock.now - begin)
    }

    /// What there is to say at the end.
    private struct Result {
        var failure: RunFailure?
        let before: Sample
        let after: Sample
        var planned: [Revision] = []
        var isDryRun = false
        var sql: String?
        var backup: RunBackup?
        /// Where it left the database; `nil` where nothing was started.
        var standing: Standing?
        /// What still works in the database.
        var orphan: Orphan?

        var outcome: RunOutcome {
            failure?.outcome ?? (isDryRun ? .dryRun : standing == nil ? .nothingPending : .applied)
        }
    }

    private func perform(from first: Sample) async -> Result {
        do throws(RunFailure) {
            guard let planned = try plan(first) else { return Result(before: first, after: first) }
            if request.isDryRun {
                let sql = try await request.withSQL ? sql(from: first) : nil
                return Result(before: first, after: first, planned: planned, isDryRun: true, sql: sql)
            }
            let alembic = try command.resolve()
            let lock = try await takeLock()
            let result = await perform(from: first, with: alembic, holding: lock)
            await lock.release()
            return result
        } catch {
            return Result(failure: error, before: first, after: first)
        }
    }

    /// Another run may have come first, so everything is looked at again.
    private func perform(
        from first: Sample, with alembic: AlembicCommand.Invocation, holding lock: any HeldLock
    ) async -> Result {
        let (before, interruption) = await sample(after: first)
        let planned: [Revision]
        do throws(RunFailure) {
            if let interruption { throw .interrupted(interruption) }
            guard let pending = try plan(before) else { return Result(before: before, after: before) }
            planned = pending
        } catch {
            return Result(failure: error, before: before, after: before)
        }
        onStart()
        let contents = await contents(of: before)
        let (failed, backup) = await runAll(alembic, holding: lock)
        let orphan = await lock.endOrphans()
        let after = await runner.inspection.sample(after: before)
        let failure = failed ?? .after(operation, planned, from: before, to: after)
        let leftovers = failure == nil ? nil : await leftovers(contents, from: before, to: after)
        return Result(
            failure: failure, before: before, after: after, planned: planned, backup: backup,
            standing: Standing(operation, planned, from: before, to: after, leftovers: leftovers),
            orphan: orphan)
    }

    /// Ends early where that is asked for.
    private func sample(after previous: Sample? = nil) async -> (Sample, Interruption?) {
        await interruptible(by: [stopped]) { [inspection = runner.inspection] in
            await inspection.sample(after: previous)
        }
    }

    /// `nil` where there is nothing to do.
    private func plan(_ sample: Sample) throws(RunFailure) -> [Revision]? {
        let target = runner.inspection.database.target
        switch RunDecision(sample, target: target, operation: operation, expected: request.expectedRevision) {
        case .run(let planned): return planned
        case .nothingPending: return nil
        case .refuse(let failure): throw failure
        }
    }

    var command: AlembicCommand {
        AlembicCommand(
            words: runner.alembic, scripts: runner.scripts, environment: runner.ownEnvironment, files: .system)
    }

    private func takeLock() async throws(RunFailure) -> any HeldLock {
        let lock = runner.lock
        let limit = runner.limits.lock
        let logger = runner.logger
        let (taken, interruption) = await interruptible(by: [stopped]) {
            () async -> Swift.Result<any HeldLock, RunFailure> in
            do throws(RunFailure) {
                return .success(
                    try await lock.acquire(within: limit) { holder in
                        logger.info(
                            "waiting for another run", metadata: ["holder": "\(holder.map(\.description) ?? "unknown")"]
                        )
                    })
            } catch {
                return .failure(error)
            }
        }
        guard let interruption else { return try taken.get() }
        if case .success(let lock) = taken { await lock.release() }
        throw .interrupted(interruption)
    }

    private func advice(_ result: Result) -> String? {
        guard let failure = result.failure else { return nil }
        let orphan = result.orphan.map { text($0.description) }
        let parts = [orphan, result.standing?.text, failure.cure.map(text)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// One line of a program's: `of` says which, for the log.
    func note(_ line: String, of program: String) {
        let line = LineSplitter.shown(line, without: text)
        let revision = log.withLock { log in
            log.add(line)
            return log.revision
        }
        onLine(line)
        guard !line.isEmpty else { return }
        var facts: Logger.Metadata = ["database": "\(runner.inspection.database.name)"]
        if let revision { facts["revision"] = "\(revision)" }
        runner.logger.info("\(program): \(line)", metadata: facts)
    }

    var lastWords: String? { log.withLock { $0.lastWords } }

    func text(_ text: String) -> String { runner.redacted(text) }
}
