import Foundation
import Synchronization

/// A throw-away PostgreSQL server on 127.0.0.1 and on a Unix socket. Over TCP it asks for a password.
package final class PostgresCluster: Sendable {
    package let port: Int
    package var directory: String { home.path }
    private let home: TemporaryDirectory

    private let settings: [String]
    private let user: ServerUser
    private let tools: Tools
    private let server = Mutex<SupervisedServer?>(nil)

    private struct Tools {
        let initdb: Tool
        let postgres: Tool
        let psql: Tool
    }

    /// One for all tests of a run that neither stop nor freeze it.
    package static func shared() async throws -> PostgresCluster {
        try await onOwnThread { try one.get() }
    }

    /// One that the caller may stop and freeze.
    ///
    /// `settings`: of the server, as `name=value`; they win over those that every cluster has.
    package static func another(_ settings: String...) async throws -> PostgresCluster {
        try await onOwnThread { try PostgresCluster(settings) }
    }

    private static let one = Result { try PostgresCluster([]) }

    private init(_ settings: [String]) throws {
        self.settings = settings
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newestFirst = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
        let places = newestFirst.map { "/usr/lib/postgresql/\($0)/bin" }
        tools = try Tools(
            initdb: Tool("initdb", in: places, package: "postgresql"),
            postgres: Tool("postgres", in: places, package: "postgresql"),
            psql: Tool("psql", in: places, package: "postgresql-client"))
        user = try ServerUser()
        port = try freePort()
        home = try TemporaryDirectory()
        try user.own(directory)
        try tools.initdb.runBlocking(
            ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"], as: user)
        let access = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        try Data(access.utf8).write(to: URL(fileURLWithPath: data + "/pg_hba.conf"))
        try startBlocking()
    }

    deinit {
        stopBlocking()
    }

    private var data: String { directory + "/data" }

    package func start() async throws {
        try await onOwnThread { [self] in try startBlocking() }
    }

    package func stop() async throws {
        // Not through `self`: the other thread would be the one to let go of it, maybe after the process has ended.
        let running = server.withLock { server in
            defer { server = nil }
            return server
        }
        try await onOwnThread { running?.stop() }
    }

    private func startBlocking() throws {
        let settings =
            [
                "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=\(directory)", "fsync=off",
                "max_connections=100", "shared_buffers=16MB", "track_activity_query_size=16384",
            ] + self.settings
        let command = user.prefix + [tools.postgres.path, "-D", data] + settings.flatMap { ["-c", $0] }
        let started = try SupervisedServer(command, log: directory + "/log", signal: "QUIT", remove: directory)
        server.withLock { $0 = started }
        var lastError: (any Error)?
        for _ in 0..<200 {
            do {
                try tools.psql.runBlocking(psql("postgres") + ["-c", "SELECT 1"])
                return
            } catch {
                lastError = error
                usleep(50_000)
            }
        }
        throw ToolError("PostgreSQL does not start: \(lastError.map(String.init(describing:)) ?? "")")
    }

    private func stopBlocking() {
        server.withLock { server in
            server?.stop()
            server = nil
        }
    }

    /// What `psql` prints for it, as the superuser.
    @discardableResult
    package func sql(_ text: String, in database: String = "postgres") async throws -> String {
        try await tools.psql.run(psql(database) + ["-v", "ON_ERROR_STOP=1", "-c", text])
    }

    private func psql(_ database: String) -> [String] {
        ["-XAtq", "-h", directory, "-p", "\(port)", "-U", "postgres", "-d", database]
    }

    /// What `psql` prints for it, at another address.
    package func sql(_ text: String, at url: String) async throws -> String {
        try await tools.psql.run(["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text])
    }

    /// A session of the superuser that stays open until it is dropped.
    package func session(in database: String) throws -> PsqlSession {
        try PsqlSession(tools.psql, psql(database))
    }

    /// A database of its own with a role of its own that may write in it.
    package func createDatabase(encoding: String = "UTF8") async throws -> TestDatabase {
        let name = "t\(UInt32.random(in: .min ... .max))"
        try await sql("CREATE ROLE \(name) LOGIN PASSWORD '\(TestDatabase.password)'")
        try await sql("CREATE DATABASE \(name) OWNER \(name) TEMPLATE template0 ENCODING '\(encoding)' LOCALE 'C'")
        return TestDatabase(cluster: self, name: name)
    }

    /// Lets the server encrypt from the next session on.
    ///
    /// `clients`: the certificate of the authority that signs those of clients.
    package func useTLS(_ certificate: CertificateAuthority.Certificate, clients: String? = nil) async throws {
        let files = [(certificate.certificate, "server.crt"), (certificate.key, "server.key")]
        for (source, name) in files + (clients.map { [($0, "root.crt")] } ?? []) {
            let target = data + "/" + name
            try Data(contentsOf: URL(fileURLWithPath: source)).write(to: URL(fileURLWithPath: target))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
            try user.own(target)
        }
        if clients != nil { try await sql("ALTER SYSTEM SET ssl_ca_file = 'root.crt'") }
        try await sql("ALTER SYSTEM SET ssl = on")
        try await sql("SELECT pg_reload_conf()")
    }

    /// Lets in over TCP whom these lines of `pg_hba.conf` let in.
    package func admit(_ lines: String...) async throws {
        let access = (["local all all trust"] + lines).joined(separator: "\n") + "\n"
        try Data(access.utf8).write(to: URL(fileURLWithPath: data + "/pg_hba.conf"))
        try await sql("SELECT pg_reload_conf()")
    }

    package func send(_ signal: Int32, to process: Int32) {
        kill(process, signal)
    }

    /// Ends all of the server at once and without a word, as a power cut does.
    package func crash() async throws {
        for process in try processes() { kill(process, SIGKILL) }
        try await stop()
    }

    /// Stops every process of the server where it is. Nobody is told: its connections stay.
    package func freeze() throws { for process in try processes() { kill(process, SIGSTOP) } }

    package func thaw() throws { for process in try processes() { kill(process, SIGCONT) } }

    /// Begins again as a standby, which is in recovery until it is promoted.
    package func becomeStandby() async throws {
        try await stop()
        try Data().write(to: URL(fileURLWithPath: data + "/standby.signal"))
        try await start()
    }

    /// The postmaster, and the processes that it started.
    private func processes() throws -> [Int32] {
        let postmaster = try postmaster()
        let all = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
        return [postmaster] + all.filter { parent(of: $0) == postmaster }
    }

    package func postmaster() throws -> Int32 {
        let text = try String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
        guard let pid = text.split(separator: "\n").first.flatMap({ Int32($0) }) else {
            throw ToolError("PostgreSQL does not run")
        }
        return pid
    }
}

/// A database of one test.
package struct TestDatabase: Sendable {
    package static let password = "s3cr3t/p@ss"

    package let cluster: PostgresCluster
    /// Of the database and of the role that owns it.
    package let name: String

    package func url(port: Int? = nil, user: String? = nil) -> String {
        "postgresql://\(user ?? name):s3cr3t%2Fp%40ss@127.0.0.1:\(port ?? cluster.port)/\(name)"
    }

    /// As the superuser.
    @discardableResult
    package func sql(_ text: String) async throws -> String {
        try await cluster.sql(text, in: name)
    }

    package func session() throws -> PsqlSession {
        try cluster.session(in: name)
    }
}
