import Foundation

/// The program while it serves, on a port of its own on 127.0.0.1. Ends with the test.
package final class ServingExporter: Sendable {
    package let port: Int
    private let scheme: String
    private let program: StartedExporter

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
        program = try StartedExporter(
            arguments,
            environment: environment.merging(["MIGRATION_EXPORTER_WEB_LISTEN_ADDRESS": "127.0.0.1:0"]) { given, _ in
                given
            }, first: first)
        port = try await Self.port(of: program)
    }

    /// What it logged and printed until now.
    package var log: String { program.log }

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

    package var process: Int32 { get throws { try program.process } }

    package func send(_ signal: Int32) throws { try program.send(signal) }

    /// Waits until it has ended by itself, and answers its exit status.
    package func exitStatus(within seconds: Double = 30) async throws -> Int {
        try await program.exitStatus(within: seconds)
    }

    private static func port(of program: StartedExporter) async throws -> Int {
        for _ in 0..<400 {
            if let found = program.log.firstMatch(of: /address(?:=|":")127\.0\.0\.1:(\d+)/), let port = Int(found.1) {
                return port
            }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw ToolError("the exporter does not listen: \(program.log)")
    }
}
