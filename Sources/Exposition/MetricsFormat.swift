/// The two formats in which metrics are written.
package enum MetricsFormat: Sendable, Hashable {
    /// Prometheus text format 0.0.4.
    case prometheus
    /// OpenMetrics 1.0.
    case openMetrics

    package var contentType: String {
        switch self {
        case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that an `Accept` header prefers. What cannot be told is the old one, which every scraper reads.
    package init(accept: String?) {
        let wanted = (accept ?? "").split(separator: ",").map(AcceptedType.init)
        let open = wanted.filter { $0.name == "application/openmetrics-text" && $0.isVersion1 }.map(\.quality).max()
        let plain = wanted.filter { ["text/plain", "text/*", "*/*"].contains($0.name) }.map(\.quality).max()
        self = (open ?? 0) > 0 && (open ?? 0) >= (plain ?? 0) ? .openMetrics : .prometheus
    }
}

/// One entry of an `Accept` header (RFC 9110, section 12.5.1).
package struct AcceptedType {
    package let name: String
    /// From 0 to 1; what cannot be read counts as 1.
    package let quality: Double
    private let version: String?

    var isVersion1: Bool { version.map { $0 == "1.0.0" || $0 == "0.0.1" } ?? true }

    package init(_ entry: some StringProtocol) {
        var parts = entry.split(separator: ";").map { part in
            part.drop { $0 == " " }.prefix { $0 != " " }.lowercased()
        }
        name = parts.isEmpty ? "" : parts.removeFirst()
        func parameter(_ key: String) -> String? {
            parts.first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
        }
        quality = parameter("q").map { Double($0) ?? 1 } ?? 1
        version = parameter("version")
    }
}
