package import Inspector
package import MigrationModel

/// Metrics as the text that a scraper reads: families in their order, databases in theirs.
package struct MetricsText {
    private let format: MetricsFormat
    private var text = ""

    package init(_ format: MetricsFormat) {
        self.format = format
    }

    /// Every metric about the given databases. What does not depend on a database is appended for each scrape.
    ///
    /// `startedAt`: since when the counters count.
    package static func body(
        _ format: MetricsFormat, of views: [DatabaseView], configuration: ConfigurationStatus? = nil,
        startedAt: Timestamp
    ) -> Body {
        var page = MetricsText(format)
        for metric in Metric.all { page.write(metric, of: views, since: startedAt.secondsSince1970) }
        if let configuration {
            for metric in ConfigurationMetric.all {
                page.write(
                    metric.name, .gauge, metric.help, [(labels: [:], metric.value(configuration))], unit: metric.unit)
            }
        }
        page.write(
            "migration_exporter_build", .info, "What this program is.", [(labels: ["version": Build.version], 1)])
        var body = Body()
        body.append(page.text)
        return body
    }

    /// What is true of the process at this moment, and the end of the page.
    package static func processPage(_ format: MetricsFormat, _ figures: ProcessFigures) -> String {
        var page = MetricsText(format)
        for family in figures.families {
            guard let value = family.value else { continue }
            page.write(
                family.name, family.kind, family.help, [(labels: [:], value)], unit: family.unit,
                since: figures.startTimeSeconds)
        }
        if format == .openMetrics { page.text += "# EOF\n" }
        return page.text
    }

    private mutating func write(_ metric: Metric, of views: [DatabaseView], since start: Double) {
        let series = views.map { ($0.database.name, metric.values($0)) }
        guard series.contains(where: { !$0.1.isEmpty }) else { return }
        let family = family(of: metric.name, metric.kind)
        writeHead(family, metric.kind, metric.help, unit: metric.unit)
        for (database, values) in series {
            for value in values {
                let labels = Array(zip(["database"] + metric.labels, [database] + value.labels))
                writeSample(name(family, metric.kind), labels, value.number)
                if metric.kind == .counter { writeCreation(of: family, labels, start) }
            }
        }
    }

    private mutating func write(
        _ name: String, _ kind: Metric.Kind, _ help: String, _ samples: [(labels: [String: String], Double)],
        unit: String? = nil, since start: Double? = nil
    ) {
        let family = family(of: name, kind)
        writeHead(family, kind, help, unit: unit)
        for (labels, number) in samples {
            let labels = labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            writeSample(self.name(family, kind), labels, number)
            if kind == .counter, let start { writeCreation(of: family, labels, start) }
        }
    }

    /// The name in the TYPE line. OpenMetrics leaves out the suffix that the type implies.
    private func family(of name: String, _ kind: Metric.Kind) -> String {
        let suffix = suffix(of: kind)
        let base = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
        return format == .openMetrics ? base : base + suffix
    }

    private func name(_ family: String, _ kind: Metric.Kind) -> String {
        format == .openMetrics ? family + suffix(of: kind) : family
    }

    private func suffix(of kind: Metric.Kind) -> String {
        switch kind {
        case .counter: "_total"
        case .info: "_info"
        case .gauge, .stateset: ""
        }
    }

    private mutating func writeHead(_ family: String, _ kind: Metric.Kind, _ help: String, unit: String?) {
        text += "# HELP \(family) \(help.escaped(quotes: format == .openMetrics))\n# TYPE \(family) \(typeName(kind))\n"
        if format == .openMetrics, let unit { text += "# UNIT \(family) \(unit)\n" }
    }

    /// A stateset's label must bear the metric's own name in OpenMetrics. Ours is called `state` in both formats, so that
    /// one rule file serves both; it is therefore a gauge for the parser.
    private func typeName(_ kind: Metric.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .info where format == .openMetrics: "info"
        case .info, .gauge, .stateset: "gauge"
        }
    }

    private mutating func writeSample(_ name: String, _ labels: [(String, String)], _ number: Double) {
        let written = labels.map { "\($0.0)=\"\($0.1.escaped(quotes: true))\"" }.joined(separator: ",")
        text += labels.isEmpty ? "\(name) \(Self.written(number))\n" : "\(name){\(written)} \(Self.written(number))\n"
    }

    /// Since when a counter counts. Only OpenMetrics has this; in the old format it would be a metric without a type.
    private mutating func writeCreation(of family: String, _ labels: [(String, String)], _ start: Double) {
        if format == .openMetrics { writeSample(family + "_created", labels, start) }
    }

    private static func written(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
