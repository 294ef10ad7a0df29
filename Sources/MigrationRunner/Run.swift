import Inspector
import Logging
import MigrationModel
import Synchronization
import SystemPackage

/// One guarded run from its first sample to its last.
final class Run: Sendable {
    private let runner: MigrationRunner
    private let request: RunRequest
    private let stop: StopSignal
    private let onLine: @Sendable (String) -> Void
    private let log = Mutex(RunningLog())
    private let clock = ContinuousClock()

    init(runner: MigrationRunner, request: RunRequest, stop: StopSignal, onLine: @escaping @Sendable (String) -> Void) {
        self.runner = runner
        self.onLine = onLine
        self.request = request
        self.stop = stop
    }

    func upgrade() async -> RunReport {
        let startedAt = runner.now()
        let begin = clock.now
        let first = await runner.inspection.sample()
        let result = await upgrade(from: first)
        return RunReport(
            of: runner.inspection.database, outcome: result.outcome, error: result.failure.map { text($0.message) },
            advice: advice(result), before: result.before, after: result.after,
            log: log.withLock { $0.lines }, startedAt: startedAt, duration: clock.now - begin)
    }

    /// What there is to say at the end.
    private struct Result {
        var failure: RunFailure?
        let before: Sample
        let after: Sample
        var isDryRun = false
        /// Whether Alembic was started.
        var hasRun = false

        var outcome: RunOutcome {
            failure?.outcome
                ?? (isDryRun
                    ? .dryRun : RunReport.applied(from: before, to: after).isEmpty ? .nothingPending : .applied)
        }
    }

    private func upgrade(from first: Sample) async -> Result {
        do throws(RunFailure) {
            guard try isPending(first, request.expectedRevision) else { return Result(before: first, after: first) }
            if request.isDryRun { return Result(before: first, after: first, isDryRun: true) }
            let invocation = try command.resolve()
            let lock = try await takeLock(first)
            let result = await upgrade(from: first, with: invocation, holding: lock)
            await lock.release()
            return result
        } catch {
            return Result(failure: error, before: first, after: first)
        }
    }

    /// Another run may have come first, so everything is looked at again.
    private func upgrade(
        from first: Sample, with invocation: AlembicCommand.Invocation, holding lock: any HeldLock
    ) async -> Result {
        let second = await runner.inspection.sample(after: first)
        do throws(RunFailure) {
            guard try isPending(second, request.expectedRevision) else { return Result(before: second, after: second) }
        } catch {
            return Result(failure: error, before: second, after: second)
        }
        let failure = await runAll(invocation, holding: lock)
        let after = await runner.inspection.sample(after: second)
        return Result(
            failure: failure ?? self.failure(before: second, after: after), before: second, after: after, hasRun: true)
    }

    private func isPending(_ sample: Sample, _ expected: String?) throws(RunFailure) -> Bool {
        switch RunDecision(sample, target: runner.inspection.database.target, expected: expected) {
        case .run: return true
        case .nothingPending: return false
        case .refuse(let failure): throw failure
        }
    }

    private var command: AlembicCommand {
        AlembicCommand(
            words: runner.alembic, scripts: runner.scripts, environment: runner.ownEnvironment, files: .system)
    }

    private func takeLock(_ sample: Sample) async throws(RunFailure) -> any HeldLock {
        let lock = runner.lock(sample)
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
        guard let interruption else { return try (taken ?? .failure(.noLock("The waiting was ended."))).get() }
        if case .success(let lock) = taken { await lock.release() }
        throw .interrupted(interruption)
    }

    /// The operator's commands around Alembic; the first failure ends it.
    private func runAll(_ alembic: AlembicCommand.Invocation, holding lock: any HeldLock) async -> RunFailure? {
        do throws(RunFailure) {
            let hooks = runner.hooks
            let before = try hooks.before.isEmpty ? nil : command.resolve(hooks.before, beside: alembic)
            let after = try hooks.after.isEmpty ? nil : command.resolve(hooks.after, beside: alembic)
            if let before { try await run(before, holding: lock, ofHook: "before") }
            var upgrade = alembic
            upgrade.arguments += ["upgrade", runner.inspection.database.target.description]
            try await run(upgrade, holding: lock)
            if let after { try await run(after, holding: lock, ofHook: "after") }
            return nil
        } catch {
            return error
        }
    }

    private func run(
        _ invocation: AlembicCommand.Invocation, holding lock: any HeldLock, ofHook when: String? = nil
    ) async throws(RunFailure) {
        let process = MigrationProcess(
            invocation: invocation, environment: runner.environment.overrides(of: runner.ownEnvironment),
            supervisor: runner.supervisor, grace: runner.limits.grace)
        let limit = runner.limits.run
        let deadline: @Sendable () async -> Interruption? = {
            do { try await Task.sleep(for: limit) } catch { return nil }
            return .deadline(limit)
        }
        let lost: @Sendable () async -> Interruption? = { await lock.lost().map { .lockLost($0) } }
        let (ending, interruption) = await interruptible(by: [deadline, lost, stopped]) {
            await process.run { self.note($0) }
        }
        if let interruption { throw .interrupted(interruption) }
        let status: String
        switch ending {
        case .exited(0): return
        case .exited(let code): status = code > 128 ? "ended by signal \(code - 128)" : "exit status \(code)"
        case .signalled(let signal): status = "its supervisor was ended by signal \(signal)"
        case .notStarted(let why): throw .notStarted(why)
        case nil: throw .notStarted("its end was not seen")
        }
        let lastLine = log.withLock { $0.lastWords }
        guard let when else { throw .alembic(status: status, lastLine: lastLine) }
        throw .hook(when: when, command: invocation.executable.string, status: status, lastLine: lastLine)
    }

    private var stopped: @Sendable () async -> Interruption? {
        { [stop] in await stop.requested().map { .stopped($0) } }
    }

    /// One line of Alembic's.
    private func note(_ line: String) {
        let line = text(line)
        let revision = log.withLock { log in
            log.add(line)
            return log.revision
        }
        onLine(line)
        guard !line.isEmpty else { return }
        var facts: Logger.Metadata = ["database": "\(runner.inspection.database.name)"]
        if let revision { facts["revision"] = "\(revision)" }
        runner.logger.info("migration: \(line)", metadata: facts)
    }

    /// What the rows say where Alembic says that all is well.
    private func failure(before: Sample, after: Sample) -> RunFailure? {
        if let why = after.failureText { return .unreadable("The migrations ran, but then: \(why)") }
        let applied = Set(RunReport.applied(from: before, to: after).map(\.id))
        let left = (before.status.pending ?? []).map(\.id).filter { !applied.contains($0) }
        guard !left.isEmpty else { return nil }
        return applied.isEmpty ? .otherDatabase : .stoppedShort(of: left.map(\.text))
    }

    private func advice(_ result: Result) -> String? {
        guard let failure = result.failure else { return nil }
        let standing = result.hasRun ? Standing(result.before, result.after).text : nil
        let parts = [standing, failure.cure.map(text)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private func text(_ text: String) -> String { runner.redacted(text) }
}
