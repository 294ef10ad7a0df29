import Foundation
import Synchronization
import TestSupport

/// A server with few connections and TLS, a database that is up to date, and an exporter that watches it.
final class FaultScene: Sendable {
    let project: Project
    let cluster: PostgresCluster
    let database: TestDatabase
    let certificate: CertificateAuthority.Certificate
    let exporter: ServingExporter
    let nft: Tool
    private let authority: CertificateAuthority
    private let held = Mutex<[PsqlSession]>([])

    init() async throws {
        project = try Project(["aaaa1111"])
        cluster = try await PostgresCluster.another("max_connections=8", "superuser_reserved_connections=3")
        database = try await cluster.createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        authority = try await CertificateAuthority()
        certificate = try await authority.issue("server", hosts: ["DNS:localhost"])
        try await cluster.useTLS(certificate)
        nft = try Tool("nft", in: ["/usr/sbin"], package: "nftables")
        let url = database.url().replacing("127.0.0.1", with: "localhost")
        exporter = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--sample-interval", "200ms", "--sample-timeout", "1s"],
            environment: ["DATABASE_URL": url + "?sslmode=verify-full&sslrootcert=\(authority.certificate)"])
        try project.write(
            """
            table inet \(cutName) {
                chain cut {
                    type filter hook input priority 0;
                    tcp dport \(cluster.port) drop
                    tcp sport \(cluster.port) drop
                }
            }

            """, to: "cut")
    }

    var cutName: String { "mx_cut_\(cluster.port)" }
    var cutFile: String { project.directory.file("cut") }

    /// Ends the exporter's session, so that it has to log in again.
    func endSessions() async throws {
        try await cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(database.name)'")
    }

    /// Takes all connections but one, which is the superuser's.
    func fill() async throws {
        for _ in 0..<6 { try await hold("SELECT 1") }
    }

    /// Opens a session of the superuser, and leaves it open.
    func hold(_ sql: String) async throws {
        let session = try database.session()
        try await session.run(sql)
        held.withLock { $0.append(session) }
    }

    func empty() {
        let sessions = held.withLock { held in
            defer { held = [] }
            return held
        }
        for session in sessions { session.close() }
    }
}
