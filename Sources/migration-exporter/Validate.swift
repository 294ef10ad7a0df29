import ArgumentParser
import Exposition
import Inspector
import MigrationModel

struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Compare the schema of the database with the one that should exist.",
        discussion: """
            What should exist comes from what the scripts do up to where the database stands, or from --expected-schema or --expected-tables; \
            what cannot be known is said to be unverified. A missing table or column makes the schema not valid, and with \
            --validate.strict any difference does. Exit status: 0 valid, 1 not, 2 could not tell, 64 wrong usage.
            """)

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var result: ResultOptions

    func run() async throws {
        try await reporting {
            let view = try await sampleOnce(
                [scripts, database], database: result.database, readsDefinitions: true)
            try result.print(view.validateJSON, or: view.validateText(Terminal.style))
            throw ExitCode(verdict: view.schema?.isValid)
        }
    }
}
