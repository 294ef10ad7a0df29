import ArgumentParser
import MigrationRunner

/// Started by a run and by nobody else.
struct Supervise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise",
        abstract: "Start a command, and end it when standard input closes.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough) var command: [String] = []

    func run() async throws {
        throw ExitCode(await Supervisor.supervise(command))
    }
}

/// Started by ``Supervise`` and by nobody else.
struct Become: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tether", abstract: "Become a command that is killed with its supervisor.", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough) var words: [String] = []

    func run() throws {
        throw ExitCode(Tether.become(words))
    }
}
