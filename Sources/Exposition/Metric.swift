import Inspector

/// One metric, declared once: name, type, meaning, labels and where its values come from.
///
/// The page, the table in the documentation and the tests all read `Metric.all`. A value that is not known is absent,
/// never 0 and never NaN.
package struct Metric: Sendable {
    package enum Kind: String, Sendable {
        case gauge
        case counter
        case info
        /// One series for each state, exactly one of them 1.
        case stateset
    }

    /// The whole name, with `_total` or `_info`.
    package let name: String
    package let kind: Kind
    package let unit: String?
    package let help: String
    /// Beside `database`.
    package let labels: [String]
    let values: @Sendable (DatabaseView) -> [Value]

    struct Value: Sendable {
        /// In the order of the metric's labels.
        let labels: [String]
        let number: Double
    }

    /// A metric with one series for each database.
    init(
        _ name: String, _ kind: Kind = .gauge, unit: String? = nil, help: String,
        value: @escaping @Sendable (DatabaseView) -> Double?
    ) {
        self.init(name, kind, unit: unit, labels: [], help: help) { view in
            value(view).map { [Value(labels: [], number: $0)] } ?? []
        }
    }

    init(
        _ name: String, _ kind: Kind = .gauge, unit: String? = nil, labels: [String], help: String,
        values: @escaping @Sendable (DatabaseView) -> [Value]
    ) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.help = help
        self.labels = labels
        self.values = values
    }
}
