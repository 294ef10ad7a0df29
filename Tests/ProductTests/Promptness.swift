import Foundation
import TestSupport
import Testing

/// How long answers took while something else went on.
struct Promptness {
    private(set) var seconds: [Double] = []

    /// Whether they came within 100 ms, but for two, or one in ten: a busy machine may keep any program waiting. None came
    /// as late as one that waits for a database.
    var isGood: Bool {
        let late = seconds.filter { $0 > 0.1 }
        return !seconds.isEmpty && late.count <= max(2, seconds.count / 10) && late.allSatisfy { $0 < 2 }
    }

    /// Asks for the metrics and the health of a server again and again until `body` has ended.
    private static func measure(
        _ server: ServingExporter, during body: @escaping @Sendable () async throws -> Void
    ) async throws -> Promptness {
        try await withThrowingTaskGroup(of: Promptness?.self) { group in
            group.addTask {
                var times = Promptness()
                let curl = try Tool("curl", in: [], package: "curl")
                let addresses = ["/metrics", "/health"].map { "http://127.0.0.1:\(server.port)\($0)" }
                while !Task.isCancelled {
                    let output = ["-o", "/dev/null", "-o", "/dev/null"]
                    let text = try await curl.run(
                        ["-s", "--max-time", "20", "-w", "%{http_code} %{time_total}\\n"] + output + addresses)
                    times.seconds += text.split(separator: "\n").compactMap { line in
                        line.hasPrefix("000") ? Double.infinity : line.split(separator: " ").last.flatMap { Double($0) }
                    }
                    try? await Task.sleep(for: .milliseconds(100))
                }
                return times
            }
            group.addTask {
                try await body()
                return nil
            }
            var times = Promptness()
            for try await result in group {
                if let result { times = result } else { group.cancelAll() }
            }
            return times
        }
    }

    /// Holds that a server answers at once, whatever happens meanwhile.
    static func holds(
        of server: ServingExporter, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation,
        while body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let promptness = try await measure(server, during: body)
        #expect(promptness.isGood, "\(what): \(promptness.seconds)", sourceLocation: sourceLocation)
    }
}

extension ServingExporter {
    /// What `/health` says as soon as it says all of this, which must be soon: an interval and the limit of a sample are
    /// 1.2 s, and the rest is for a busy machine. The metrics must say the same state.
    @discardableResult
    func tells(
        _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let answer = try await get("/health", within: 8) { answer in words.allSatisfy(answer.body.contains) }
        for word in words { #expect(answer.body.contains(word), "\(answer.body)", sourceLocation: sourceLocation) }
        let state = try #require(answer.body.firstMatch(of: /"state":"(\w+)"/), sourceLocation: sourceLocation).1
        let metrics = try await get("/metrics", within: 2) { $0.body.contains("state=\"\(state)\"} 1") }
        #expect(metrics.body.contains("state=\"\(state)\"} 1"), sourceLocation: sourceLocation)
        return answer
    }

    /// Nobody starts it again: it finds by itself that all is well.
    func recovers(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let answer = try await get("/health") { $0.code == 200 }
        #expect(answer.code == 200, "\(answer.body)", sourceLocation: sourceLocation)
    }
}
