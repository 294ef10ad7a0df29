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
            table. Listens on 127.0.0.1:12809 where nobody says otherwise; ctrl-c ends it and removes its files. A database \
            that the environment names is not looked at.
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
            let project = try makeProject()
            defer { project.remove() }
            let steps = DemoSteps(project, each: step) { Terminal.announce("demo: \($0)\n") }
            let serving = try ServeSettings([server, connections, log], environment: environment(of: project))
            let scheme = serving.settings.web.configuration?.found.tls == nil ? "http" : "https"
            try await serve(serving, endsOnHangUp: true, beside: [steps]) { addresses in
                Terminal.announce(Self.welcome(at: Self.base(addresses, scheme), project: project))
            }
        }
    }

    private func makeProject() throws(ExitCode) -> DemoProject {
        do throws(CannotMakeDemo) {
            return try DemoProject.create()
        } catch {
            Terminal.complain(error.description)
            throw .not
        }
    }

    /// Of the environment only what the demo's own flags say too: it watches its own database, whatever else is configured.
    private func environment(of project: DemoProject) -> [String: String] {
        let settings = ([server, connections, log] as [any FlagGroup]).flatMap(\.given).map(\.0)
        let names = Set(settings.flatMap(\.variables).flatMap { [$0, "\($0)_FILE"] } + ["PORT"])
        var environment = Terminal.environment.filter { names.contains($0.key) && !$0.value.isEmpty }
        func fallback(_ value: String, for variable: String) {
            guard environment["\(variable)_FILE"] == nil else { return }
            environment[variable] = environment[variable] ?? value
        }
        fallback("1s", for: "MIGRATION_EXPORTER_SAMPLE_INTERVAL")
        fallback("127.0.0.1:\(environment["PORT"] ?? "12809")", for: "MIGRATION_EXPORTER_WEB_LISTEN_ADDRESS")
        environment["DATABASE_URL"] = project.databaseURL
        environment["MIGRATION_EXPORTER_SCRIPTS"] = project.scripts
        return environment
    }

    /// What stands before a path, to have it: in a browser, or at a socket by curl.
    private static func base(_ addresses: [ListenAddress], _ scheme: String) -> String {
        if let place = addresses.lazy.compactMap(\.hostAndPort).first { return "\(scheme)://\(place)" }
        guard case .unix(let path) = addresses.first else { return "\(scheme)://localhost" }
        return "curl --unix-socket \(path) \(scheme)://localhost"
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
