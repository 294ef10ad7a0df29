import ArgumentParser
import Exposition

/// The program: reads its arguments and starts one command.
@main
struct MigrationExporter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Build.name,
        abstract: "Says all the time whether a database is where the code's Alembic migrations expect it.",
        discussion: """
            Reads an Alembic script directory by itself, without Python, and a PostgreSQL or SQLite database, strictly \
            read-only. `serve` answers uptime probes at /health and Prometheus at /metrics.

            Try it:   migration-exporter demo
            Use it:   DATABASE_URL=postgresql://… migration-exporter serve --scripts /srv/app/alembic.ini

            Every flag has a twin in the environment and a key in the file; a flag wins over the environment, which wins \
            over the file. Exit status: 0 good (up to date, valid), 1 not, 2 could not tell, 64 wrong usage.
            """,
        version: "\(Build.name) \(Build.version)",
        subcommands: [
            Serve.self, DemoCommand.self, Status.self, History.self, Validate.self, SnapshotCommand.self, Wait.self,
            Upgrade.self, Downgrade.self, Stamp.self, ReviewCommand.self, Probe.self, Config.self, Supervise.self,
            Become.self,
        ])

    static func main() async {
        MemoryImages.forbid()
        await main(nil)
    }
}
