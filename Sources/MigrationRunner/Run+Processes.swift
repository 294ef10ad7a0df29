import Inspector
import MigrationModel
import SystemPackage

/// What a run starts: Alembic, and the operator's commands and the backup around it.
extension Run {
    /// The first failure ends it. A backup that was made is told with it.
    func runAll(
        _ alembic: AlembicCommand.Invocation, holding lock: any HeldLock
    ) async -> (failure: RunFailure?, backup: RunBackup?) {
        var backup: RunBackup?
        do throws(RunFailure) {
            let hooks = runner.hooks
            let guardian = Guardian(
                lock: lock, end: .now + runner.limits.run, limit: runner.limits.run, stopped: stopped)
            let before = try hooks.before.isEmpty ? nil : command.resolve(hooks.before, beside: alembic)
            let after = try hooks.after.isEmpty ? nil : command.resolve(hooks.after, beside: alembic)
            if let before { try await run(before, guardian, ofHook: "before") }
            if let directory = hooks.backupDirectory {
                backup = try await makeBackup(in: FilePath(directory).absolute, beside: alembic, guardian)
            }
            var invocation = alembic
            invocation.arguments += words(from: nil)
            try await run(invocation, guardian)
            if let after { try await run(after, guardian, ofHook: "after") }
            return (nil, backup)
        } catch {
            return (error, backup)
        }
    }

    /// Alembic's offline SQL for what is to be run, and nothing more of the history.
    func sql(from sample: Sample) async throws(RunFailure) -> String {
        let rows = sample.status.current
        guard rows.count < 2 else { throw .severalRowsForSQL(rows) }
        var invocation = try command.resolve()
        invocation.arguments += words(from: rows.first) + ["--sql"]
        let process = process(invocation)
        let guardian = Guardian(lock: nil, end: .now + runner.limits.run, limit: runner.limits.run, stopped: stopped)
        let (ending, sql) = try await guardian.guards { await process.runForOutput { self.note($0, of: "migration") } }
        if let status = try Self.failureStatus(ending) {
            throw .alembic(status: status, lastLine: lastWords)
        }
        // With a gap it would be another script.
        guard text(sql) == sql else { throw .secretInSQL }
        return sql
    }

    /// Alembic's command and its arguments. `row`: where its offline mode begins.
    private func words(from row: String?) -> [String] {
        let destination = operation.destination ?? runner.inspection.database.target.description
        let range = row.map { "\($0):\(destination)" } ?? destination
        if case .stamp(_, purging: true) = operation { return ["stamp", "--purge", range] }
        return [operation.name, range]
    }

    private func run(
        _ invocation: AlembicCommand.Invocation, _ guardian: Guardian, ofHook when: String? = nil
    ) async throws(RunFailure) {
        let process = process(invocation)
        let ending = try await guardian.guards { await process.run { self.note($0, of: "migration") } }
        guard let status = try Self.failureStatus(ending) else { return }
        let lastLine = lastWords
        guard let when else { throw .alembic(status: status, lastLine: lastLine) }
        throw .hook(when: when, command: invocation.executable.string, status: status, lastLine: lastLine)
    }

    private func process(_ invocation: AlembicCommand.Invocation) -> MigrationProcess {
        MigrationProcess(
            invocation: invocation, environment: runner.environment.overrides(of: runner.ownEnvironment),
            supervisor: runner.supervisor, grace: runner.limits.grace)
    }

    /// `nil` where it ended well.
    static func failureStatus(_ ending: MigrationProcess.Ending) throws(RunFailure) -> String? {
        switch ending {
        case .exited(0): nil
        // As shells do, who pass on the end of what they started. 64 is the last signal.
        case .exited(let code): (129...192).contains(code) ? "ended by signal \(code - 128)" : "exit status \(code)"
        case .signalled(let signal): "its supervisor was ended by signal \(signal)"
        case .notStarted(let why): throw .notStarted(why)
        }
    }

    var stopped: @Sendable () async -> Interruption? {
        { [stop] in await stop.requested().map { .stopped($0) } }
    }
}
