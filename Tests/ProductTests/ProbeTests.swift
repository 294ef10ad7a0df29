import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("The command probe", .timeLimit(.minutes(1)))
struct ProbeTests {
    @Test func `says with its status what the exporter answers, and where it cannot ask`() async throws {
        let demo = try await ServingExporter(["demo", "--step", "1h"])
        try await demo.get("/readyz") { $0.code == 200 }
        let address = "127.0.0.1:\(demo.port)"
        let everywhere = ["--web.listen-address", ":\(demo.port)"]
        for path in [[], ["/readyz"], ["/metrics"]] {
            #expect(try await Exporter.run(["probe"] + path + everywhere).status == 0)
        }
        #expect(try await Exporter.run(["probe"], environment: ["PORT": "\(demo.port)"]).status == 0)

        let bad = try await Exporter.run(["probe", "/health", "--web.listen-address", address])
        #expect(bad.status == 1)
        #expect(bad.errors.hasPrefix(#"migration-exporter: /health answered 503: {"status":"unhealthy""#))

        try demo.send(SIGSTOP)
        let hung = try await Exporter.run(["probe", "--web.listen-address", address, "--timeout", "200ms"])
        try demo.send(SIGCONT)
        #expect(hung.status == 2)
        #expect(hung.errors == "migration-exporter: no exporter answers at \(address) within 200ms.\n")
        let nobody = try await Exporter.run(["probe", "--web.listen-address", "127.0.0.1:1"])
        #expect(nobody.status == 2)
        #expect(nobody.errors == "migration-exporter: no exporter answers at 127.0.0.1:1: Connection refused.\n")
        let nowhere = try await Exporter.run(["probe", "--web.listen-address", "no-such-host.invalid:1"])
        #expect(nowhere.status == 2 && nowhere.errors.hasSuffix("invalid:1: there is no such host.\n"))
        let database = try await PostgresCluster.shared().port
        let other = try await Exporter.run(["probe", "--web.listen-address", "127.0.0.1:\(database)"])
        #expect(other.status == 2)
        #expect(other.errors.contains(": it hung up without an answer. If it serves over TLS, name"), "\(other.errors)")
        for wrong in [["livez"], ["/a b"], ["--timeout", "soon"], ["--web.listen-address", "nowhere"]] {
            #expect(try await Exporter.run(["probe"] + wrong).status == 64, "\(wrong)")
        }
    }

    @Test func `asks over a Unix socket and over TLS, where a password is wanted of others`() async throws {
        let directory = try TemporaryDirectory()
        let openssl = try Tool("openssl", in: [], package: "openssl")
        _ = try await openssl.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=elsewhere",
            "-keyout", directory.file("key.pem"), "-out", directory.file("certificate.pem"),
        ])
        let configuration = """
            tls_server_config: {cert_file: certificate.pem, key_file: key.pem}
            basic_auth_users:
              somebody: $2y$04$K3jGvqXKnFaPaCfvUxMZA.tM6YFISZMpBYs1YfG28V3u6JiVthCEi
            """
        try FilePath(directory.path).write(configuration.utf8, to: "web.yml")
        let socket = directory.file("socket")
        let server = try StartedExporter([
            "demo", "--web.listen-address", "unix:\(socket)", "--web.config.file", directory.file("web.yml"),
        ])
        try await server.logs("msg=listening")
        let arguments = ["--web.listen-address", "unix:\(socket)", "--web.config.file", directory.file("web.yml")]
        let alive = try await Exporter.run(["probe"] + arguments)
        #expect(alive.status == 0, "\(alive.errors)")
        let strange = try await Exporter.run(["probe", "/metrics"] + arguments)
        #expect(strange.status == 1)
        #expect(strange.errors.contains("/metrics answered 401"))
        let plain = try await Exporter.run(["probe", "--web.listen-address", "unix:\(socket)"])
        #expect(plain.status == 2)
        #expect(plain.errors.hasSuffix(" If it serves over TLS, name its --web.config.file.\n"), "\(plain.errors)")
    }
}
