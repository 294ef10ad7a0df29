import Foundation
import TestSupport
import Testing

@Suite("The dashboards' data", .timeLimit(.minutes(3)))
struct DashboardDataTests {
    /// Each query is asked while the database is behind and again after its upgrade, and must have answered once.
    @Test func `the real Prometheus answers every query and every variable`() async throws {
        let cluster = try await PostgresCluster.another()
        let authority = try await CertificateAuthority()
        try await cluster.useTLS(authority.issue("server"))
        let orders = try await Orders(on: cluster)
        try await withStack(around: orders) { exporter, stack, _ in
            let prometheus = stack.prometheus
            try await prometheus.expects(#"migration_state{job="migrations", state="behind"} == 1"#)
            // A rate needs two scrapes.
            try await prometheus.expects(#"rate(migration_samples_total{job="migrations"}[5s])"#)
            var silent = try await Self.silent(Self.expressions, at: prometheus)
            try await orders.upgrade(to: "head")
            try await prometheus.expects(#"migration_revision_changed_timestamp_seconds{job="migrations"}"#)
            silent = try await Self.silent(silent, at: prometheus)
            #expect(silent.map(\.place) == [])

            let variables = try Dashboard.names.flatMap { try Dashboard.read($0).templating.list }
            let choices = Set(variables.compactMap(\.definition))
            #expect(choices.count >= 3)
            for choice in choices {
                let parts = try #require(choice.firstMatch(of: /^label_values\((.+), (\w+)\)$/))
                let values = try await prometheus.labelValues(String(parts.2), of: String(parts.1).withChoices)
                let wanted = ["job": "migrations", "instance": "127.0.0.1:\(exporter.port)", "database": "orders"]
                #expect(values.contains(try #require(wanted[String(parts.2)])), "\(choice)")
            }
        }
    }

    private static var expressions: [(place: String, text: String)] {
        get throws {
            try Dashboard.names.flatMap { name in
                try Dashboard.read(name).expressions.map { ("\(name): \($0.place)", $0.text) }
            }
        }
    }

    private static func silent(
        _ expressions: [(place: String, text: String)], at prometheus: PrometheusClient
    ) async throws -> [(place: String, text: String)] {
        var silent: [(place: String, text: String)] = []
        for expression in expressions where try await prometheus.query(expression.text.withChoices).isEmpty {
            silent.append(expression)
        }
        return silent
    }
}

extension String {
    /// As Grafana sends it: with what a person chose.
    fileprivate var withChoices: String {
        replacing("$job", with: "migrations").replacing("$instance", with: ".+").replacing("$database", with: "orders")
            .replacing("$__rate_interval", with: "5s")
    }
}
