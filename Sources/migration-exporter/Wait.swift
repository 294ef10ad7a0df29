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
            standard error. After --timeout it looks once more. Exit status: 0 up to date, 1 still not after --timeout, \
            2 could not tell, 64 wrong usage.
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
            if sample.news != last?.news { Terminal.complain(sample.news) }
            last = sample
            let now = clock.now
            guard sample.status.state != .upToDate, now < end else { return sample.status.state }
            try await Task.sleep(until: min(now + interval, end))
        }
    }
}

extension Sample {
    /// Where the database stands, and why, on one line.
    fileprivate var news: String {
        let pending = status.pending.map { $0.isEmpty ? "" : ", \($0.count) pending" } ?? ""
        let reason = failureText ?? findings.first { status.state.isDecided(by: $0.kind) }?.sentence
        return "\(status.state.rawValue)\(pending)\(reason.map { ": \($0.onOneLine)" } ?? "")"
    }
}

extension State {
    fileprivate func isDecided(by kind: FindingKind) -> Bool {
        switch self {
        case .unknown: kind == .unknownTarget
        case .uninitialized: kind == .otherVersionTable
        case .inconsistent:
            [.corruptRow, .inexactRow, .ambiguousPrefix, .duplicateRows, .overlappingRows].contains(kind)
        case .unknownRevision: kind == .unknownRevision
        case .multipleHeads: kind == .multipleHeads
        case .behind, .upToDate: false
        }
    }
}
