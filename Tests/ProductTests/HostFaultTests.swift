import Foundation
import TestSupport
import Testing

/// What can go wrong around the exporter: files, the log, names, descriptors.
@Suite("Faults of the host", .timeLimit(.minutes(4)))
struct HostFaultTests {
    private static let pace = ["--sample-interval", "200ms", "--sample-timeout", "1s"]

    private func sqlite(_ path: String, _ sql: String) async throws {
        let program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
        _ = try await Alembic.python(["-c", program, path, sql])
    }

    private static func standing(at revision: String) -> String {
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('\(revision)');"
            + "CREATE TABLE t_aaaa1111 (id INTEGER); CREATE TABLE t_bbbb2222 (id INTEGER)"
    }

    @Test func `an SQLite file that is replaced, locked, truncated, or left with half of its log`() async throws {
        let project = try Project()
        let file = project.directory.file("app.db")
        try await sqlite(file, Self.standing(at: "aaaa1111"))
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts] + Self.pace, environment: ["DATABASE_URL": "sqlite:///\(file)"])
        #expect(try await server.get("/health") { $0.body.contains(#""state":"behind""#) }.code == 503)

        let next = project.directory.file("next.db")
        try await sqlite(next, Self.standing(at: "bbbb2222"))
        #expect(rename(next, file) == 0)
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)

        let lock = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        let python = try Tool("python3", in: [], package: "python3")
        let writer = Task {
            try await python.run(["-c", "\(lock) c.execute('BEGIN EXCLUSIVE'); import time; time.sleep(4)", file])
        }
        let locked = try await server.get("/health") { $0.body.contains("No answer within") }
        #expect(locked.body.contains(#""state":"unknown""#), "\(locked.body)")
        _ = try await writer.value
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)

        let whole = try Data(contentsOf: URL(filePath: file))
        try whole.prefix(whole.count / 2).write(to: URL(filePath: file))
        let truncated = try await server.get("/health") { $0.body.contains(#""state":"unknown""#) }
        #expect(truncated.code == 503 && truncated.body.contains("database"), "\(truncated.body)")
        try whole.write(to: URL(filePath: file))
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)

        // A log that its writer left behind, without the index that lies beside it.
        try await sqlite(next, "PRAGMA journal_mode=WAL; \(Self.standing(at: "bbbb2222"))")
        let leave =
            "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA wal_autocheckpoint=0');"
            + "c.execute('CREATE TABLE more (id)'); c.commit(); os._exit(0)"
        _ = try await Alembic.python(["-c", leave, next])
        #expect(rename(next + "-wal", file + "-wal") == 0 && rename(next, file) == 0)
        let halved = try await server.get("/health") { $0.body.contains("-shm") }
        #expect(halved.code == 503 && halved.body.contains("-shm"), "\(halved.body)")
        // Whoever writes there next makes it whole.
        try await sqlite(file, "DROP TABLE more")
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
    }

    @Test func `a directory that nothing can be written in`() async throws {
        let project = try Project(["aaaa1111"])
        let directory = project.directory.file("data")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try await sqlite(directory + "/app.db", Self.standing(at: "aaaa1111"))
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--ignore-tables", "t_bbbb2222"] + Self.pace,
            environment: ["DATABASE_URL": "sqlite:///\(directory)/app.db"],
            first: "mount --bind \(directory) \(directory); mount -o remount,bind,ro \(directory)")
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
    }

    @Test func `scripts that are half-written, unreadable or gone`() async throws {
        let project = try Project()
        let file = project.directory.file("app.db")
        try await sqlite(file, Self.standing(at: "bbbb2222"))
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts] + Self.pace, environment: ["DATABASE_URL": "sqlite:///\(file)"])
        let versions = project.directory.file("migrations/versions")
        let script = versions + "/bbbb2222_message.py"
        let whole = try String(contentsOfFile: script, encoding: .utf8)
        for (fault, inflict) in [
            (
                "half-written",
                { try String(whole.prefix(120)).write(toFile: script, atomically: false, encoding: .utf8) }
            ),
            (
                "unreadable",
                {
                    try FileManager.default.removeItem(atPath: script)
                    try FileManager.default.createSymbolicLink(atPath: script, withDestinationPath: script)
                }
            ),
            ("gone", { try FileManager.default.removeItem(atPath: versions) }),
        ] as [(String, () throws -> Void)] {
            #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
            try inflict()
            let told = try await server.get("/health") { $0.code == 503 }
            #expect(told.code == 503, "\(fault)")
            #expect(told.body.contains(#""state":"unknown""#), "\(fault): \(told.body)")
            #expect(try await server.get("/metrics").body.contains(#"reason="scripts"} "#))
            try? FileManager.default.removeItem(atPath: script)
            try FileManager.default.createDirectory(atPath: versions, withIntermediateDirectories: true)
            try project.add("aaaa1111", after: nil)
            try project.add("bbbb2222", after: "aaaa1111")
        }
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
    }

    @Test func `a host name that resolves no more, and again`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        try project.write("127.0.0.1 db.of-a-test.example\n", to: "hosts")
        // Nobody answers there, so that a name is only what the file says.
        try project.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n", to: "resolv.conf")
        let hosts = project.directory.file("hosts")
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts] + Self.pace,
            environment: ["DATABASE_URL": database.url().replacing("127.0.0.1", with: "db.of-a-test.example")],
            first:
                "mount --bind \(hosts) /etc/hosts; mount --bind \(project.directory.file("resolv.conf")) /etc/resolv.conf"
        )
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        // In place: another file under the name would not be seen through the mount.
        let handle = try FileHandle(forWritingTo: URL(filePath: hosts))
        try handle.truncate(atOffset: 0)
        try await database.cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(database.name)'")
        let gone = try await server.get("/health") { $0.body.contains("db.of-a-test.example") }
        #expect(gone.code == 503 && gone.body.contains("Cannot connect"), "\(gone.body)")
        try handle.write(contentsOf: Data("127.0.0.1 db.of-a-test.example\n".utf8))
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
    }

    @Test func `a full disk under the log stops nothing`() async throws {
        let project = try Project(["aaaa1111"])
        let file = project.directory.file("app.db")
        try await sqlite(file, Self.standing(at: "aaaa1111"))
        let port = try freePort()
        let script = #"exec "$@" >/dev/full 2>&1"#
        let command =
            ["/bin/sh", "-c", script, "sh", try Exporter.path, "serve", "--scripts", project.scripts]
            + ["--web.listen-address", "127.0.0.1:\(port)", "--ignore-tables", "t_bbbb2222"] + Self.pace
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

    @Test func `out of file descriptors it waits, and goes on when there are some`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts] + Self.pace, environment: ["DATABASE_URL": database.url()])
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        let process = try server.process
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
        let prlimit = try Tool("prlimit", in: [], package: "util-linux")
        // Some for those who ask; too few for the wire to the database and what waits on it.
        try await prlimit.run(["--pid", "\(process)", "--nofile=\(open):1024"])
        try await database.cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(database.name)'")
        try await Task.sleep(for: .seconds(2))
        try await prlimit.run(["--pid", "\(process)", "--nofile=1024:1024"])
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        #expect(try await server.get("/metrics").code == 200)
    }
}
