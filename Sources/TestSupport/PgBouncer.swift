import Foundation

/// PgBouncer before a cluster, on 127.0.0.1. Every role of it may use its console, the database `pgbouncer`.
package final class PgBouncer: Sendable {
    package let port: Int
    private let server: SupervisedServer

    package init(before cluster: PostgresCluster, roles: [String], mode: String = "transaction") async throws {
        let tool = try Tool("pgbouncer", in: ["/usr/sbin"], package: "pgbouncer")
        let user = try ServerUser()
        port = try freePort()
        let directory = cluster.directory + "/bouncer-\(port)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let configuration = """
            [databases]
            * = host=127.0.0.1 port=\(cluster.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = \(directory)/users
            pool_mode = \(mode)
            admin_users = \(roles.joined(separator: ","))
            default_pool_size = 2
            """
        let users = roles.map { "\"\($0)\" \"\(TestDatabase.password)\"" }.joined(separator: "\n")
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: directory + "/ini"))
        try Data(users.utf8).write(to: URL(fileURLWithPath: directory + "/users"))
        for path in [directory, directory + "/ini", directory + "/users"] { try user.own(path) }
        server = try SupervisedServer(
            user.prefix + [tool.path, directory + "/ini"], log: directory + "/log", signal: "TERM")
        try await onOwnThread { [port] in try waitUntilListening(port: port, name: "PgBouncer") }
    }

    deinit { server.stop() }

    package func stop() async throws { try await onOwnThread { [server] in server.stop() } }
}

/// Returns when somebody accepts connections there.
private func waitUntilListening(port: Int, name: String) throws {
    for _ in 0..<200 {
        if isListening(port: port) { return }
        usleep(25_000)
    }
    throw ToolError("\(name) does not start")
}
