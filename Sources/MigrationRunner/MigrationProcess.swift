import Glibc
import Subprocess
import SystemPackage

/// Alembic, in a process group of its own, under a supervisor that ends the whole group when this process is gone.
struct MigrationProcess {
    let invocation: AlembicCommand.Invocation
    let environment: [String: String?]
    let supervisor: Supervisor
    let grace: Duration

    /// As much as is kept of what a program writes to be used.
    static let mostOutput = 256 << 20

    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case notStarted(String)
    }

    /// Runs it to its end; a cancelled task ends it with SIGTERM, and after the grace with SIGKILL.
    func run(line: @escaping @Sendable (String) -> Void) async -> Ending {
        do {
            let result = try await Subprocess.run(
                configuration, input: .inputWriter, output: .sequence, error: .combinedWithOutput
            ) { try await Self.read($0.standardOutput, line: line) }
            return Ending(result.terminationStatus)
        } catch {
            return .notStarted("\(error)")
        }
    }

    /// The same for a program whose standard output is wanted as it is, and whose lines are those of standard error.
    func runForOutput(line: @escaping @Sendable (String) -> Void) async -> (ending: Ending, output: String) {
        do {
            let result = try await Subprocess.run(
                configuration, input: .inputWriter, output: .string(limit: Self.mostOutput), error: .sequence
            ) { try await Self.read($0.standardError, line: line) }
            return (Ending(result.terminationStatus), result.standardOutput)
        } catch {
            return (.notStarted("\(error)"), "")
        }
    }

    /// Its standard input is the leash: the kernel closes it when we end, in whichever way.
    private var configuration: Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: grace)
        ]
        let overrides = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        return Configuration(
            executable: .path(supervisor.program),
            arguments: Arguments(supervisor.arguments + [invocation.executable.string] + invocation.arguments),
            environment: .inherit.updating(overrides), workingDirectory: invocation.directory, platformOptions: options)
    }

    /// To its end, also where our task is cancelled: the leash stays open as long, and who got SIGTERM may still write.
    private static func read(
        _ output: SubprocessOutputSequence, line: @escaping @Sendable (String) -> Void
    ) async throws {
        try await Task {
            var splitter = LineSplitter()
            for try await buffer in output {
                for text in splitter.add(buffer.withUnsafeBytes { Array($0) }) { line(text) }
            }
            if let rest = splitter.finish() { line(rest) }
        }.value
    }
}

extension MigrationProcess.Ending {
    fileprivate init(_ status: TerminationStatus) {
        self =
            switch status {
            case .exited(let code): .exited(code)
            case .signaled(let signal): .signalled(signal)
            }
    }
}
