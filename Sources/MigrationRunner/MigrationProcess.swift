import Glibc
import Subprocess
import SystemPackage

/// Alembic, in a process group of its own, under a supervisor that ends the whole group when this process is gone.
struct MigrationProcess {
    let invocation: AlembicCommand.Invocation
    let environment: [String: String?]
    let supervisor: Supervisor
    let grace: Duration

    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case notStarted(String)
    }

    /// Runs it to its end; a cancelled task ends it with SIGTERM, and after the grace with SIGKILL.
    func run(line: @Sendable (String) -> Void) async -> Ending {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: grace)
        ]
        let overrides = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        do {
            let result = try await Subprocess.run(
                .path(supervisor.program),
                arguments: Arguments(
                    supervisor.arguments + [invocation.executable.string] + invocation.arguments),
                environment: .inherit.updating(overrides), workingDirectory: invocation.directory,
                platformOptions: options,
                // The leash: the kernel closes it when we end, in whichever way.
                input: .inputWriter, output: .sequence, error: .combinedWithOutput
            ) { execution in
                try await Self.read(execution.standardOutput, line: line)
            }
            return switch result.terminationStatus {
            case .exited(let code): .exited(code)
            case .signaled(let signal): .signalled(signal)
            }
        } catch {
            return .notStarted("\(error)")
        }
    }

    private static func read(_ output: SubprocessOutputSequence, line: (String) -> Void) async throws {
        var splitter = LineSplitter()
        // Where it ends by our signal, reading ends with an error: what was written until then counts.
        do {
            for try await buffer in output {
                for text in splitter.add(buffer.withUnsafeBytes { Array($0) }) { line(text) }
            }
        } catch {
            if let rest = splitter.finish() { line(rest) }
            throw error
        }
        if let rest = splitter.finish() { line(rest) }
    }
}
