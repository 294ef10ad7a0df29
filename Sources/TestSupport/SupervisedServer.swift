import Foundation

/// A server process that ends with the test process, however that ends.
///
/// Between them stands a shell that reads from a pipe of ours: when we are gone the kernel closes it, and the shell
/// stops the server.
package final class SupervisedServer: Sendable {
    private let process: Process
    private let leash: FileHandle

    /// `signal` is what stops the server; `remove` is removed after that.
    package init(
        _ command: [String], log: String, signal: String, remove: String? = nil, environment: [String: String] = [:]
    ) throws {
        let script = """
            log=$1; signal=$2; remove=$3; shift 3
            trap '' INT HUP
            "$@" </dev/null >>"$log" 2>&1 &
            server=$!
            read -r line
            kill -CONT "$server" 2>/dev/null
            kill -"$signal" "$server" 2>/dev/null
            wait "$server"
            echo $? >"$log.status"
            [ "$line" = keep ] || [ -z "$remove" ] || rm -rf -- "$remove"
            """
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "supervisor", log, signal, remove ?? ""] + command
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"].merging(environment) { $1 }
            .merging(Sanitizer.ofProgram) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runUnblocked()
        self.process = process
        leash = pipe.fileHandleForWriting
    }

    /// Stops the server and waits until it is gone; its files stay.
    package func stop() {
        try? leash.write(contentsOf: Data("keep\n".utf8))
        try? leash.close()
        process.waitUntilExit()
    }
}
