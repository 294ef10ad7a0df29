import Foundation
import TestSupport
import Testing

@Suite("A full disk", .timeLimit(.minutes(2)))
struct FullDiskTests {
    @Test func `under the log stops nothing`() async throws {
        let project = try Project(["aaaa1111"])
        let file = project.directory.file("app.db")
        try await Tool("sqlite3", in: [], package: "sqlite3").run([file, SQLiteScene.standing(at: "aaaa1111")])
        let port = try freePort()
        let script = #"exec "$@" >/dev/full 2>&1"#
        let command =
            ["/bin/sh", "-c", script, "sh", try Exporter.path, "serve", "--scripts", project.scripts]
            + ["--web.listen-address", "127.0.0.1:\(port)"] + SQLiteScene.pace
        let server = try SupervisedServer(
            command, log: project.directory.file("log"), signal: "TERM",
            environment: ["DATABASE_URL": "sqlite:///\(file)"])
        let curl = try Tool("curl", in: [], package: "curl")
        let health = try await curl.run([
            "-sSf", "--retry", "100", "--retry-delay", "0", "--retry-all-errors", "http://127.0.0.1:\(port)/health",
        ])
        #expect(health.contains(#""state":"up_to_date""#))
        server.stop()
        let status = try String(contentsOfFile: project.directory.file("log.status"), encoding: .utf8)
        #expect(status == "0\n")
    }

    @Test func `under an SQLite database hinders its writers and a run, and not who reads it`() async throws {
        let project = try RunnableProject()
        let directory = project.project.directory.file("data")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let url = "sqlite:///\(directory)/app.db"
        let server = try await ServingExporter(
            ["serve", "--scripts", project.project.scripts] + SQLiteScene.pace, environment: ["DATABASE_URL": url],
            first: "mount -t tmpfs -o size=128k none \(directory)")
        // That disk is in the server's mount namespace only.
        let nsenter = try Tool("nsenter", in: [], package: "util-linux")
        let there = ["--mount", "--target", "\(try server.process)", "env", "DATABASE_URL=\(url)"]
        @Sendable func says(_ script: String, _ arguments: [String] = []) async throws -> String {
            try await nsenter.run(
                there + ["sh", "-c", "cd \(directory); (\(script)) 2>&1; echo \"status $?\"", "sh"] + arguments)
        }
        let upgrade = [try Exporter.path] + project.arguments()
        #expect(try await says("sqlite3 app.db \"$1\"", [SQLiteScene.standing(at: "aaaa1111")]) == "status 0")
        try await server.tells(#""state":"behind""#)
        try await Promptness.holds(of: server) {
            #expect(try await says("cat /dev/zero >filler").contains("No space left on device"))
            let written = try await says("sqlite3 app.db 'INSERT INTO t_aaaa1111 VALUES (1)'")
            #expect(written.contains("full") && !written.hasSuffix("status 0"), "\(written)")
            let samples = try await server.get("/metrics").samples(of: "database")
            let read = try await server.get("/metrics") { $0.samples(of: "database") > samples + 1 }
            #expect(read.body.contains(#"migration_state{database="database",state="behind"} 1"#))
            let run = try await says("\"$@\"", upgrade)
            #expect(run.contains("No space left on device. Make room there."), "\(run)")
            #expect(run.hasSuffix("status 2"), "\(run)")
            try await server.tells(#""state":"behind""#)
            #expect(try await says("rm filler; \"$@\"", upgrade).hasSuffix("status 0"))
            try await server.recovers()
        }
    }
}
