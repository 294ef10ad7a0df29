import ArgumentParser
import Exposition
import Glibc

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
        StandardDescriptors.reserve()
        FirstProcess.endsOnSignals()
        MemoryImages.forbid()
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Glibc.exit(status(telling: error).rawValue)
        }
    }

    /// Help and the version are results, and the parser's complaints are none.
    private static func status(telling error: any Error) -> ExitCode {
        let text = fullMessage(for: error)
        let status = exitCode(for: error)
        guard !text.isEmpty else { return status }
        guard status.isSuccess else {
            Terminal.log(text + "\n")
            return status
        }
        do throws(ExitCode) {
            try Terminal.print(text + "\n")
            return status
        } catch {
            return error
        }
    }
}
