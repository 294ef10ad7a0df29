import Foundation
import TestSupport

/// Asks a Prometheus.
struct PrometheusClient {
    struct Series: Decodable {
        let metric: [String: String]
        /// A time, and the number as text; `nil` for a range.
        private let value: Point?
        private let values: [Point]?

        var number: Double? { value?.number }
        /// How many points it has.
        var count: Int { values?.count ?? 1 }
    }

    private struct Point: Decodable {
        let number: Double?

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            _ = try container.decode(Double.self)
            number = Double(try container.decode(String.self))
        }
    }

    /// An alert that waits or fires.
    struct Alert: Decodable {
        let state: String
        let labels: [String: String]
        /// Since when its condition holds, after a restart by the time that Prometheus was there.
        let activeAt: String

        /// The same, in whole seconds.
        var start: Date? { try? Date(activeAt.prefix(19) + "Z", strategy: .iso8601) }
    }

    private struct Answer<Content: Decodable>: Decodable {
        let data: Content?
        let error: String?
    }

    private struct QueryData: Decodable {
        let result: [Series]
    }

    let port: Int

    func query(_ expression: String) async throws -> [Series] {
        try await ask("query", ["query": expression], for: QueryData.self).result
    }

    /// Asks again and again until something answers.
    @discardableResult
    func query(_ expression: String, within seconds: Double) async throws -> [Series] {
        let end = Date(timeIntervalSinceNow: seconds)
        while true {
            let series = try await query(expression)
            if !series.isEmpty || Date() > end { return series }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// The types that the last scrape of a job declared, by family.
    func types(in job: String) async throws -> [String: String] {
        struct Metadata: Decodable {
            let metric: String
            let type: String
        }
        let all = try await ask("targets/metadata", ["match_target": #"{job="\#(job)"}"#], for: [Metadata].self)
        return Dictionary(all.map { ($0.metric, $0.type) }) { first, _ in first }
    }

    func alerts() async throws -> [Alert] {
        struct Alerts: Decodable {
            let alerts: [Alert]
        }
        return try await ask("alerts", [:], for: Alerts.self).alerts
    }

    func labelValues(_ label: String, of selector: String) async throws -> [String] {
        try await ask("label/\(label)/values", ["match[]": selector], for: [String].self)
    }

    private func ask<Content: Decodable>(
        _ path: String, _ parameters: [String: String], for content: Content.Type
    ) async throws -> Content {
        let curl = try Tool("curl", in: [], package: "curl")
        let fields = parameters.flatMap { ["--data-urlencode", "\($0.key)=\($0.value)"] }
        let text = try await curl.run(
            ["-sS", "--max-time", "10", "--get"] + fields + ["http://127.0.0.1:\(port)/api/v1/\(path)"])
        let answer = try JSONDecoder().decode(Answer<Content>.self, from: Data(text.utf8))
        guard let data = answer.data else { throw ToolError("\(parameters): \(answer.error ?? text)") }
        return data
    }
}
