import Foundation
import TestSupport
import Testing

@Suite("The demo", .timeLimit(.minutes(2)))
struct DemoTests {
    @Test func `watches its own database, whatever else is configured`() async throws {
        let demo = try await ServingExporter(
            ["demo"],
            environment: [
                "MIGRATION_EXPORTER_DATABASE_URL": "postgresql://127.0.0.1:1/orders", "DATABASE_URL_FILE": "/nowhere",
                "MIGRATION_EXPORTER_CONFIG_FILE": "/nowhere.yml", "MIGRATION_EXPORTER_SCRIPTS_FILE": "/nowhere",
                "MIGRATION_EXPORTER_TARGET": "base", "MIGRATION_EXPORTER_VERSION_TABLE": "other",
                "MIGRATION_EXPORTER_EXPECTED_SCHEMA": "/nowhere.json", "MIGRATION_EXPORTER_RUN_ENABLED": "true",
                "MIGRATION_EXPORTER_SAMPLE_INTERVAL": "", "MIGRATION_EXPORTER_LOG_FORMAT": "json",
            ])
        let status = try await demo.get("/api/migrations/status") { $0.body.contains(#""state":"behind""#) }
        #expect(status.body.contains(#""head_revision":"bb7fb1d8e8a3""#), "\(status.body)")
        #expect(status.body.contains(#""target":"head""#) && status.body.contains("/migration-exporter-demo-"))
        // The log and the rest of how to serve is heard.
        #expect(demo.log.contains(#""interval":"1.0s""#), "\(demo.log)")
    }

    @Test func `ends with its terminal, and removes its files`() async throws {
        let directory = try TemporaryDirectory()
        let demo = try await ServingExporter(["demo"], environment: ["TMPDIR": directory.path])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 1)
        try demo.send(SIGHUP)
        #expect(try await demo.exitStatus() == 0)
        #expect(!demo.log.contains("reloaded"), "\(demo.log)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    }

    @Test func `says where its files have no room`() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.file("file")
        try Data().write(to: URL(filePath: file))
        let result = try await Exporter.run(["demo"], environment: ["TMPDIR": file])
        #expect(result.status == 1)
        #expect(
            result.errors == "migration-exporter: The demo's files cannot be written in \(file). Set TMPDIR to a "
                + "directory with room where this user may write.\n")
    }

    @Test func `tells how to ask it at a socket`() async throws {
        let directory = try TemporaryDirectory()
        let socket = directory.file("socket")
        let demo = try StartedExporter(["demo", "--web.listen-address", "unix:\(socket)"])
        try await demo.logs("curl --unix-socket \(socket) http://localhost/health ")
        let curl = try Tool("curl", in: [], package: "curl")
        #expect(try await curl.run(["-sS", "--unix-socket", socket, "http://localhost/livez"]) == "OK")
    }
}
