import Foundation

/// The program while it runs, with its process id. Ends with the test.
package final class StartedExporter: Sendable {
    private let directory: TemporaryDirectory
    private let server: SupervisedServer

    /// `first`: lines of shell that run before the program, in a mount namespace of their own.
    package init(_ arguments: [String], environment: [String: String] = [:], first: String = "") throws {
        directory = try TemporaryDirectory()
        // The shell becomes the program, so that its process id is known.
        let script = first + "\n" + #"echo $$ >"$0"; exec "$@""#
        let namespace = first.isEmpty ? [] : ["/usr/bin/unshare", "--mount"]
        let command =
            namespace + ["/bin/sh", "-ec", script, directory.file("pid"), try Exporter.path] + arguments
        server = try SupervisedServer(command, log: directory.file("log"), signal: "TERM", environment: environment)
    }

    deinit { server.stop() }

    /// What it logged and printed until now.
    package var log: String { (try? String(contentsOfFile: directory.file("log"), encoding: .utf8)) ?? "" }

    /// Waits until the log has this text.
    package func logs(_ text: String, within seconds: Double = 30) async throws {
        let end = Date(timeIntervalSinceNow: seconds)
        while !log.contains(text) {
            guard Date() < end else { throw ToolError("it never said '\(text)': \(log)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    package var process: Int32 {
        get throws {
            let text = try String(contentsOfFile: directory.file("pid"), encoding: .utf8)
            guard let process = Int32(text.dropLast()) else { throw ToolError("the exporter did not start: \(log)") }
            return process
        }
    }

    package func send(_ signal: Int32) throws {
        guard kill(try process, signal) == 0 else { throw ToolError("the exporter is gone: \(log)") }
    }

    /// Waits until it has ended by itself, and answers its exit status: 128 and more for a signal.
    package func exitStatus(within seconds: Double = 30) async throws -> Int {
        let process = try process
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if hasEnded(process) { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        try await onOwnThread { [server] in server.stop() }
        let status = try String(contentsOfFile: directory.file("log.status"), encoding: .utf8)
        return Int(status.dropLast()) ?? -1
    }
}

/// Whether a process is gone, or a zombie that nobody has asked for its status yet.
func hasEnded(_ process: some CustomStringConvertible) -> Bool {
    let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    // Behind the name, which may hold anything, stands the state.
    let state = text.lastIndex(of: ")").flatMap { text[$0...].dropFirst(2).first }
    return state == nil || state == "Z"
}

/// Whether no process is left in whose command line this text stands; one that was killed takes a moment to go.
package func areGone(mentioning text: String, within seconds: Double = 15) async throws -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
        if try processes(mentioning: text).isEmpty { return true }
        try await Task.sleep(for: .milliseconds(50))
    }
    return false
}

/// The processes in whose command line this text stands, without the one that asks.
package func processes(mentioning text: String) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { process in
        let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        return process != getpid() && String(decoding: line, as: UTF8.self).contains(text)
    }
}

/// The process that started it, or whoever has taken it over.
package func parent(of process: Int32) -> Int32? {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    return status?.firstMatch(of: /PPid:\s+(\d+)/).flatMap { Int32($0.1) }
}
