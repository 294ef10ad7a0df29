import AlembicScripts
import ArgumentParser
import Exposition
import Inspector
import MigrationModel
import Settings
import SystemPackage

struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Print the revisions, newest first, in the order of `alembic history`.",
        discussion: """
            Needs no database; with --current or --database-url it marks where that one stands. Exit status: 0 good, \
            2 where scripts could not be read or the database not be reached, 64 wrong usage.
            """)

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case text, json, mermaid
    }

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var connection: DatabaseOptions

    @Option(help: "text; json: the body of the HTTP endpoint of that name; mermaid: a chart for documents.")
    var output: Output = .text

    @Option(help: ArgumentHelp("Which of the file's databases; needed where there are several.", valueName: "name"))
    var database: String?

    @Option(
        help: ArgumentHelp("Show nothing before this revision; named as for `alembic history`.", valueName: "revision"))
    var from: String = "base"

    @Option(help: ArgumentHelp("Show nothing after this revision.", valueName: "revision"))
    var to: String = "heads"

    @Flag(help: "Mark the current and the pending revisions of the configured database.")
    var current = false

    func run() async throws {
        try await reporting {
            let view = try await view()
            let scripts = try view?.sample?.scripts ?? read()
            let status = view?.reachesDatabase == true ? view?.status : nil
            let applied = status.map { scripts.graph.ancestry(of: $0.known) }
            let history = MigrationHistory(
                of: scripts.graph, applied: applied, status: status, shown: try shown(scripts.graph))
            switch output {
            case .json: try Terminal.print(Body(history.json).text(at: .now, startedAt: .now))
            case .text: try Terminal.print(history.text(Terminal.style))
            case .mermaid: try Terminal.print(history.mermaid)
            }
            for finding in scripts.findings { Terminal.complain("\(finding.place)\(finding.message) \(finding.cure)") }
            if let error = view?.error { Terminal.complain(error) }
            guard scripts.isComplete, view?.error == nil else { throw ExitCode.couldNotTell }
        }
    }

    /// The database, where it is asked for.
    private func view() async throws -> DatabaseView? {
        guard current || connection.databaseURL != nil else { return nil }
        return try await sampleOnce([scripts, connection], database: database)
    }

    private func read() throws(SettingsError) -> MigrationScripts {
        let settings = try ScriptSettings(
            flags: [scripts].flags, environment: Terminal.environment, database: database)
        return ScriptReader(FilePath(settings.path), depth: .graph, threads: Inspection.threadsOfACommand).read()
    }

    private func shown(_ graph: RevisionGraph) throws(SettingsError) -> [Revision]? {
        guard from != "base" || to != "heads" else { return nil }
        do throws(NameError) {
            return try graph.history(from: from, to: to)
        } catch {
            throw SettingsError(problems: ["\(error)."])
        }
    }
}
