import ArgumentParser
import Exposition
import Inspector
import MigrationModel

struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Compare the tables of the database with those that should exist.",
        discussion: """
            What should exist comes from --expected-tables, or from what the scripts create and drop; what cannot be known \
            is said to be unverified. Exit status: 0 valid, 1 not, 2 could not tell, 64 wrong usage.
            """)

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var result: ResultOptions

    func run() async throws {
        try await reporting {
            let view = try await sampleOnce([scripts, database], database: result.database)
            result.print(view.validateJSON, or: view.validateText(Terminal.style))
            throw ExitCode(verdict: view.schema?.isValid)
        }
    }
}
