import Foundation
import TestSupport
import Testing

/// What can go wrong around the exporter: files, names, descriptors.
@Suite("Faults of the host", .timeLimit(.minutes(4)))
struct HostFaultTests {
    private func sqlite(_ path: String, _ sql: String) async throws {
        try await Tool("sqlite3", in: [], package: "sqlite3").run(["-bail", path, sql])
    }

    private func serve(
        _ project: Project, _ url: String, first: String = ""
    ) async throws -> ServingExporter {
        try await ServingExporter(
            ["serve", "--scripts", project.scripts] + SQLiteScene.pace, environment: ["DATABASE_URL": url],
            first: first)
    }

    @Test func `an SQLite file that is replaced, locked, truncated, or left with half of its log`() async throws {
        let project = try Project()
        let file = project.directory.file("app.db")
        try await sqlite(file, SQLiteScene.standing(at: "aaaa1111"))
        let server = try await serve(project, "sqlite:///\(file)")
        try await server.tells(#""state":"behind""#)
        try await Promptness.holds(of: server) {
            let next = project.directory.file("next.db")
            try await sqlite(next, SQLiteScene.standing(at: "aaaa1111", "bbbb2222"))
            #expect(rename(next, file) == 0)
            try await server.recovers()

            let lock = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
            let python = try Tool("python3", in: [], package: "python3")
            async let writer = python.run([
                "-c", "\(lock) c.execute('BEGIN EXCLUSIVE'); import time; time.sleep(4)", file,
            ])
            try await server.tells(#""state":"unknown""#, "No answer within")
            _ = try await writer
            try await server.recovers()

            let whole = try Data(contentsOf: URL(filePath: file))
            try whole.prefix(whole.count / 2).write(to: URL(filePath: file))
            #expect(try await server.tells(#""state":"unknown""#).code == 503)
            try whole.write(to: URL(filePath: file))
            try await server.recovers()

            // A log that its writer left behind, without the index that lies beside it.
            try await sqlite(next, "PRAGMA journal_mode=WAL; \(SQLiteScene.standing(at: "aaaa1111", "bbbb2222"))")
            let leave =
                "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA wal_autocheckpoint=0');"
                + "c.execute('CREATE TABLE more (id)'); c.commit(); os._exit(0)"
            try await python.run(["-c", leave, next])
            #expect(rename(next + "-wal", file + "-wal") == 0 && rename(next, file) == 0)
            #expect(try await server.tells(#""state":"unknown""#, "-shm").code == 503)
            // Whoever writes there next makes it whole.
            try await sqlite(file, "DROP TABLE more")
            try await server.recovers()
        }
    }

    @Test func `a directory that nothing can be written in`() async throws {
        let project = try Project(["aaaa1111"])
        let directory = project.directory.file("data")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try await sqlite(directory + "/app.db", SQLiteScene.standing(at: "aaaa1111"))
        let server = try await serve(
            project, "sqlite:///\(directory)/app.db",
            first: "mount --bind \(directory) \(directory); mount -o remount,bind,ro \(directory)")
        try await Promptness.holds(of: server) {
            try await server.recovers()
            let samples = try await server.get("/metrics").samples(of: "database")
            let later = try await server.get("/metrics") { $0.samples(of: "database") > samples + 2 }
            #expect(later.body.contains(#"migration_is_up_to_date{database="database"} 1"#))
        }
    }

    @Test(arguments: ["half-written", "unreadable", "gone"])
    func `scripts that are half-written, unreadable or gone`(fault: String) async throws {
        let project = try Project()
        let file = project.directory.file("app.db")
        try await sqlite(file, SQLiteScene.standing(at: "aaaa1111", "bbbb2222"))
        let server = try await serve(project, "sqlite:///\(file)")
        let versions = project.directory.file("migrations/versions")
        let script = versions + "/bbbb2222_message.py"
        try await server.recovers()
        try await Promptness.holds(of: server, fault) {
            switch fault {
            case "half-written":
                let whole = try String(contentsOfFile: script, encoding: .utf8)
                try String(whole.prefix(120)).write(toFile: script, atomically: false, encoding: .utf8)
            case "unreadable":
                try FileManager.default.removeItem(atPath: script)
                try FileManager.default.createSymbolicLink(atPath: script, withDestinationPath: script)
            default: try FileManager.default.removeItem(atPath: versions)
            }
            #expect(try await server.tells(#""state":"unknown""#, "The scripts cannot be read").code == 503)
            #expect(try await server.get("/metrics").body.contains(/reason="scripts"\} [1-9]/), "\(fault)")
            try? FileManager.default.removeItem(atPath: script)
            try FileManager.default.createDirectory(atPath: versions, withIntermediateDirectories: true)
            try project.add("aaaa1111", after: nil)
            try project.add("bbbb2222", after: "aaaa1111")
            try await server.recovers()
        }
    }

    @Test func `a host name that resolves no more, and again`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        try project.write("127.0.0.1 db.of-a-test.example\n", to: "hosts")
        // Nobody answers there, so that a name is only what the file says.
        try project.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n", to: "resolv.conf")
        let hosts = project.directory.file("hosts")
        let server = try await serve(
            project, database.url().replacing("127.0.0.1", with: "db.of-a-test.example"),
            first:
                "mount --bind \(hosts) /etc/hosts; mount --bind \(project.directory.file("resolv.conf")) /etc/resolv.conf"
        )
        try await server.recovers()
        try await Promptness.holds(of: server) {
            // In place: another file under the name would not be seen through the mount.
            let handle = try FileHandle(forWritingTo: URL(filePath: hosts))
            try handle.truncate(atOffset: 0)
            try await endSessions(database)
            let gone = try await server.tells(#""state":"unknown""#, "Cannot connect", "db.of-a-test.example")
            #expect(gone.code == 503)
            try handle.write(contentsOf: Data("127.0.0.1 db.of-a-test.example\n".utf8))
            try await server.recovers()
        }
    }

    private func endSessions(_ database: TestDatabase) async throws {
        try await database.cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(database.name)'")
    }

    @Test func `out of file descriptors it says so to whoever is there, and goes on when there are some`() async throws
    {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await serve(project, database.url())
        try await server.recovers()
        let scraper = try RawConnection(port: server.port)
        let prlimit = try Tool("prlimit", in: [], package: "util-linux")
        // What is open stays open, and nothing more can be.
        try await prlimit.run(["--pid", "\(server.process)", "--nofile=3:1024"])
        try await endSessions(database)
        let start = ContinuousClock.now
        var (health, late) = ("", 0)
        while !health.contains("Too many open files") && ContinuousClock.now - start < .seconds(8) {
            let asked = ContinuousClock.now
            health = try await answer(scraper, "/health", end: "}\n")
            let metrics = try await answer(scraper, "/metrics", end: "# EOF\n")
            if ContinuousClock.now - asked > .milliseconds(200) { late += 1 }
            #expect(metrics.hasPrefix("HTTP/1.1 200 ") && !metrics.contains("process_open_fds 0"), "\(metrics)")
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(health.hasPrefix("HTTP/1.1 503 ") && health.contains(#""state":"unknown""#), "\(health)")
        #expect(health.contains("Too many open files"))
        #expect(late < 3)
        // Who comes now waits, and is not turned away.
        async let newcomer = server.get("/livez")
        try await Task.sleep(for: .milliseconds(300))
        try await prlimit.run(["--pid", "\(server.process)", "--nofile=1024:1024"])
        #expect(try await newcomer.code == 200)
        try await server.recovers()
    }

    /// Of somebody whose connection stays.
    private func answer(_ client: RawConnection, _ path: String, end: String) async throws -> String {
        client.send(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAccept: application/openmetrics-text, */*;q=0.1\r\n\r\n")
        return try await client.receive(within: 5) { $0.hasSuffix(end) }.text
    }
}
