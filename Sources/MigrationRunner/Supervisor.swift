import Dispatch
import Glibc
import Subprocess
package import SystemPackage

/// This program itself, started once more between us and Alembic.
///
/// It leads a process group, starts Alembic in it, and reads from a pipe that only we hold open. When that closes,
/// because we ended in whichever way, it kills the group.
package struct Supervisor: Sendable {
    package let program: FilePath
    /// What stands before the command.
    package let arguments: [String]

    package init(program: FilePath = "/proc/self/exe", arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// What the started program does. The status is the command's own, or 128 and its signal.
    package static func supervise(_ command: [String]) async -> Int32 {
        guard let executable = command.first else { return EX_USAGE }
        // The whole group gets it. The command is to end by it, and we after the command.
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        endWithLeash()
        let status: Int32
        do {
            let result = try await run(
                .path(FilePath(executable)), arguments: Arguments(Array(command.dropFirst())),
                input: .none, output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
            switch result.terminationStatus {
            case .exited(let code): status = code
            case .signaled(let signal): status = 128 + signal
            }
        } catch {
            _ = try? FileDescriptor.standardError.writeAll("\(executable) cannot be started: \(error)\n".utf8)
            status = 127
        }
        endOthers()
        return status
    }

    private static func endWithLeash() {
        DispatchQueue(label: "leash").async {
            var byte: UInt8 = 0
            while read(STDIN_FILENO, &byte, 1) > 0 || errno == EINTR { errno = 0 }
            kill(0, SIGKILL)
        }
    }

    /// What the command left running in the group. We leave it first, for the group of who started us.
    private static func endOthers() {
        let group = getpgrp()
        if setpgid(0, getpgid(getppid())) == 0 { kill(-group, SIGKILL) }
    }
}
