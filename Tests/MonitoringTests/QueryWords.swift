import Exposition

/// The names that a PromQL expression uses.
struct QueryWords {
    /// A metric, and the labels by which it is selected.
    struct Selector {
        let metric: String
        let labels: [String]
    }

    let selectors: [Selector]
    /// The labels by which series are matched or summed.
    let grouping: [String]

    init(_ expression: String) {
        let bare = expression.replacing(/"[^"]*"/, with: "_")
        selectors = bare.matches(of: /\b((?:migration|process)_\w+|\w+:[\w:]+|up\b)(?:\{([^}]*)\})?/).map { match in
            let conditions = match.2?.split(separator: ",") ?? []
            return Selector(
                metric: String(match.1),
                labels: conditions.map { $0.drop { $0 == " " }.prefix { $0.isLetter || $0 == "_" } }.map(String.init))
        }
        grouping = bare.matches(of: /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/)
            .flatMap { $0.1.split(separator: ",").map { $0.filter { $0 != " " } } }
    }

    /// The names that nobody exports, and the labels that their metrics do not have.
    var unknown: [String] {
        let known = Self.labels
        let ofMetrics = selectors.flatMap { selector in
            guard let labels = known[selector.metric] else { return [selector.metric] }
            return selector.labels.filter { !labels.contains($0) && !Self.ofTargets.contains($0) }
                .map { "\(selector.metric){\($0)}" }
        }
        let anywhere = known.values.reduce(Self.ofTargets) { $0.union($1) }
        return ofMetrics + grouping.filter { !anywhere.contains($0) }
    }

    /// What Prometheus adds to every series.
    private static let ofTargets: Set = ["job", "instance"]

    /// The labels of each metric that an expression may use.
    private static var labels: [String: Set<String>] {
        var labels: [String: Set<String>] = [
            "up": [], "migration_exporter_build_info": ["version"],
            "process_resident_memory_bytes": [], "process_cpu_seconds_total": [], "process_start_time_seconds": [],
            // Of guarded runs, as the contract names them.
            "migration_runs_total": ["database", "outcome"], "migration_run_in_progress": ["database"],
            "migration_last_run_timestamp_seconds": ["database"],
            "migration_last_run_duration_seconds": ["database"],
            // What the rule file records.
            "job_state:migration_databases:count": ["state"], "job:migration_databases_up_to_date:ratio": [],
        ]
        for metric in ConfigurationMetric.all { labels[metric.name] = [] }
        for metric in Metric.all { labels[metric.name] = Set(metric.labels + ["database"]) }
        return labels
    }
}
