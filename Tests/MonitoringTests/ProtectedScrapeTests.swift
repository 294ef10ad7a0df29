import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Prometheus and an exporter that wants credentials", .timeLimit(.minutes(2)))
struct ProtectedScrapeTests {
    /// Jobs that all show a certificate, and either the password, a wrong one, or none.
    private static func prometheus(_ exporter: Int, _ tls: String) -> String {
        """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms}
        scrape_configs:
          - job_name: known
            scheme: https
            tls_config: \(tls)
            basic_auth: {username: prometheus, password: "U*U"}
            static_configs: [{targets: ["127.0.0.1:\(exporter)"]}]
          - job_name: mistaken
            scheme: https
            tls_config: \(tls)
            basic_auth: {username: prometheus, password: "U*u"}
            static_configs: [{targets: ["127.0.0.1:\(exporter)"]}]
          - job_name: stranger
            scheme: https
            tls_config: \(tls)
            static_configs: [{targets: ["127.0.0.1:\(exporter)"]}]
        """
    }

    @Test func `scrapes over TLS with a certificate and a password, and without the right one gets nothing`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let root = FilePath(directory.path)
        let authority = try await CertificateAuthority()
        let server = try await authority.issue("exporter", hosts: ["IP:127.0.0.1"])
        let client = try await authority.issue("prometheus", hosts: ["DNS:prometheus.example.com"])
        try root.write(
            """
            tls_server_config:
              cert_file: \(server.certificate)
              key_file: \(server.key)
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: \(authority.certificate)
              client_allowed_sans: [prometheus.example.com]
            basic_auth_users:
              prometheus: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW
            """.utf8, to: "web.yml")
        let orders = try await Orders()
        let exporter = try await ServingExporter(
            ["serve", "--config.file", orders.configuration(), "--web.config.file", directory.file("web.yml")],
            scheme: "https")
        let tls = "{ca_file: \(authority.certificate), cert_file: \(client.certificate), key_file: \(client.key)}"
        try root.write(Self.prometheus(exporter.port, tls).utf8, to: "prometheus.yml")
        let prometheus = PrometheusClient(port: try freePort())
        let scraper = try MonitoringStack.startPrometheus(
            in: directory, port: prometheus.port, minute: Minute(milliseconds: 200))
        defer { scraper.stop() }

        var found: [String: Double] = [:]
        for _ in 0..<200 {
            let series = (try? await prometheus.query("up")) ?? []
            found = Dictionary(series.map { ($0.metric["job"] ?? "", $0.number ?? -1) }) { first, _ in first }
            if found.count == 3, found["known"] == 1 { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(found == ["known": 1, "mistaken": 0, "stranger": 0], "\(exporter.log)")
        try await prometheus.expects(#"migration_pending_revisions{job="known", database="orders"} == 1"#)
        #expect(try await prometheus.query(#"{__name__=~"migration_.+", job!="known"}"#).isEmpty)
    }
}
