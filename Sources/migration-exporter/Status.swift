import ArgumentParser
import Exposition
import Inspector
import MigrationModel

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Sample once and print where the database stands.",
        discussion:
            "Exit status: 0 up to date, 1 not, 2 could not tell (unreachable, unreadable scripts), 64 wrong usage.")

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var result: ResultOptions

    func run() async throws {
        try await reporting {
            let view = try await sampleOnce([scripts, database], database: result.database)
            try result.print(view.statusJSON, or: view.statusText(Terminal.style))
            throw ExitCode(verdict: view.state.isUpToDate)
        }
    }
}
