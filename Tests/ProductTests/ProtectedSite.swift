import Foundation
import TestSupport

/// A server with a web configuration, and `server.pem` and `server.key` beside it.
struct ProtectedSite {
    let server: ServingExporter
    private let directory: TemporaryDirectory
    private let authority: CertificateAuthority
    private let project: Project
    private let openssl: Tool

    init(_ configuration: String, _ flags: String...) async throws {
        directory = try TemporaryDirectory()
        authority = try await CertificateAuthority()
        project = try Project()
        openssl = try Tool("openssl", in: [], package: "openssl")
        try await authority.issue("server", into: directory)
        try configuration.replacing("ca.pem", with: authority.certificate)
            .write(toFile: directory.file("web.yml"), atomically: true, encoding: .utf8)
        server = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--web.config.file", directory.file("web.yml")] + flags,
            environment: ["DATABASE_URL": "sqlite:///\(project.directory.file("none.db"))"],
            scheme: configuration.contains("tls_server_config") ? "https" : "http")
    }

    /// Another certificate for the server.
    func issue() async throws { try await authority.issue("server", into: directory) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: directory.file(name), atomically: true, encoding: .utf8)
    }

    /// The status, or `nil` where there was no answer at all.
    func code(_ path: String, _ options: [String]) async throws -> Int? {
        do { return try await server.get(path, options: options).code } catch is ToolError { return nil }
    }

    /// What makes curl trust the server.
    var trust: [String] { ["--cacert", authority.certificate] }

    /// What makes curl a client with a certificate for these names.
    func client(_ names: [String], of other: CertificateAuthority? = nil) async throws -> [String] {
        let issued = try await (other ?? authority).issue("client", hosts: names)
        return trust + ["--cert", issued.certificate, "--key", issued.key]
    }

    func serialNumber() async throws -> String {
        try await openssl.run(["x509", "-noout", "-serial", "-in", directory.file("server.pem")])
    }

    func serialNumberShown() async throws -> String {
        try await shell("\(connection()) 2>/dev/null | \(openssl.path) x509 -noout -serial")
    }

    /// The version and the suite that is agreed on, as `New, TLSv1.2, Cipher is …`; `nil` where none is.
    func session(_ options: String...) async throws -> String? {
        let lines = try await shell("\(connection(options)) 2>&1 || true").split(separator: "\n")
        return lines.first { $0.hasPrefix("New, ") && !$0.contains("(NONE)") }.map(String.init)
    }

    private func connection(_ options: [String] = []) -> String {
        "\(openssl.path) s_client -connect 127.0.0.1:\(server.port) \(options.joined(separator: " ")) </dev/null"
    }

    private func shell(_ script: String) async throws -> String {
        try await Tool("sh", in: [], package: "dash").run(["-c", script])
    }
}

extension CertificateAuthority {
    /// Puts a certificate for this machine there, as `NAME.pem` and `NAME.key`, the key first.
    func issue(_ name: String, into directory: TemporaryDirectory) async throws {
        let issued = try await issue(name, hosts: ["DNS:localhost", "IP:127.0.0.1"])
        for (from, to) in [(issued.key, "\(name).key"), (issued.certificate, "\(name).pem")] {
            try Data(contentsOf: URL(filePath: from)).write(to: URL(filePath: directory.file(to)), options: .atomic)
        }
    }
}
