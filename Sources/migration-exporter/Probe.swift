import ArgumentParser
import HTTPService
import Settings

struct Probe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Ask the exporter that runs here for a path: for a container's health check.",
        discussion: """
            Needs no curl beside it. Finds the address as `serve` does, and asks the first one. One that wants a client's \
            certificate does not answer it. Exit status: 0 it answered with 2xx, 1 with another status, which is said, 2 it \
            did not answer, 64 wrong usage.
            """)

    @Argument(help: "What to ask for: /livez, /readyz, /health.")
    var path = "/livez"

    @Option(name: .of(.listenAddress), help: .of(.listenAddress)) var listenAddress: String?
    @Option(name: .of(.webConfigFile), help: .of(.webConfigFile), completion: .of(.webConfigFile))
    var webConfigFile: String?
    @Option(name: .of(.configFile), help: .of(.configFile), completion: .of(.configFile)) var configFile: String?

    @Option(help: ArgumentHelp("How long to wait for the answer.", valueName: "duration"))
    var timeout = "3s"

    func run() async throws {
        try await reporting {
            let limit = try duration(timeout, of: "timeout")
            guard path.hasPrefix("/"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw SettingsError(problems: ["'\(path)' is no path; it must be one such as /livez."])
            }
            let flags = [
                Setting.listenAddress.name: listenAddress.list, Setting.webConfigFile.name: webConfigFile.list,
                Setting.configFile.name: configFile.list,
            ].filter { !$0.value.isEmpty }
            let settings = try ProbeSettings(flags: flags, environment: Terminal.environment)
            let address = ListenAddress(settings.address)
            let answer: ProbeClient.Answer
            do throws(NoAnswer) {
                answer = try await ProbeClient(asking: address, isTLS: settings.isTLS).get(path, within: limit)
            } catch {
                switch error {
                case .late: Terminal.complain("no exporter answers at \(address) within \(timeout).")
                case .because(let reason): Terminal.complain("no exporter answers at \(address): \(reason)")
                }
                throw ExitCode.couldNotTell
            }
            guard answer.isGood else {
                let reason = answer.body.split(whereSeparator: \.isNewline).first.map { ": \($0.prefix(300))" } ?? ""
                Terminal.complain("\(path) answered \(answer.status)\(reason)")
                throw ExitCode.not
            }
        }
    }
}
