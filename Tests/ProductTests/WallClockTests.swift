import Foundation
import TestSupport
import Testing

@Suite("A wall clock that is set", .timeLimit(.minutes(1)))
struct WallClockTests {
    private static let path = "/api/migrations/status"

    @Test func `back and on changes no age and no verdict, and no moment that was told before`() async throws {
        let project = try Project(["aaaa1111"])
        let file = project.directory.file("app.db")
        try await Tool("sqlite3", in: [], package: "sqlite3").run([file, SQLiteScene.standing(at: "aaaa1111")])
        let clock = try await SteppedClock()
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--sample-interval", "2s"],
            environment: clock.environment.merging(["DATABASE_URL": "sqlite:///\(file)"]) { $1 })
        let first = try await server.get(Self.path) { $0.body.contains(#""state":"up_to_date""#) }
        var ahead = 0
        for step in [3_600, -3_600, 0] {
            try await nextSample(server)
            let before = try await server.get(Self.path)
            try clock.set(by: Int64(step))
            let after = try await server.get(Self.path)
            #expect(try await server.get("/health").code == 200)
            #expect(try await server.get("/readyz").code == 200)
            #expect(try await server.get("/metrics").body.contains(#"migration_is_up_to_date{database="database"} 1"#))
            let passed = try moment(after, "timestamp").timeIntervalSince(moment(before, "timestamp"))
            #expect(abs(passed - Double(step - ahead)) < 60, "the program does not see the step: \(after.body)")
            #expect(try after.value(of: "sampled_at") == before.value(of: "sampled_at"))
            #expect(try number("age_seconds", in: after) < 60, "\(after.body)")
            // The next one comes when it would have come.
            try await nextSample(server)
            let next = try await server.get(Self.path)
            let distance = try moment(next, "timestamp").timeIntervalSince(moment(next, "sampled_at"))
            #expect(distance >= 0 && distance < 60, "\(next.body)")
            #expect(try next.value(of: "state_since") == first.value(of: "state_since"))
            ahead = step
        }
        #expect(try number("uptime_seconds", in: await server.get("/health")) < 600)
    }

    private func nextSample(_ server: ServingExporter) async throws {
        let samples = try await server.get("/metrics").samples(of: "database")
        let later = try await server.get("/metrics", within: 15) { $0.samples(of: "database") > samples }
        #expect(later.samples(of: "database") > samples)
    }

    private func moment(_ answer: ServingExporter.Answer, _ field: String) throws -> Date {
        try Date(answer.value(of: field), strategy: .iso8601)
    }

    private func number(_ field: String, in answer: ServingExporter.Answer) throws -> Double {
        let match = answer.body.firstMatch(of: try Regex("\"\(field)\":([0-9.]+)", as: (Substring, Substring).self))
        return try #require(match.flatMap { Double($0.1) }, "\(answer.body)")
    }
}
