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

    /// A server whose standard error is a pipe that is full already.
    private func serveUnread(_ project: Project, port: Int) throws -> (server: StartedExporter, pipe: String) {
        let pipe = project.directory.file("pipe")
        let full = "mkfifo \(pipe); exec 3<>\(pipe); head -c 65536 /dev/zero >&3; exec 2>&3"
        try project.write("deployer 0123456789abcdef0\n", to: "tokens")
        let server = try StartedExporter(
            [
                "serve", "--scripts", project.scripts, "--web.listen-address", "127.0.0.1:\(port)", "--run.enabled",
                "--run.token-file", project.directory.file("tokens"),
            ], environment: ["DATABASE_URL": "sqlite:///\(project.directory.file("none.db"))"], first: full)
        return (server, pipe)
    }

    private func answers(_ path: String, port: Int) async throws -> Bool {
        let curl = try Tool("curl", in: [], package: "curl")
        return try await curl.run([
            "-sSf", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "10", "--retry", "50", "--retry-delay", "0",
            "--retry-connrefused", "http://127.0.0.1:\(port)\(path)",
        ]) == "200"
    }

    @Test func `that nobody reads holds up no answer and no end`() async throws {
        let (project, port) = (try Project(), try freePort())
        let (server, _) = try serveUnread(project, port: port)
        for path in ["/livez", "/metrics", "/api/migrations/status"] { #expect(try await answers(path, port: port)) }
        try server.send(SIGTERM)
        #expect(try await server.exitStatus() == 0)
    }

    @Test func `that is read late says how many lines are missing`() async throws {
        let (project, port) = (try Project(), try freePort())
        let (server, pipe) = try serveUnread(project, port: port)
        #expect(try await answers("/livez", port: port))
        // Each attempt is a line, and these are more than wait.
        let (attempts, attempt) = (4_000, "POST /api/migrations/run HTTP/1.1\r\nHost: h\r\n\r\n")
        let client = try RawConnection(port: port)
        for _ in 0..<attempts / 100 {
            client.send(String(repeating: attempt, count: 100))
            _ = try await client.receive { $0.components(separatedBy: "timestamp").count == 101 }
        }
        let reader = try Tool("timeout", in: [], package: "coreutils")
        async let read = reader.run(["60", "cat", pipe])
        #expect(try await answers("/metrics", port: port))
        try server.send(SIGTERM)
        #expect(try await server.exitStatus() == 0)
        let text = try await read
        let found = text.firstMatch(of: /msg="lines of the log were dropped, nobody took them" dropped=(\d+)/)
        let dropped = try #require(found.flatMap { Int($0.1) }, "\(text.suffix(1_000))")
        let written = text.components(separatedBy: "outcome=401").count - 1
        #expect(written > 1_000 && written < attempts)
        #expect(written + dropped >= attempts)
        #expect(text.contains("msg=starting") && text.contains("msg=stopped"))
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
