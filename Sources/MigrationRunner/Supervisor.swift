import Dispatch
import Glibc
import Subprocess
package import SystemPackage

/// This program itself, started once more between us and Alembic.
///
/// It leads a process group, starts Alembic in it, and reads from a pipe that only we hold open. When that closes,
/// because we ended in whichever way, it kills the group. Should it be killed in the same instant, a watch that it
/// started in the group kills the rest, and the kernel kills Alembic (``Tether``).
package struct Supervisor: Sendable {
    package let program: FilePath
    /// What stands before the command.
    package let arguments: [String]

    package init(program: FilePath = "/proc/self/exe", arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// What the started program does. The status is the command's own, or 128 and its signal.
    ///
    /// Without a command it is the watch: it only waits for its standard input to close.
    package static func supervise(_ command: [String]) async -> Int32 {
        // The whole group gets it. The command is to end by it, and we after the command.
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        guard !command.isEmpty else { endGroupWhenLeashCloses() }
        DispatchQueue(label: "leash").async { endGroupWhenLeashCloses() }
        let status: Int32
        do {
            let result = try await run(
                .path(ownProgram), arguments: ["supervise"], environment: .custom([:]), input: .inputWriter,
                output: .discarded, error: .discarded
            ) { _ in
                let status = try await start(command)
                endOthers()
                return status
            }
            status = result.closureResult
        } catch {
            _ = try? FileDescriptor.standardError.writeAll("\(command[0]) cannot be started: \(error)\n".utf8)
            status = 127
            endOthers()
        }
        return status
    }

    private static let ownProgram: FilePath = "/proc/self/exe"

    private static func start(_ command: [String]) async throws -> Int32 {
        let result = try await run(
            .path(ownProgram), arguments: Arguments(["tether", "\(getpid())"] + command),
            input: .none, output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        return switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }

    private static func endGroupWhenLeashCloses() -> Never {
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) > 0 || errno == EINTR { errno = 0 }
        kill(0, SIGKILL)
        exit(EXIT_FAILURE)
    }

    /// What the command left running in the group. We leave it first, for the group of who started us.
    private static func endOthers() {
        let group = getpgrp()
        if setpgid(0, getpgid(getppid())) == 0 { kill(-group, SIGKILL) }
    }
}
