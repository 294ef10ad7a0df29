import DatabaseAddress
import Foundation
import Settings
import Testing

/// The file of `--web.config.file`, in the format of Prometheus's exporter-toolkit.
@Suite("The web configuration")
struct WebConfigurationTests {
    private func read(_ text: String) throws -> WebConfiguration {
        let file = try TemporaryFile(text)
        return try WebConfiguration(path: file.path)
    }

    private func problems(_ text: String) throws -> [String] {
        let file = try TemporaryFile(text)
        do {
            _ = try WebConfiguration(path: file.path)
            return []
        } catch {
            return error.problems.map { $0.replacing(file.path, with: "web.yml") }
        }
    }

    @Test func `a file with every key`() throws {
        let certificate = try TemporaryFile("the certificate")
        let found = try read(
            """
            tls_server_config:
              cert_file: \(certificate.path.split(separator: "/").last ?? "")
              key: "the key"
              client_auth_type: RequireAndVerifyClientCert
              client_ca: "the authority"
              client_allowed_sans: [prometheus.example.com, 10.0.0.7]
              min_version: TLS12
              max_version: TLS13
              cipher_suites:
                - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
                - TLS_AES_128_GCM_SHA256
              prefer_server_cipher_suites: true
              curve_preferences: [X25519, CurveP256]
            http_server_config:
              http2: false
              headers:
                Content-Security-Policy: default-src 'self'
                X-Frame-Options: deny
                X-Content-Type-Options: nosniff
                X-XSS-Protection: "1"
                Strict-Transport-Security: max-age=31536000
            basic_auth_users:
              alice: $2y$10$aaaaaaaaaaaaaaaaaaaaaa
              bob: $2y$10$bbbbbbbbbbbbbbbbbbbbbb
            rate_limit:
              interval: 1m0.5s
              burst: 20
            """)
        let tls = try #require(found.tls)
        #expect(tls.certificates.text == Secret("the certificate"))
        #expect(tls.certificates.place == certificate.path)
        #expect(tls.key.text == Secret("the key"))
        #expect(tls.clientAuthorities?.text == Secret("the authority"))
        #expect(tls.clientAuthentication == .requiredAndVerified)
        #expect(tls.allowedNames == ["prometheus.example.com", "10.0.0.7"])
        #expect(tls.minimum == .tls12)
        #expect(tls.maximum == .tls13)
        #expect(tls.cipherSuites == [0xC02B])
        #expect(tls.curves == [0x1D, 0x17])
        #expect(!found.isHTTP2)
        #expect(
            found.headers.map(\.name) == [
                "Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "X-XSS-Protection",
                "Strict-Transport-Security",
            ])
        #expect(found.users.map(\.name) == ["alice", "bob"])
        #expect(found.rateLimit?.interval == .milliseconds(60_500))
        #expect(found.rateLimit?.burst == 20)
        #expect(found.files.count == 2)
    }

    @Test(arguments: [
        "", "# nothing yet\n", "basic_auth_users:\ntls_server_config:\nrate_limit:\nhttp_server_config:\n",
    ])
    func `a file that asks for nothing is plain HTTP for everybody`(text: String) throws {
        let found = try read(text)
        #expect(found.tls == nil)
        #expect(found.isHTTP2)
        #expect(found.users.isEmpty)
        #expect(found.headers.isEmpty)
        #expect(found.rateLimit == nil)
    }

    @Test func `only suites of TLS 1.3 are TLS 1.3`() throws {
        let found = try read("tls_server_config: {cert: c, key: k, cipher_suites: [TLS_AES_256_GCM_SHA384]}")
        #expect(found.tls?.minimum == .tls13)
        #expect(found.tls?.cipherSuites == nil)
    }

    @Test func `an interval of 0 is no limit`() throws {
        #expect(try read("rate_limit: {interval: 0, burst: 0}").rateLimit == nil)
    }

    @Test(arguments: [
        ("tls_sever_config: {}", "web.yml:1: unknown key 'tls_sever_config' in the file. Is tls_server_config meant?"),
        (
            "tls_server_config:\n  cert: c\n  key: k\n  ca: x\n",
            "web.yml:4: unknown key 'ca' in tls_server_config. Known there: cert_file, key_file, cert, key, "
                + "client_auth_type, client_ca_file, client_ca, client_allowed_sans, min_version, max_version, "
                + "cipher_suites, prefer_server_cipher_suites, curve_preferences."
        ),
        ("tls_server_config: {cert: c}", "web.yml:1: tls_server_config needs the certificate's key: key_file or key."),
        ("tls_server_config: {key: k}", "web.yml:1: tls_server_config needs a certificate: cert_file or cert."),
        (
            "tls_server_config: {cert: c, key_file: /nowhere/key}",
            "web.yml:1: /nowhere/key cannot be read: there is no such file. Correct the name."
        ),
        (
            "tls_server_config: {cert: c, key: k, client_auth_type: Always}",
            "web.yml:1: client_auth_type is 'Always'; it must be one of NoClientCert, RequestClientCert, "
                + "RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert."
        ),
        (
            "tls_server_config: {cert: c, key: k, client_ca: a}",
            "web.yml:1: there is a client CA, and client_auth_type asks for no certificate."
        ),
        (
            "tls_server_config: {cert: c, key: k, client_auth_type: RequestClientCert, client_allowed_sans: [a]}",
            "web.yml:1: client_allowed_sans needs a client_auth_type that wants a certificate: RequireAnyClientCert or "
                + "RequireAndVerifyClientCert."
        ),
        (
            "tls_server_config: {cert: c, key: k, min_version: '1.2'}",
            "web.yml:1: min_version is '1.2'; it must be one of TLS10, TLS11, TLS12, TLS13."
        ),
        (
            "tls_server_config: {cert: c, key: k, max_version: TLS11}",
            "web.yml:1: max_version is TLS11, which is below TLS12, the least that is asked for."
        ),
        (
            "tls_server_config: {cert: c, key: k, curve_preferences: [P256]}",
            "web.yml:1: there is no curve 'P256'. Known are: CurveP256, CurveP384, CurveP521, X25519, X25519MLKEM768."
        ),
        (
            "http_server_config:\n  headers:\n    X-Frame-Options: maybe\n",
            "web.yml:3: X-Frame-Options is 'maybe'; it must be one of deny, sameorigin."
        ),
        (
            "http_server_config:\n  headers: {Server: mine}\n",
            "web.yml:2: unknown key 'Server' in headers. Known there: Content-Security-Policy, X-Frame-Options, "
                + "X-Content-Type-Options, X-XSS-Protection, Strict-Transport-Security."
        ),
        ("http_server_config: {http2: perhaps}", "web.yml:1: http2 is 'perhaps'; it must be true or false."),
        ("basic_auth_users:\n  alice:\n", "web.yml:2: 'alice' has no password. Make one with `htpasswd -nB alice`."),
        (
            "basic_auth_users: [alice]",
            "web.yml:1: basic_auth_users must be a mapping of names to passwords that bcrypt hashed."
        ),
        (
            "rate_limit: {interval: soon, burst: 1}",
            "web.yml:1: interval is 'soon'; it must be a duration such as 500ms, 1s or 1m30s, or 0 for no limit."
        ),
        (
            "rate_limit: {interval: 1s}",
            "web.yml:1: burst is '0'; it must be a number above 0, or nothing gets through."
        ),
        ("a: [", "web.yml is no valid YAML: line 2: did not find expected node content"),
    ])
    func `a wrong file is named with the line`(text: String, problem: String) throws {
        #expect(try problems(text) == [problem])
    }

    @Test func `every problem is said at once`() throws {
        #expect(try problems("a: 1\nb: 2\nrate_limit: {interval: x}\n").count == 3)
    }

    @Test func `what keeps callers out is not dropped while it runs`() throws {
        let full = try read("tls_server_config: {cert: c, key: k}\nbasic_auth_users: {alice: x}\n")
        let emptied = try read("")
        let error = #expect(throws: SettingsError.self) { try emptied.checkReplacing(full) }
        #expect(error?.problems.count == 2)
        #expect(throws: Never.self) { try full.checkReplacing(emptied) }
        #expect(throws: Never.self) { try full.checkReplacing(full) }
    }
}
