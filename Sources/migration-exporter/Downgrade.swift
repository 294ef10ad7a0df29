import ArgumentParser
import Inspector

struct Downgrade: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "downgrade", abstract: "Run `alembic downgrade` under the same guard. Needs --yes.",
        usage: DestinationOptions.usage(of: "downgrade"),
        discussion: """
            Takes back what stands above the revision, newest first. What the migrations deleted does not come back by \
            it: prefer a new revision, or a backup. Exit status as of `upgrade`. Over HTTP there is no such thing.
            """)

    @OptionGroup var destination: DestinationOptions
    @OptionGroup var options: GuardedRunOptions

    func validate() throws {
        try destination.check(options.plan, doing: "A downgrade drops tables and columns with what is in them.")
    }

    func run() async throws {
        try await options.perform(.downgrade(to: destination.name))
    }
}

struct Stamp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stamp",
        abstract: "Run `alembic stamp` under the same guard: write the version table, run no migration. Needs --yes.",
        usage: DestinationOptions.usage(of: "stamp"),
        discussion: """
            For a database that has the tables of a revision and does not say so. Exit status as of `upgrade`. Over HTTP \
            there is no such thing.
            """)

    @OptionGroup var destination: DestinationOptions

    @Flag(help: "Delete all rows of the version table first, also those that no script has.")
    var purge = false

    @OptionGroup var options: GuardedRunOptions

    func validate() throws {
        try destination.check(options.plan, doing: "A stamp says what is applied, true or not.")
    }

    func run() async throws {
        try await options.perform(.stamp(destination.name, purging: purge))
    }
}

/// Where a downgrade or a stamp goes, and that it is meant.
struct DestinationOptions: ParsableArguments {
    // Whatever no option takes, so that -1 is a revision and no flag.
    @Argument(parsing: .allUnrecognized, help: "A revision, base, LABEL@base, or for a downgrade -1.")
    var revision: [String]

    @Flag(name: .customLong("yes"), help: "Do it. Without it nothing is started.")
    var isMeant = false

    /// Without the dots of a list: one is taken.
    static func usage(of command: String) -> String { "migration-exporter \(command) [<options>] <revision>" }

    /// The only one, once it is checked.
    var name: String { revision.joined() }

    func check(_ plan: PlanOptions, doing what: String) throws {
        guard revision.count == 1, !name.hasPrefix("--") else {
            throw ValidationError("Unknown: \(revision.joined(separator: " ")). Name one revision.")
        }
        guard isMeant || plan.isDryRun else {
            throw ValidationError("\(what) Look with --dry-run first, and say --yes to do it.")
        }
    }
}
