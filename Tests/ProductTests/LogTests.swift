import Foundation
import TestSupport
import Testing

@Suite("The log", .timeLimit(.minutes(2)))
struct LogTests {
    @Test(arguments: ["logfmt", "json"])
    func `says what was configured and each change, no secret, and nothing while nothing changes`(
        format: String
    ) async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--sample-interval", "200ms", "--log.format", format],
            environment: ["DATABASE_URL": database.url()])
        try await server.get("/readyz") { $0.code == 200 && server.log.contains("first sample") }
        let lines = server.log.split(separator: "\n")
        let messages = lines.map(message)
        #expect(messages.prefix(2) == ["starting", "watching"])
        // These two race.
        #expect(messages.dropFirst(2).sorted() == ["first sample", "listening"])
        #expect(lines[1].contains("postgresql://\(database.name)@***") && lines[1].contains(project.scripts))
        let samples = try await server.get("/metrics").samples
        try await server.get("/metrics") { $0.samples > samples + 5 }
        #expect(server.log.split(separator: "\n") == lines)

        try await database.sql("CREATE TABLE t_bbbb2222 (); UPDATE alembic_version SET version_num = 'bbbb2222'")
        try await server.get("/health") { $0.code == 200 && server.log.contains("up_to_date") }
        let last = try #require(server.log.split(separator: "\n").last)
        for fact in [("from", "behind"), ("to", "up_to_date"), ("current", "bbbb2222")] {
            #expect(last.contains(format == "json" ? "\"\(fact.0)\":\"\(fact.1)\"" : "\(fact.0)=\(fact.1)"))
        }
        #expect(!server.log.contains("s3cr3t"))
    }

    /// What a line says, in either format.
    private func message(_ line: Substring) -> String {
        let found = line.firstMatch(of: /msg=(?:"([^"]*)"|(\S+))/).map { $0.1 ?? $0.2 ?? "" }
        return String(found ?? line.firstMatch(of: /"msg":"([^"]*)"/)?.1 ?? "")
    }
}

extension ServingExporter.Answer {
    fileprivate var samples: Int {
        body.firstMatch(of: /migration_samples_total\{[^}]*\} (\d+)/).flatMap { Int($0.1) } ?? 0
    }
}
