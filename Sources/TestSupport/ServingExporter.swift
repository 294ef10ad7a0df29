import Foundation

/// The program while it serves, on a port of its own on 127.0.0.1. Ends with the test.
package final class ServingExporter: Sendable {
    package let port: Int
    private let scheme: String
    private let directory: TemporaryDirectory
    private let server: SupervisedServer

    package struct Answer: Sendable {
        package let code: Int
        package let body: String
    }

    /// - `scheme`: `https` where it is told to speak that.
    /// - `first`: lines of shell that run before the program, in a mount namespace of their own.
    package init(
        _ arguments: [String], environment: [String: String] = [:], scheme: String = "http", first: String = ""
    ) async throws {
        self.scheme = scheme
        directory = try TemporaryDirectory()
        let log = directory.file("log")
        // The shell becomes the program, so that its process id is known.
        let script = first + "\n" + #"echo $$ >"$0"; exec "$@""#
        let namespace = first.isEmpty ? [] : ["/usr/bin/unshare", "--mount"]
        let command =
            namespace + ["/bin/sh", "-ec", script, directory.file("pid"), try Exporter.path] + arguments
        server = try SupervisedServer(
            command, log: log, signal: "TERM",
            environment: environment.merging(["MIGRATION_EXPORTER_WEB_LISTEN_ADDRESS": "127.0.0.1:0"]) { given, _ in
                given
            })
        port = try await Self.port(in: log)
    }

    deinit { server.stop() }

    /// What it logged and printed until now.
    package var log: String { (try? String(contentsOfFile: directory.file("log"), encoding: .utf8)) ?? "" }

    package func get(_ path: String, _ options: String...) async throws -> Answer {
        try await get(path, options: options)
    }

    /// `options`: of curl.
    package func get(_ path: String, options: [String]) async throws -> Answer {
        let curl = try Tool("curl", in: [], package: "curl")
        let text = try await curl.run(
            ["-sS", "--max-time", "20", "-w", "\n%{http_code}"] + options + ["\(scheme)://127.0.0.1:\(port)\(path)"])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return Answer(code: lines.last.flatMap { Int($0) } ?? 0, body: lines.dropLast().joined(separator: "\n"))
    }

    /// Asks again and again until the answer is as wanted, and returns the last one.
    @discardableResult
    package func get(
        _ path: String, within seconds: Double = 20, with options: [String] = [], until isWanted: (Answer) -> Bool
    ) async throws -> Answer {
        let end = Date(timeIntervalSinceNow: seconds)
        while true {
            let answer = try await get(path, options: options)
            if isWanted(answer) || Date() > end { return answer }
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

    /// Waits until it has ended by itself, and answers its exit status.
    package func exitStatus(within seconds: Double = 20) async throws -> Int {
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

    private static func port(in log: String) async throws -> Int {
        for _ in 0..<400 {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if let found = text.firstMatch(of: /address(?:=|":")127\.0\.0\.1:(\d+)/), let port = Int(found.1) {
                return port
            }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw ToolError("the exporter does not listen: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
    }
}
