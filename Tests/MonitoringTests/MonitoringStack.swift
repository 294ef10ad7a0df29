import Foundation
import Synchronization
import SystemPackage
import TestSupport

/// A real Prometheus, Alertmanager and blackbox exporter around an exporter, on 127.0.0.1 and with times of seconds.
final class MonitoringStack: Sendable {
    let prometheus: PrometheusClient
    private let minute: Minute
    private let directory: TemporaryDirectory
    private let others: [SupervisedServer]
    private let scraper: Mutex<SupervisedServer>

    /// - `exporter`: the port to scrape and to probe.
    /// - `helper`: the port of the test's own server, with the webhook and the metrics in the old text format.
    /// - `minute`: how long each minute of the rules takes.
    init(exporter: Int, helper: Int, minute: Minute) async throws {
        self.minute = minute
        directory = try TemporaryDirectory()
        let (alertmanager, blackbox) = (try freePort(), try freePort())
        prometheus = PrometheusClient(port: try freePort())
        let root = FilePath(directory.path)
        try root.write(
            minute.shortened(String(contentsOfFile: RuleFile.path, encoding: .utf8)).utf8, to: "rules.yml")
        try root.write(Self.alertmanager(webhook: helper).utf8, to: "alertmanager.yml")
        try root.write(
            Self.prometheus(exporter: exporter, helper: helper, alertmanager: alertmanager, blackbox: blackbox).utf8,
            to: "prometheus.yml")
        others = [
            try Self.start(
                "prometheus-alertmanager", in: directory,
                "--config.file=\(directory.file("alertmanager.yml"))", "--storage.path=\(directory.file("am"))",
                "--web.listen-address=127.0.0.1:\(alertmanager)", "--cluster.listen-address="),
            try Self.start(
                "prometheus-blackbox-exporter", in: directory,
                "--config.file=\(RuleFile.directory.appending("blackbox.yml").string)",
                "--web.listen-address=127.0.0.1:\(blackbox)", "--timeout-offset=0.1"),
        ]
        scraper = Mutex(try Self.startPrometheus(in: directory, port: prometheus.port, minute: minute))
        try await waitForTargets()
    }

    func stop() {
        scraper.withLock { $0.stop() }
        for server in others { server.stop() }
    }

    /// Stops Prometheus in good order and starts it again on what it stored. Answers when it was started.
    func restartPrometheus() async throws -> Date {
        try await onOwnThread { [self] in scraper.withLock { $0.stop() } }
        let start = Date()
        let server = try Self.startPrometheus(in: directory, port: prometheus.port, minute: minute)
        scraper.withLock { $0 = server }
        try await waitForTargets()
        return start
    }

    /// On the `prometheus.yml` of this directory.
    static func startPrometheus(
        in directory: TemporaryDirectory, port: Int, minute: Minute
    ) throws -> SupervisedServer {
        try start(
            "prometheus", in: directory,
            "--config.file=\(directory.file("prometheus.yml"))", "--storage.tsdb.path=\(directory.file("tsdb"))",
            "--web.listen-address=127.0.0.1:\(port)",
            // Ten minutes are the default, which the alerts are made for.
            "--rules.alert.for-grace-period=\(minute.written(10))",
            // Alertmanager forgets an alert that it has not been told of four times in a row.
            "--rules.alert.resend-delay=5s")
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

/// A minute of the rules, in milliseconds of a test.
struct Minute: Sendable {
    let milliseconds: Int
    /// How far back the expressions look, in seconds. Prometheus scrapes nothing in the first five of its own.
    var window = 5

    func written(_ minutes: Int) -> String { "\(minutes * milliseconds)ms" }

    /// The rules with waits of such minutes, and nothing else changed.
    func shortened(_ rules: String) -> String {
        rules.replacing(/\b((?:keep_firing_)?for): (\d+)([mh])/) { match in
            "\(match.1): \(written((Int(match.2) ?? 0) * (match.3 == "h" ? 60 : 1)))"
        }
        .replacing("[5m]", with: "[\(window)s]")
    }
}
