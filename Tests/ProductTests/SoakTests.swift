import Foundation
import TestSupport
import Testing

/// Scrapes while a database comes and goes: nothing of the process may grow. `make soak` does it for an hour.
@Suite("The long run", .timeLimit(.minutes(240)))
struct SoakTests {
    private struct Footprint {
        let privateKilobytes: Int
        let descriptors: Int
        let threads: Int
        let children: Int

        init(of process: Int32) throws {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            func number(_ name: String) -> Int {
                let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
                return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? -1
            }
            privateKilobytes = number("RssAnon")
            threads = number("Threads")
            descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
            children = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
                .count { parent(of: $0) == process }
        }
    }

    /// For how long; the first part, in which caches and pools fill, is not held against it.
    private static let seconds =
        ProcessInfo.processInfo.environment["SOAK_SECONDS"].flatMap { Double($0) } ?? 16
    private static let warmUp = min(60, seconds / 2)

    @Test func `memory, descriptors and threads stay as they are`() async throws {
        let project = try Project(["aaaa1111"])
        let cluster = try await PostgresCluster.another()
        let database = try await cluster.createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--sample-interval", "200ms", "--sample-timeout", "1s"],
            environment: ["DATABASE_URL": database.url()])
        let process = try server.process
        let end = Date(timeIntervalSinceNow: Self.seconds)
        let warm = Date(timeIntervalSinceNow: Self.warmUp)
        var first: Footprint?
        var last = try Footprint(of: process)
        var requests = 0
        while Date() < end || first == nil {
            try await cluster.stop()
            requests += try await scrape(server)
            #expect(try await server.get("/health") { $0.code == 503 }.code == 503)
            try await cluster.start()
            requests += try await scrape(server)
            #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
            last = try Footprint(of: process)
            if first == nil, Date() > warm { first = last }
        }
        let base = try #require(first)
        let figures = "\(requests) requests: \(base), then \(last)"
        #expect(requests > 500)
        #expect(Sanitizer.isOn || last.privateKilobytes - base.privateKilobytes <= 1_024, "\(figures)")
        #expect(abs(last.descriptors - base.descriptors) <= 1, "\(figures)")
        #expect(last.threads - base.threads <= 1, "\(figures)")
        #expect(Sanitizer.isOn || last.children == 0, "\(figures)")
        if Self.seconds > 60 { print("soak: \(figures)") }
        try await cluster.stop()
    }

    private func scrape(_ server: ServingExporter) async throws -> Int {
        let curl = try Tool("curl", in: [], package: "curl")
        let paths = ["/metrics", "/health", "/api/migrations/status", "/api/migrations/validate", "/"]
        let text = try await curl.run(
            ["-s", "--compressed", "-w", "%{http_code}\\n"]
                + paths.flatMap { ["-o", "/dev/null", "http://127.0.0.1:\(server.port)\($0)?n=[1-30]"] })
        return text.split(separator: "\n").count
    }
}
