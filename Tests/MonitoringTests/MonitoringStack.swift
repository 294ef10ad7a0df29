import Foundation
import SystemPackage
import TestSupport

/// A real Prometheus, Alertmanager and blackbox exporter around an exporter, on 127.0.0.1 and with times of seconds.
struct MonitoringStack {
    let prometheus: PrometheusClient
    private let directory: TemporaryDirectory
    private let servers: [SupervisedServer]

    /// - `exporter`: the port to scrape and to probe.
    /// - `helper`: the port of the test's own server, with the webhook and the metrics in the old text format.
    init(exporter: Int, helper: Int) async throws {
        directory = try TemporaryDirectory()
        let (alertmanager, blackbox) = (try freePort(), try freePort())
        prometheus = PrometheusClient(port: try freePort())
        let root = FilePath(directory.path)
        try root.write(Self.shortened(String(contentsOfFile: RuleFile.path, encoding: .utf8)).utf8, to: "rules.yml")
        try root.write(Self.alertmanager(webhook: helper).utf8, to: "alertmanager.yml")
        try root.write(
            Self.prometheus(exporter: exporter, helper: helper, alertmanager: alertmanager, blackbox: blackbox).utf8,
            to: "prometheus.yml")
        servers = [
            try Self.start(
                "prometheus-alertmanager", in: directory,
                "--config.file=\(directory.file("alertmanager.yml"))", "--storage.path=\(directory.file("am"))",
                "--web.listen-address=127.0.0.1:\(alertmanager)", "--cluster.listen-address="),
            try Self.start(
                "prometheus-blackbox-exporter", in: directory,
                "--config.file=\(RuleFile.directory.appending("blackbox.yml").string)",
                "--web.listen-address=127.0.0.1:\(blackbox)", "--timeout-offset=0.1"),
            try Self.start(
                "prometheus", in: directory,
                "--config.file=\(directory.file("prometheus.yml"))", "--storage.tsdb.path=\(directory.file("tsdb"))",
                "--web.listen-address=127.0.0.1:\(prometheus.port)", "--rules.alert.resend-delay=500ms"),
        ]
        try await waitForTargets()
    }

    func stop() {
        for server in servers { server.stop() }
    }

    private static func start(
        _ name: String, in directory: TemporaryDirectory, _ arguments: String...
    ) throws -> SupervisedServer {
        let tool = try Tool(name, in: [], package: name)
        return try SupervisedServer([tool.path] + arguments, log: directory.file("\(name).log"), signal: "TERM")
    }

    /// Returns once every target has been scraped.
    private func waitForTargets() async throws {
        let end = Date(timeIntervalSinceNow: 20)
        while Date() < end {
            if let up = try? await prometheus.query("count(up == 1)"), up.first?.number == 3 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        let log = try? String(contentsOfFile: directory.file("prometheus.log"), encoding: .utf8)
        throw ToolError("Prometheus does not scrape its three targets: \(log ?? "it has no log")")
    }

    /// The rules with waits of seconds in place of minutes, and nothing else changed.
    static func shortened(_ rules: String) -> String {
        rules.replacing(/\bfor: \w+/, with: "for: 2s").replacing(/keep_firing_for: \w+/, with: "keep_firing_for: 1s")
            .replacing("[5m]", with: "[5s]")
    }

    private static func alertmanager(webhook: Int) -> String {
        """
        route: {receiver: test, group_by: [alertname, severity], group_wait: 100ms, group_interval: 500ms}
        receivers:
          - name: test
            webhook_configs: [{url: "http://127.0.0.1:\(webhook)/alerts", send_resolved: true}]
        """
    }

    private static func prometheus(exporter: Int, helper: Int, alertmanager: Int, blackbox: Int) -> String {
        """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
        rule_files: [rules.yml]
        alerting:
          alertmanagers: [{static_configs: [{targets: ["127.0.0.1:\(alertmanager)"]}]}]
        scrape_configs:
          - job_name: migrations
            static_configs: [{targets: ["127.0.0.1:\(exporter)"]}]
          - job_name: text-format
            static_configs: [{targets: ["127.0.0.1:\(helper)"]}]
          - job_name: health
            metrics_path: /probe
            params: {module: [migration_health], target: ["http://127.0.0.1:\(exporter)/health"]}
            static_configs: [{targets: ["127.0.0.1:\(blackbox)"]}]
        """
    }
}
