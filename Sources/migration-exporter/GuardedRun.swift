import ArgumentParser
import Exposition
import Glibc
import Inspector
import Logging
import MigrationRunner
import Settings
import UnixSignals

/// Whether to do it, or only to say what would be done.
struct PlanOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Say what would be run, and change nothing.")
    var isDryRun = false

    @Flag(name: .customLong("sql"), help: "With --dry-run: print the SQL of it, as Alembic's offline mode writes it.")
    var withSQL = false

    func validate() throws {
        guard isDryRun || !withSQL else { throw ValidationError("--sql goes with --dry-run.") }
    }
}

/// What every guarded run takes.
struct GuardedRunOptions: ParsableArguments {
    @OptionGroup var plan: PlanOptions
    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var runs: RunOptions
    @OptionGroup var log: LogOptions
    @OptionGroup var result: ResultOptions

    /// Does what is asked for, prints how it ended, and ends the program with the status for it.
    ///
    /// - `target`: instead of the setting of that name.
    func perform(_ operation: RunOperation, target: String? = nil) async throws {
        // Who reads the log may go away: that ends no migration half-way.
        signal(SIGPIPE, SIG_IGN)
        try await reporting {
            var flags = [scripts, database, runs, log].flags
            if let target { flags[Setting.target.name] = [target] }
            let settings = try Settings(flags: flags, environment: Terminal.environment)
            let logger = Logger(try LogSettings(flags: flags, environment: Terminal.environment))
            let runner = try MigrationRunner(settings.database(named: result.database), settings.run, logger: logger)
            let stop = StopSignal()
            let request = RunRequest(isDryRun: plan.isDryRun, withSQL: plan.withSQL)
            let report = await stoppingOnSignals(stop) { await runner.perform(operation, request, stop: stop) }
            try result.print(report.json, or: report.text(Terminal.style))
            throw ExitCode(report.outcome)
        }
    }
}

/// A signal asks the run to end, and then it is still told how it ended.
private func stoppingOnSignals(
    _ stop: StopSignal, _ work: @escaping @Sendable () async -> RunReport
) async -> RunReport {
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    async let _: Void = {
        for await signal in signals { stop.request("it got \(signal)") }
    }()
    return await work()
}

extension ExitCode {
    fileprivate init(_ outcome: RunOutcome) {
        self =
            switch outcome {
            case .applied, .nothingPending, .dryRun: .success
            case .refused, .locked, .failed, .timedOut: .not
            case .connectTimeout, .couldNotTell: .couldNotTell
            }
    }
}
