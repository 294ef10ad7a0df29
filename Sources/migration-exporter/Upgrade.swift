import ArgumentParser
import Inspector

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

    @OptionGroup var options: GuardedRunOptions

    func validate() throws {
        guard revision == nil || to == nil else {
            throw ValidationError("Give the revision once: as REVISION or with --to.")
        }
    }

    func run() async throws {
        try await options.perform(.upgrade, target: revision ?? to)
    }
}
