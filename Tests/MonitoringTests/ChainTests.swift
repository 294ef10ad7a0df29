import Foundation
import Hummingbird
import TestSupport
import Testing

/// A real database, the exporter, Prometheus, Alertmanager, a webhook, and blackbox exporter beside them.
@Suite("The whole chain", .timeLimit(.minutes(3)))
struct ChainTests {
    @Test func `somebody is told of a pending revision and of a dropped table, and when each is over`() async throws {
        let orders = try await Orders()
        try await withStack(around: orders) { exporter, stack, inbox in
            let prometheus = stack.prometheus

            try await prometheus.expects(#"probe_success{job="health"} == 0"#)
            let behind = try await inbox.waits(for: "MigrationBehind", .firing, severity: "warning")
            #expect(behind.labels["database"] == "orders")
            #expect(
                behind.annotations["description"]
                    == "orders (127.0.0.1:\(exporter.port)) has been behind for 15 minutes. Pending revisions: 1. "
                    + "It stands at \(Orders.first), the scripts at \(Orders.second).")
            #expect(behind.annotations["runbook_url"]?.hasSuffix("/alerts/runbooks/MigrationBehind.md") == true)

            try await orders.upgrade(to: "head")
            _ = try await inbox.waits(for: "MigrationBehind", .resolved, severity: "warning")
            try await prometheus.expects(#"probe_success{job="health"} == 1"#)

            try await orders.database.sql("DROP TABLE payments")
            let missing = try await inbox.waits(for: "MigrationMissingTables", .firing)
            #expect(missing.labels["severity"] == "critical")
            #expect(missing.annotations["description"]?.hasSuffix("that its revisions created: 1.") == true)
            try await prometheus.expects(#"probe_success{job="health"} == 0"#)

            try await orders.database.sql("CREATE TABLE payments (id integer)")
            _ = try await inbox.waits(for: "MigrationMissingTables", .resolved)
            try await prometheus.expects(#"probe_success{job="health"} == 1"#)

            try exporter.send(SIGTERM)
            let absent = try await inbox.waits(for: "MigrationExporterAbsent", .firing)
            #expect(absent.labels["instance"] == "127.0.0.1:\(exporter.port)")
        }
    }

    @Test func `a restart of Prometheus neither forgets an alert, nor raises or resolves one`() async throws {
        let orders = try await Orders()
        // The hour of the critical one must not be over before Prometheus is back.
        try await withStack(around: orders, minute: Minute(milliseconds: 500, window: 20)) { _, stack, inbox in
            let prometheus = stack.prometheus
            _ = try await inbox.waits(for: "MigrationBehind", .firing, severity: "warning")
            // Prometheus stores whole seconds, and must have stored that it fires.
            let before = try await prometheus.alerts(called: "MigrationBehind") { alerts in
                alerts.allSatisfy { $0.start.map { $0.timeIntervalSinceNow < -10 } == true }
            }
            #expect(before.map(\.state) == ["pending", "firing"], "\(before)")

            // Its first evaluation knows nothing of before, and counts from a moment before its start.
            let start = try await stack.restartPrometheus().addingTimeInterval(-3)
            let after = try await prometheus.alerts(called: "MigrationBehind") { alerts in
                alerts.last?.state == "firing" && alerts.allSatisfy { $0.start.map { $0 < start } == true }
            }
            // Both go on: the one fires, and the other does not begin to wait again.
            #expect(after.map(\.state) == ["pending", "firing"], "\(after)")
            for alert in after { #expect(try #require(alert.start) < start, "\(alert)") }
            #expect(Set(inbox.ofExporters.map { $0.labels["alertname"] }) == ["MigrationBehind"])
            #expect(inbox.ofExporters.allSatisfy { $0.status == .firing })

            try await orders.upgrade(to: "head")
            _ = try await inbox.waits(for: "MigrationBehind", .resolved, severity: "warning")
        }
    }

    @Test func `Prometheus reads the same from both formats`() async throws {
        let orders = try await Orders()
        try await withStack(around: orders) { _, stack, _ in
            let prometheus = stack.prometheus
            // Only OpenMetrics has the type of an info, and leaves its suffix out.
            try await prometheus.expects(#"migration_up{job="text-format"} == 1"#)
            let (open, text) = (
                try await prometheus.types(in: "migrations"), try await prometheus.types(in: "text-format")
            )
            #expect(open["migration_revision"] == "info")
            #expect(text["migration_revision_info"] == "gauge")
            #expect(open["migration_samples"] == "counter")
            #expect(text["migration_samples_total"] == "counter")
            try await prometheus.expects(#"migration_samples_created{job="migrations"} > 1e9"#)
            let names = #"{__name__=~"migration_.+", __name__!~".+_created"}"#
            let series = try await prometheus.query("count by (job, __name__) (\(names))")
            let counts = Dictionary(grouping: series) { $0.metric["job"] ?? "" }
                .mapValues { Dictionary($0.map { ($0.metric["__name__"] ?? "", $0.number) }) { first, _ in first } }
            #expect(counts["migrations"]?.count ?? 0 > 15)
            #expect(counts["migrations"] == counts["text-format"])
        }
    }
}

extension PrometheusClient {
    /// Fails the test where nothing answers within 15 seconds.
    func expects(_ expression: String, at location: SourceLocation = #_sourceLocation) async throws {
        let series = try await query(expression, within: 15)
        #expect(!series.isEmpty, "\(expression)", sourceLocation: location)
    }

    /// The alerts of this name that wait or fire, by their severity; asks again for 15 seconds while they are not as wanted.
    func alerts(called name: String, until isWanted: ([Alert]) -> Bool = { _ in true }) async throws -> [Alert] {
        let end = Date(timeIntervalSinceNow: 15)
        while true {
            let found = try await alerts().filter { $0.labels["alertname"] == name && $0.labels["job"] == "migrations" }
                .sorted { $0.labels["severity"] ?? "" < $1.labels["severity"] ?? "" }
            if isWanted(found) || Date() > end { return found }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// Starts an exporter on the service's database, and everything around it.
func withStack(
    around orders: Orders, minute: Minute = Minute(milliseconds: 200),
    _ body: @escaping @Sendable (ServingExporter, MonitoringStack, Inbox) async throws -> Void
) async throws {
    let exporter = try await ServingExporter(["serve", "--config.file", try orders.configuration()])
    try await exporter.get("/readyz") { $0.code == 200 }
    let inbox = Inbox()
    let router = Router()
    router.post("/alerts") { request, context -> HTTPResponse.Status in
        try await inbox.receive(request.body.collect(upTo: context.maxUploadSize))
        return .ok
    }
    // Prometheus always prefers OpenMetrics, so the old format reaches it by a detour.
    router.get("/metrics") { _, _ -> Response in
        let text = try await exporter.get("/metrics", "-H", "Accept: text/plain").body
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
    try await serving(router) { helper in
        let stack = try await MonitoringStack(exporter: exporter.port, helper: helper, minute: minute)
        defer { stack.stop() }
        try await body(exporter, stack, inbox)
    }
}
