import Foundation
import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

private let request = ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(20))

@Suite("An encrypted session with PostgreSQL", .timeLimit(.minutes(2)))
struct EncryptionTests {
    private func url(_ database: TestDatabase, _ more: String, host: String = "localhost") -> String {
        database.url().replacing("127.0.0.1", with: host) + "?\(more)"
    }

    private func days(until expiry: Timestamp?) throws -> Double {
        let seconds = try Double(#require(expiry).millisecondsSince1970) / 1_000
        return (seconds - Date().timeIntervalSince1970) / 86_400
    }

    private func failure(_ url: String) async throws -> ReadError? {
        switch await result(of: try postgresReader(url), request) {
        case .failure(let error): return error
        case .success:
            Issue.record("it was read: \(url)")
            return nil
        }
    }

    @Test func `libpq's modes, roots and client certificates work, and what is wrong is named`() async throws {
        let cluster = try await PostgresCluster.another()
        let database = try await migrated(cluster)
        let authority = try await CertificateAuthority()
        try await cluster.useTLS(authority.issue("server", hosts: ["DNS:localhost"]), clients: authority.certificate)
        let trusted = "sslmode=verify-full&sslrootcert=\(authority.certificate)"
        let reading = try await postgresReader(url(database, trusted)).read(request)
        let encryption = try #require(reading.encryption)
        #expect(encryption.version == "TLSv1.3" && encryption.cipher.hasPrefix("TLS_"), "\(encryption)")
        #expect(try (89...91).contains(days(until: encryption.certificateExpiry)))
        #expect(try await postgresReader(url(database, "sslmode=disable")).read(request).encryption == nil)
        #expect(try await postgresReader(for: database, as: "postgres").read(request).encryption == nil)

        let other = try await CertificateAuthority().certificate
        let untrusted = try await failure(url(database, "sslmode=verify-ca&sslrootcert=\(other)"))
        #expect(untrusted?.reason == .unreachable && untrusted?.description.contains("certificate") == true)
        let elsewhere = try await failure(url(database, trusted, host: "127.0.0.1"))
        #expect(elsewhere?.reason == .unreachable && elsewhere?.description.contains("host name") == true)

        try await cluster.admit("hostssl all all 127.0.0.1/32 cert")
        let client = try await authority.issue(database.name)
        let certified = "\(trusted)&sslcert=\(client.certificate)&sslkey=\(client.key)"
        #expect(try await postgresReader(url(database, certified)).read(request).versionTable?.rows == [.text("a")])
        let stranger = try await authority.issue("stranger")
        let strange = "\(trusted)&sslcert=\(stranger.certificate)&sslkey=\(stranger.key)"
        #expect(try await failure(url(database, strange))?.reason == .authentication)
        #expect(try await failure(url(database, trusted))?.reason == .authentication)
        try await cluster.stop()
    }

    @Test func `a certificate that was renewed is seen by a session that is not kept for ever`() async throws {
        let cluster = try await PostgresCluster.another()
        let database = try await migrated(cluster)
        let authority = try await CertificateAuthority()
        try await cluster.useTLS(authority.issue("server", hosts: ["DNS:localhost"], days: 20))
        let lasting = try postgresReader(url(database, "sslmode=require"))
        let brief = try postgresReader(url(database, "sslmode=require"), encryptedSessionLife: .zero)
        for reader in [lasting, brief] {
            let encryption = try await reader.read(request).encryption
            #expect(try (19...21).contains(days(until: encryption?.certificateExpiry)))
        }
        try await cluster.useTLS(authority.issue("server", hosts: ["DNS:localhost"], days: 90))
        try await eventually {
            let encryption = try await brief.read(request).encryption
            return try (89...91).contains(days(until: encryption?.certificateExpiry))
        }
        #expect(try await (19...21).contains(days(until: lasting.read(request).encryption?.certificateExpiry)))
        // What the brief one has closed, the server forgets a moment later.
        try await eventually { try await database.connections == 1 }
        try await cluster.stop()
    }
}
