import Foundation
import TestSupport
import Testing

/// A run that is ended leaves nothing behind that still works, in the database neither.
@Suite("upgrade, when it is ended", .timeLimit(.minutes(3)))
struct EndedRunTests {
    /// Outside of a transaction what the server does counts, whether or not somebody still waits for it.
    private func project(seconds: Int) throws -> RunnableProject {
        let project = try RunnableProject()
        try project.add(
            "cccc3333", after: "bbbb2222",
            upgrade: """
                with op.get_context().autocommit_block():
                    op.execute('CREATE TABLE outside AS SELECT 1 AS one FROM pg_sleep(\(seconds))')
                """)
        return project
    }

    @Test(arguments: ["", "?application_name=orders"])
    func `at its deadline, the database stops too`(name: String) async throws {
        let project = try project(seconds: 60)
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url() + name, "--run-timeout", "3s")
        #expect(result.status == 1)
        #expect(result.output.contains("ended at its deadline of 3 seconds."), "\(result.output)")
        #expect(!result.output.contains("still works on it"), "\(result.output)")
        #expect(try await database.sessionsOfRuns == "0")
    }

    @Test func `by SIGKILL, the next one stops the database first`() async throws {
        let project = try project(seconds: 5)
        let database = try await PostgresCluster.shared().createDatabase()
        let run = try project.start(database.url())
        try await database.sleeps()
        try run.send(SIGKILL)
        #expect(try await run.exitStatus() == 137)
        #expect(try await project.isGone())
        let next = try await project.upgrade(database.url())
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        #expect(try await database.rows == "cccc3333")
    }

    @Test func `and the database cannot be stopped, that is said, and no other run begins`() async throws {
        let project = try project(seconds: 60)
        let database = try await PostgresCluster.shared().createDatabase()
        let run = try project.start(database.url())
        try await database.sleeps()
        // As if env.py logged in as a role whose sessions ours may not end.
        let session = try database.session()
        try await session.run("SET application_name = 'alembic of migration-exporter'")
        try run.send(SIGTERM)
        #expect(try await run.exitStatus() == 1)
        let said = /The database still works on it: process \d+, alembic of migration-exporter\. End that with SELECT/
        #expect(run.log.contains(said), "\(run.log)")
        let next = try await project.upgrade(database.url(), "--output", "json")
        #expect(next.status == 1)
        #expect(
            next.output.contains(#""outcome":"locked","error":"An earlier run was ended. The database still works"#))
        session.close()
        #expect(try await database.sql("SELECT to_regclass('outside') IS NULL") == "t")
    }

    @Test func `by a signal while it connects, it says so at once`() async throws {
        let project = try RunnableProject()
        let silent = try SilentServer()
        let run = try project.start(
            "postgresql://u:p@127.0.0.1:\(silent.port)/d?sslmode=disable", "--connect-timeout", "2m")
        try await silent.awaitConnection()
        try run.send(SIGTERM)
        #expect(try await run.exitStatus(within: 20) == 1)
        #expect(run.log.contains("The run was ended: it got SIGTERM."), "\(run.log)")
    }

    @Test func `not by whoever goes away from its log`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time\ntime.sleep(1)\nprint('more')")
        let database = try await PostgresCluster.shared().createDatabase()
        let script = #"{ "$@"; echo "$?" >"$0"; } 2>&1 | head -n 1"#
        let status = project.project.directory.file("status")
        _ = try await Tool("env", in: [], package: "coreutils").run(
            ["DATABASE_URL=\(database.url())", "/bin/sh", "-c", script, status, try Exporter.path]
                + project.arguments())
        #expect(try String(contentsOfFile: status, encoding: .utf8) == "0\n")
        #expect(try await database.rows == "cccc3333")
    }
}

extension TestDatabase {
    /// How many sessions of what runs have started there are.
    fileprivate var sessionsOfRuns: String {
        get async throws {
            try await sql(
                """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND \
                (query LIKE '%outside%' AND pid <> pg_backend_pid() OR application_name LIKE '%of migration-exporter')
                """)
        }
    }

    /// Returns when a migration sleeps in the server.
    fileprivate func sleeps() async throws {
        for _ in 0..<400 {
            let sleeping = try await sql(
                """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'
                """)
            if sleeping != "0" { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ToolError("no migration ever slept")
    }
}

/// Accepts connections on 127.0.0.1 and never answers.
private final class SilentServer: Sendable {
    let port: Int
    private let listening: Int32

    init() throws {
        let port = try freePort()
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listening, $0, length) == 0 }
        }
        self.port = port
        self.listening = listening
        guard isBound, listen(listening, 5) == 0 else { throw ToolError("cannot listen on port \(port)") }
    }

    deinit { close(listening) }

    /// Returns when somebody has connected.
    func awaitConnection(within seconds: Int32 = 30) async throws {
        try await onOwnThread { [self] in
            var wish = pollfd(fd: listening, events: Int16(POLLIN), revents: 0)
            guard poll(&wish, 1, seconds * 1_000) == 1 else { throw ToolError("nobody connected") }
        }
    }
}
