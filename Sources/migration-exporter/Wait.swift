import ArgumentParser
import Exposition
import Inspector
import MigrationModel
import Settings

struct Wait: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Return when the database is up to date, or fail after --timeout.",
        discussion: """
            For an init container, or a release that must not start before its migrations ran. Says each change on \
            standard error. Exit status: 0 up to date, 1 still not after --timeout, 2 could not tell, 64 wrong usage.
            """)

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions

    @Option(
        name: .customLong("database"),
        help: ArgumentHelp("Which of the file's databases; needed where there are several.", valueName: "name"))
    var databaseName: String?

    @Option(help: ArgumentHelp("How long to wait: 30s, 5m.", valueName: "duration"))
    var timeout = "5m"

    @Option(help: ArgumentHelp("How often to look.", valueName: "duration"))
    var interval = "2s"

    func run() async throws {
        try await reporting {
            let settings = try Settings(flags: [scripts, database].flags, environment: Terminal.environment)
            let inspection = try Inspection(
                settings.database(named: databaseName), limit: settings.sampleTimeout, readsDefinitions: false)
            let state = try await wait(
                with: inspection, for: duration(timeout, of: "timeout"), every: duration(interval, of: "interval"))
            await inspection.close()
            switch state {
            case .upToDate: return
            case .unknown: throw ExitCode.couldNotTell
            default: throw ExitCode.not
            }
        }
    }

    /// The last verdict before the time was over, or the good one.
    private func wait(with inspection: Inspection, for limit: Duration, every interval: Duration) async throws -> State
    {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var last: Sample?
        while true {
            let sample = await inspection.sample(after: last)
            let state = sample.status.state
            if state != last?.status.state || sample.failureText != last?.failureText {
                let pending = sample.status.pending.map { $0.isEmpty ? "" : ", \($0.count) pending" } ?? ""
                Terminal.complain("\(state.rawValue)\(pending)\(sample.failureText.map { ": \($0)" } ?? "")")
            }
            last = sample
            guard state != .upToDate, clock.now + interval < end else { return state }
            try await Task.sleep(for: interval)
        }
    }
}
