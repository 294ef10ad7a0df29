import ArgumentParser
import Exposition
import Inspector
import Logging
import MigrationRunner
import Settings
import UnixSignals

struct Upgrade: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Run `alembic upgrade` under guard: for the release phase.",
        discussion: """
            Looks where the database stands, takes a lock that lets one run through at a time, looks again, starts the \
            application's own Alembic with DATABASE_URL in its environment, and says what the database holds then. With \
            nothing pending it starts nothing. Exit status: 0 applied or nothing pending, 1 refused or failed, 2 could not \
            tell (unreachable, unreadable scripts), 64 wrong usage.
            """)

    @Argument(help: "head, heads, a revision or LABEL@head; by default what --target says.")
    var revision: String?

    @Option(help: ArgumentHelp("The same as REVISION.", valueName: "revision"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "A program and its arguments, run before Alembic under the same lock; a backup that fails stops the run.",
            valueName: "command"))
    var before = ""

    @Option(help: ArgumentHelp("The same after Alembic, where that went well.", valueName: "command"))
    var after = ""

    @Flag(name: .customLong("dry-run"), help: "Say what would be applied, and start nothing.")
    var isDryRun = false

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var runs: RunOptions
    @OptionGroup var log: LogOptions
    @OptionGroup var result: ResultOptions

    func run() async throws {
        try await reporting {
            var flags = [scripts, database, runs, log].flags
            if let revision = revision ?? to { flags[Setting.target.name] = [revision] }
            let settings = try Settings(flags: flags, environment: Terminal.environment)
            let logger = Logger(try LogSettings(flags: flags, environment: Terminal.environment))
            let runner = try MigrationRunner(
                settings.database(named: result.database), settings.run,
                hooks: RunHooks(before: Self.words(before), after: Self.words(after)), logger: logger)
            let stop = StopSignal()
            let report = await stoppingOnSignals(stop) { [isDryRun] in
                await runner.upgrade(RunRequest(isDryRun: isDryRun), stop: stop)
            }
            result.print(report.json, or: report.text(Terminal.style))
            throw ExitCode(report.outcome)
        }
    }

    private static func words(_ command: String) -> [String] { command.split(separator: " ").map(String.init) }

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
}

/// Started by ``Upgrade`` and by nobody else.
struct Supervise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise",
        abstract: "Start a command, and end it when standard input closes.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough) var command: [String]

    func run() async throws {
        throw ExitCode(await Supervisor.supervise(command))
    }
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
