import Foundation
import TestSupport
import Testing

@Suite("Access to the server", .timeLimit(.minutes(3)))
struct AccessTests {
    /// Of the password `U*U`.
    static let hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    static let alice = ["-u", "alice:U*U"]

    static let tls = """
        tls_server_config:
          cert_file: server.pem
          key_file: server.key
        """

    @Test func `the file of another exporter works as it is`() async throws {
        let site = try await ProtectedSite(
            """
            \(Self.tls)
              client_auth_type: NoClientCert
              min_version: TLS12
              max_version: TLS13
              prefer_server_cipher_suites: true
              cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
              curve_preferences: [CurveP256]
            http_server_config:
              http2: true
              headers:
                Strict-Transport-Security: max-age=31536000
                X-Frame-Options: deny
                Content-Security-Policy: default-src 'none'
            basic_auth_users:
              alice: \(Self.hash)
            rate_limit:
              interval: 1ms
              burst: 1000
            """)
        for (option, version) in [("--http1.1", "HTTP/1.1 "), ("--http2", "HTTP/2 ")] {
            let stranger = try await site.server.get("/metrics", options: site.trust + [option, "-i"])
            #expect(stranger.body.hasPrefix("\(version)401"), "\(stranger.body)")
            let known = try await site.server.get("/", options: site.trust + Self.alice + [option, "-i"])
            #expect(known.body.hasPrefix("\(version)200"), "\(known.body)")
            let lines = Set(known.body.lowercased().split(whereSeparator: \.isNewline))
            for header in [
                "strict-transport-security: max-age=31536000", "x-frame-options: deny",
                "x-content-type-options: nosniff",
                "content-security-policy: default-src 'none'",
            ] {
                #expect(lines.contains(header[...]), "\(header)")
            }
            #expect(known.body.lowercased().components(separatedBy: "content-security-policy").count == 2)
            let probe = try await site.server.get("/health", options: site.trust + [option])
            #expect(probe.code == 503)
            #expect(probe.body.contains(#"{"status":"unhealthy","services":"#), "\(probe.body)")
        }
        #expect(try await site.code("/livez", ["--cacert", "/etc/ssl/certs/ca-certificates.crt"]) == nil)
        let curl = try Tool("curl", in: [], package: "curl")
        await #expect(throws: ToolError.self) {
            try await curl.run(["-sS", "http://127.0.0.1:\(site.server.port)/livez"])
        }
        #expect(try await site.server.get("/livez", options: site.trust).code == 200)
        #expect(!site.server.log.contains("error"), "\(site.server.log)")
    }

    @Test func `versions and suites are those of the file`() async throws {
        let site = try await ProtectedSite(
            """
            \(Self.tls)
              max_version: TLS12
              cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]
            http_server_config: {http2: false}
            """)
        let session = try await site.session()
        #expect(session == "New, TLSv1.2, Cipher is ECDHE-ECDSA-AES256-GCM-SHA384")
        #expect(try await site.session("-tls1_3") == nil)
        #expect(try await site.session("-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256") == nil)
        let answer = try await site.server.get("/livez", options: site.trust + ["--http2", "-i"])
        #expect(answer.body.hasPrefix("HTTP/1.1 200"))
    }

    @Test(arguments: [("min_version: TLS10", 0), ("", 2), ("min_version: TLS13", 3)])
    func `no client speaks an older version than the file allows, and without a word none below 1.2`(
        line: String, oldest: Int
    ) async throws {
        let site = try await ProtectedSite("\(Self.tls)\n  \(line)\n")
        for minor in 0...3 {
            let version = ["--tlsv1.\(minor)", "--tls-max", "1.\(minor)", "--ciphers", "DEFAULT@SECLEVEL=0"]
            #expect((try await site.code("/health", site.trust + version) != nil) == (minor >= oldest), "1.\(minor)")
        }
    }

    /// Whether a client gets in without a certificate, with one of the authority, with one of another authority, and
    /// with one whose names are not wanted.
    @Test(arguments: [
        ("NoClientCert", "", [true, true, true, true]),
        ("RequestClientCert", "", [true, true, true, true]),
        ("RequireAnyClientCert", "", [false, true, true, true]),
        ("RequireAnyClientCert", "client_allowed_sans: [prometheus.example.com]", [false, true, true, false]),
        ("VerifyClientCertIfGiven", "client_ca_file: ca.pem", [true, true, false, true]),
        ("RequireAndVerifyClientCert", "client_ca_file: ca.pem", [false, true, false, true]),
        (
            "RequireAndVerifyClientCert", "client_ca_file: ca.pem, client_allowed_sans: [prometheus.example.com]",
            [false, true, false, false]
        ),
        (
            "RequireAndVerifyClientCert", "client_ca_file: ca.pem, client_allowed_sans: [10.0.0.7, 'spiffe://x/y']",
            [false, true, false, true]
        ),
    ])
    func `client certificates`(kind: String, more: String, welcome: [Bool]) async throws {
        let site = try await ProtectedSite(
            "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: \(kind)"
                + "\(more.isEmpty ? "" : ", \(more)")}")
        let scraper = try await site.client(["DNS:prometheus.example.com", "IP:10.0.0.7"])
        let other = try await site.client(["DNS:other.example.com", "URI:spiffe://x/y"])
        let elsewhere = try await CertificateAuthority()
        let stranger = try await site.client(["DNS:prometheus.example.com"], of: elsewhere)
        for version in [["--tls-max", "1.2"], ["--tlsv1.3"]] {
            var found: [Bool] = []
            for client in [site.trust, scraper, stranger, other] {
                found.append(try await site.code("/livez", client + version) == 200)
            }
            #expect(found == welcome, "\(version)")
        }
        withExtendedLifetime(elsewhere) {}
    }

    @Test func `a new certificate counts from the next connection on, and a broken one never`() async throws {
        let site = try await ProtectedSite("\(Self.tls)\nbasic_auth_users: {alice: \(Self.hash)}\n")
        let first = try await site.serialNumberShown()
        #expect(try await first == site.serialNumber())

        try await site.issue()
        let renewed = try await site.serialNumber()
        #expect(renewed != first)
        try await eventually { try await site.serialNumberShown() == renewed }

        try site.write("-----BEGIN CERTIFICATE-----\nno", to: "server.pem")
        try await eventually { site.server.log.contains("access configuration not taken") }
        #expect(site.server.log.contains("there is no certificate in it"), "\(site.server.log)")
        let inForce = "\nmigration_exporter_config_reload_success"
        func metrics(_ user: [String]) async throws -> String {
            try await site.server.get("/metrics", options: site.trust + user).body
        }
        #expect(try await metrics(Self.alice).contains("\(inForce) 0\n"))
        #expect(try await site.serialNumberShown() == renewed)

        try site.write("", to: "web.yml")
        try await eventually { site.server.log.contains("has no basic_auth_users any more") }
        #expect(try await site.code("/metrics", site.trust) == 401)

        try await site.issue()
        try site.write("\(Self.tls)\nbasic_auth_users: {bob: \(Self.hash)}\n", to: "web.yml")
        try await eventually { try await site.code("/metrics", site.trust + ["-u", "bob:U*U"]) == 200 }
        try await eventually { try await metrics(["-u", "bob:U*U"]).contains("\(inForce) 1\n") }
        #expect(try await site.code("/metrics", site.trust + Self.alice) == 401)
        #expect(!site.server.log.contains("CCCCCCCCCC") && !site.server.log.contains("U*U"))
    }

    @Test func `a broken file hinders no reload, and once it is mended nothing is wrong any more`() async throws {
        let site = try await ProtectedSite("http_server_config: {http2: false}\n", "--web.enable-lifecycle")
        let success = "\nmigration_exporter_config_reload_success"
        try site.write("nonsense: true\n", to: "web.yml")
        #expect(try await site.server.get("/metrics") { $0.body.contains("\(success) 0\n") }.code == 200)
        #expect(try await site.server.get("/-/reload", "-X", "POST").code == 200)
        #expect(try await site.server.get("/metrics").body.contains("\(success) 0\n"))
        try site.write("http_server_config: {http2: true}\n", to: "web.yml")
        let mended = try await site.server.get("/metrics") { $0.body.contains("\(success) 1\n") }
        #expect(mended.body.contains("\(success) 1\n"))
    }

    @Test func `runs keep their own token`() async throws {
        let tokens = try TemporaryDirectory()
        try "deployer 0123456789abcdef0123\n".write(toFile: tokens.file("t"), atomically: true, encoding: .utf8)
        let site = try await ProtectedSite(
            "basic_auth_users: {alice: \(Self.hash)}", "--run.enabled", "--run.any-environment", "--run.token-file",
            tokens.file("t"))
        let bearer = ["-H", "Authorization: Bearer 0123456789abcdef0123"]
        let order = ["-X", "POST", "-H", "Content-Type: application/json", "-d", #"{"nonsense": 1}"#]
        #expect(try await site.code("/api/migrations/run", order + bearer) == 400)
        #expect(try await site.code("/api/migrations/run", order + Self.alice) == 401)
        #expect(try await site.code("/api/migrations/run", order) == 401)
        #expect(try await site.code("/api/migrations/runs/1", bearer) == 404)
        #expect(try await site.code("/api/migrations/runs/1", Self.alice) == 401)
        #expect(try await site.code("/metrics", bearer) == 401)
        #expect(try await site.code("/metrics", Self.alice) == 200)
    }

    @Test func `listens on several addresses and on a socket in the file system`() async throws {
        let (first, second) = (try freePort(), try freePort())
        let directory = try TemporaryDirectory()
        let socket = directory.file("socket")
        let project = try Project()
        let arguments = ["serve", "--scripts", project.scripts, "--web.listen-address"]
        let environment = ["DATABASE_URL": "sqlite:///none.db"]
        let server = try await ServingExporter(
            arguments + [
                "127.0.0.1:\(first)", "--web.listen-address", "127.0.0.1:\(second)", "--web.listen-address",
                "unix:\(socket)",
            ],
            environment: environment)
        #expect(server.log.contains("address=unix:\(socket)"))
        let curl = try Tool("curl", in: [], package: "curl")
        for port in [first, second] { #expect(try await curl.run(["-sSf", "http://127.0.0.1:\(port)/livez"]) == "OK") }
        #expect(try await server.get("/livez", "--unix-socket", socket).code == 200)

        let other = try await Exporter.run(arguments + ["unix:\(socket)"], environment: environment)
        #expect(other.status == 1)
        #expect(other.errors.contains("Cannot listen on unix:\(socket): somebody else does."), "\(other.errors)")
        let half = try await Exporter.run(
            arguments + ["127.0.0.1:0", "--web.listen-address", "127.0.0.1:\(first)"], environment: environment)
        #expect(half.status == 1)
        #expect(half.errors.contains("Cannot listen on 127.0.0.1:\(first): the port is in use."), "\(half.errors)")
        try "notes".write(toFile: directory.file("notes"), atomically: true, encoding: .utf8)
        let file = try await Exporter.run(arguments + ["unix:\(directory.file("notes"))"], environment: environment)
        #expect(file.errors.contains("/notes: a file is there that is no socket. Remove it"), "\(file.errors)")
        #expect(try String(contentsOfFile: directory.file("notes"), encoding: .utf8) == "notes")
        let nowhere = try await Exporter.run(arguments + ["no.such.host.invalid:1"], environment: environment)
        #expect(nowhere.errors.contains("there is no such host"), "\(nowhere.errors)")

        try server.send(SIGTERM)
        #expect(try await server.exitStatus() == 0)
        #expect(!FileManager.default.fileExists(atPath: socket))
    }

    @Test func `takes over a socket that nobody answers at any more`() async throws {
        let directory = try TemporaryDirectory()
        let socket = directory.file("socket")
        let project = try Project()
        let arguments = [
            "serve", "--scripts", project.scripts, "--web.listen-address", "127.0.0.1:0", "--web.listen-address",
            "unix:\(socket)",
        ]
        let first = try await ServingExporter(arguments, environment: ["DATABASE_URL": "sqlite:///none.db"])
        try first.send(SIGKILL)
        _ = try await first.exitStatus()
        #expect(FileManager.default.fileExists(atPath: socket))
        let second = try await ServingExporter(arguments, environment: ["DATABASE_URL": "sqlite:///none.db"])
        #expect(try await second.get("/livez", "--unix-socket", socket).code == 200)
    }

    @Test func `leaves a Unix socket alone that systemd handed over`() async throws {
        let activate = try Tool("systemd-socket-activate", in: [], package: "systemd")
        let directory = try TemporaryDirectory()
        let socket = directory.file("socket")
        let project = try Project()
        let server = try SupervisedServer(
            [
                activate.path, "-l", socket, "-E", "DATABASE_URL=sqlite:///none.db", try Exporter.path, "serve",
                "--web.systemd-socket", "--scripts", project.scripts,
            ], log: directory.file("log"), signal: "TERM")
        let curl = try Tool("curl", in: [], package: "curl")
        #expect(
            try await curl.run([
                "-sSf", "--retry", "20", "--retry-delay", "1", "--retry-all-errors", "--unix-socket", socket,
                "http://localhost/livez",
            ]) == "OK")
        try await onOwnThread { server.stop() }
        let log = try String(contentsOfFile: directory.file("log"), encoding: .utf8)
        #expect(log.contains("address=unix:\(socket)") && log.contains("msg=stopped"), "\(log)")
        #expect(FileManager.default.fileExists(atPath: socket))
    }

    @Test func `listens on the sockets that systemd hands over`() async throws {
        let activate = try Tool("systemd-socket-activate", in: [], package: "systemd")
        let (first, second) = (try freePort(), try freePort())
        let directory = try TemporaryDirectory()
        let project = try Project()
        let server = try SupervisedServer(
            [
                activate.path, "-l", "127.0.0.1:\(first)", "-l", "127.0.0.1:\(second)", "-E",
                "DATABASE_URL=sqlite:///none.db",
                try Exporter.path, "serve", "--web.systemd-socket", "--scripts", project.scripts,
            ], log: directory.file("log"), signal: "TERM")
        let curl = try Tool("curl", in: [], package: "curl")
        let patient = ["-sSf", "--retry", "20", "--retry-delay", "1", "--retry-connrefused"]
        for port in [first, second] {
            #expect(try await curl.run(patient + ["http://127.0.0.1:\(port)/livez"]) == "OK")
        }
        let log = try String(contentsOfFile: directory.file("log"), encoding: .utf8)
        #expect(log.contains("address=127.0.0.1:\(first)") && log.contains("address=127.0.0.1:\(second)"), "\(log)")
        try await onOwnThread { server.stop() }
        let alone = try await Exporter.run(
            ["serve", "--web.systemd-socket", "--scripts", project.scripts],
            environment: ["DATABASE_URL": "sqlite:///none.db"])
        #expect(alone.status == 64)
        #expect(alone.errors.contains("systemd handed no socket over"), "\(alone.errors)")
    }

    @Test(arguments: [
        (
            "tls_server_config: {cert_file: server.pem, key_file: other.key}",
            "the key does not belong to the certificate"
        ),
        (
            "tls_server_config: {cert_file: server.key, key_file: server.key}",
            "server.key: there is no certificate in it."
        ),
        (
            "tls_server_config: {cert_file: server.pem, key_file: server.pem}",
            "server.pem: there is no private key in it"
        ),
        (
            "tls_server_config: {cert_file: server.pem, key_file: server.key, client_auth_type: RequestClientCert, "
                + "client_ca_file: server.key}", "there is no certificate of a client CA in it"
        ),
        ("basic_auth_users:\n  alice: U*U\n", "web.yml:2: the password of 'alice' is not hashed by bcrypt."),
    ])
    func `config check says what is wrong with the file and those that it names`(text: String, problem: String)
        async throws
    {
        let (directory, authority) = (try TemporaryDirectory(), try await CertificateAuthority())
        for name in ["server", "other"] { try await authority.issue(name, into: directory) }
        try text.write(toFile: directory.file("web.yml"), atomically: true, encoding: .utf8)
        let project = try Project()
        let result = try await Exporter.run(
            ["config", "check", "--scripts", project.scripts, "--web.config.file", directory.file("web.yml")],
            environment: ["DATABASE_URL": "sqlite:///none.db"])
        #expect(result.status == 64)
        #expect(result.errors.contains(problem), "\(result.errors)")
        #expect(!result.errors.contains("U*U"))
    }

    private func eventually(_ holds: () async throws -> Bool) async throws {
        for _ in 0..<400 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it never came to that")
    }
}
