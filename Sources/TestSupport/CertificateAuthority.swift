import Foundation

/// Certificates that the test makes itself, all of one authority. Its files go with the last user.
package final class CertificateAuthority: Sendable {
    package struct Certificate: Sendable {
        package let certificate: String
        package let key: String
        /// Holds the files as long as somebody may use them.
        fileprivate let directory: TemporaryDirectory
    }

    private let directory: TemporaryDirectory
    private let openssl: Tool

    /// The authority's own certificate: what a client has to trust.
    package var certificate: String { directory.file("ca.pem") }

    package init() async throws {
        directory = try TemporaryDirectory()
        openssl = try Tool("openssl", in: [], package: "openssl")
        try await openssl.run(
            ["req", "-x509", "-days", "3650", "-subj", "/CN=authority of a test", "-out", certificate]
                + newKey(directory.file("ca.key")))
    }

    /// Signs a new key.
    ///
    /// - `name`: the common name; a role, where it is a client's.
    /// - `hosts`: as `DNS:localhost` or `IP:127.0.0.1`.
    package func issue(_ name: String, hosts: [String] = [], days: Int = 90) async throws -> Certificate {
        let stem = directory.file("\(UUID())")
        let alternatives = hosts.isEmpty ? "" : "subjectAltName=\(hosts.joined(separator: ","))\n"
        try "basicConstraints=CA:FALSE\n\(alternatives)".write(toFile: stem + ".ext", atomically: true, encoding: .utf8)
        try await openssl.run(["req", "-subj", "/CN=\(name)", "-out", stem + ".csr"] + newKey(stem + ".key"))
        try await openssl.run([
            "x509", "-req", "-in", stem + ".csr", "-CA", certificate, "-CAkey", directory.file("ca.key"),
            "-CAcreateserial", "-days", "\(days)", "-extfile", stem + ".ext", "-out", stem + ".pem",
        ])
        return Certificate(certificate: stem + ".pem", key: stem + ".key", directory: directory)
    }

    private func newKey(_ path: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path]
    }
}
