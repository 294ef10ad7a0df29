import ArgumentParser
import Demo
import Exposition
import HTTPService
import Settings

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serve a ready-made SQLite database and scripts; needs nothing else.",
        discussion: """
            The database stands one step behind its scripts. It is upgraded while you look on, and for a moment misses a \
            table. Listens on 127.0.0.1:12809 where nobody says otherwise; ctrl-c ends it and removes its files.
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var connections: ConnectionOptions
    @OptionGroup var log: LogOptions

    @Option(help: ArgumentHelp("How long each step of the demo stands.", valueName: "duration"))
    var step = "20s"

    func run() async throws {
        try await reporting {
            guard let step = Duration(written: step) else {
                throw SettingsError(problems: ["--step is '\(step)'; it must be a duration such as 20s."])
            }
            let project = try DemoProject.create()
            defer { project.remove() }
            var environment = Terminal.environment.filter { $0.key != "DATABASE_URL_FILE" }
            environment["DATABASE_URL"] = project.databaseURL
            environment["MIGRATION_EXPORTER_SCRIPTS"] = project.scripts
            environment["MIGRATION_EXPORTER_SAMPLE_INTERVAL"] =
                environment["MIGRATION_EXPORTER_SAMPLE_INTERVAL"] ?? "1s"
            let address = environment["MIGRATION_EXPORTER_WEB_LISTEN_ADDRESS"]
            environment["MIGRATION_EXPORTER_WEB_LISTEN_ADDRESS"] =
                address ?? "127.0.0.1:\(environment["PORT"] ?? "12809")"
            let steps = DemoSteps(project, each: step) { Terminal.announce("demo: \($0)\n") }
            let serving = try ServeSettings([server, connections, log], environment: environment)
            let scheme = serving.settings.web.configuration?.found.tls == nil ? "http" : "https"
            try await serve(serving, beside: [steps]) { addresses in
                let place = addresses.lazy.compactMap(\.hostAndPort).first ?? "127.0.0.1"
                Terminal.announce(Self.welcome(at: "\(scheme)://\(place)", project: project))
            }
        }
    }

    private static func welcome(at base: String, project: DemoProject) -> String {
        """

        The demo runs. Open:

          \(base)/                           the page
          \(base)/health                     for uptime probes
          \(base)/metrics                    for Prometheus
          \(base)/api/migrations/status      where the database stands
          \(base)/api/migrations/history     its revisions
          \(base)/api/migrations/validate    its tables

        Database \(project.databaseURL)
        Scripts  \(project.scripts)


        """
    }
}
