import AlembicScripts
import ArgumentParser
import Exposition
import Inspector
import MigrationModel
import Settings
import SystemPackage

struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the revisions, newest first, in the order of `alembic history`.",
        discussion: "Needs no database. Exit status: 0 good, 2 where scripts could not be read, 64 wrong usage.")

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var result: ResultOptions

    func run() async throws {
        try await reporting {
            let settings = try ScriptSettings(
                flags: [scripts].flags, environment: Terminal.environment, database: result.database)
            let scripts = ScriptReader(FilePath(settings.path)).read()
            let history = MigrationHistory(of: scripts.graph, applied: nil)
            result.print(history.json, or: history.text)
            for finding in scripts.findings { Terminal.complain("\(finding.place)\(finding.message) \(finding.cure)") }
            guard scripts.isComplete else { throw ExitCode.couldNotTell }
        }
    }
}
