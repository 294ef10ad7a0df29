import Inspector
import MigrationModel

extension Metric {
    /// Every metric about a database, in the order in which they are written.
    package static let all: [Metric] = state + revisions + tables + samples + encryption + runs

    private static let state: [Metric] = [
        Metric("migration_up", help: "1 if the newest sample reached the database, else 0.") {
            $0.reachesDatabase ? 1 : 0
        },
        Metric(
            "migration_state", .stateset, labels: ["state"],
            help: "The verdict on the revisions: exactly one state is 1. Taken from the newest periodic sample."
        ) { view in
            State.allCases.map { Value(labels: [$0.rawValue], number: $0 == view.state ? 1 : 0) }
        },
        Metric(
            "migration_is_up_to_date",
            help: "1 if the database stands exactly where the scripts say, 0 if not; absent while that is unknown."
        ) { $0.state.isUpToDate.map { $0 ? 1 : 0 } },
        Metric(
            "migration_state_since_timestamp_seconds", unit: "seconds",
            help: "When the present state began, as far as this process saw it."
        ) { $0.stateSince?.secondsSince1970 },
    ]

    private static let revisions: [Metric] = [
        Metric(
            "migration_pending_revisions",
            help: "Revisions that an upgrade to the target would apply; absent where the rows do not tell."
        ) { $0.status?.pending.map { Double($0.count) } },
        Metric("migration_revisions", help: "Revisions in the script directory.") {
            $0.sample.map { Double($0.scripts.graph.revisions.count) }
        },
        Metric("migration_script_heads", help: "Heads of the script directory, as `alembic heads` counts them.") {
            $0.sample.map { Double($0.scripts.graph.heads.count) }
        },
        Metric("migration_current_revisions", help: "Rows in the version table.") {
            $0.found.map { Double($0.versionTable?.rows.count ?? 0) }
        },
        Metric(
            "migration_revision_info", .info, labels: ["current", "head"],
            help: "The revisions of the database and of the scripts, several ones joined by commas."
        ) { view in
            guard let status = view.status, let graph = view.sample?.scripts.graph else { return [] }
            let heads = graph.heads.map(\.text).sorted()
            return [Value(labels: [status.current.joined(separator: ","), heads.joined(separator: ",")], number: 1)]
        },
        Metric(
            "migration_revision_changed_timestamp_seconds", unit: "seconds",
            help: "When this process last saw the rows of the version table change; absent before that."
        ) { $0.sample?.past.revisionChangedAt?.secondsSince1970 },
        Metric(
            "migration_script_findings", labels: ["kind"],
            help: "What is wrong with the scripts and the snapshot beside them, by kind."
        ) { view in
            guard let findings = view.sample?.fileFindings else { return [] }
            return FindingKind.allCases.filter(\.isAboutFiles).map { kind in
                Value(labels: [kind.rawValue], number: Double(findings.count { $0.kind == kind }))
            }
        },
    ]

    private static let tables: [Metric] = [
        Metric("migration_expected_tables", help: "Tables that should exist now, as far as that is certain.") {
            $0.knownSchema.map { Double($0.expectedCount) }
        },
        Metric("migration_missing_tables", help: "Tables that should exist now and do not.") {
            $0.knownSchema.map { Double($0.missing.count) }
        },
        Metric("migration_pending_tables", help: "Tables that pending revisions would create.") {
            $0.knownSchema.map { Double($0.pending.count) }
        },
        Metric("migration_unexpected_tables", help: "Tables that exist and that nothing explains.") {
            $0.knownSchema.map { Double($0.unexpected.count) }
        },
        Metric(
            "migration_schema_differences", labels: ["kind"],
            help: "Differences between the expected schema and the database, by kind."
        ) { view in
            guard let schema = view.knownSchema else { return [] }
            let counts = Dictionary(schema.differences.map { ($0.kind, 1) }, uniquingKeysWith: +)
            return SchemaDifference.Kind.allCases.map { kind in
                Value(labels: [kind.rawValue], number: Double(counts[kind] ?? 0))
            }
        },
        Metric(
            "migration_opaque_revisions",
            help: "Revisions that do something that reading them cannot follow, so that what it touches is unverified."
        ) { $0.sample.map { Double($0.scripts.opaqueRevisions.count) } },
    ]

    private static let samples: [Metric] = [
        Metric("migration_sample_timestamp_seconds", unit: "seconds", help: "When the newest sample ended.") {
            $0.sample?.takenAt.secondsSince1970
        },
        Metric(
            "migration_sample_success_timestamp_seconds", unit: "seconds",
            help: "When the newest sample that gave a verdict ended."
        ) { $0.sample?.past.lastSuccessAt?.secondsSince1970 },
        Metric("migration_sample_duration_seconds", unit: "seconds", help: "How long the newest sample took.") {
            $0.sample?.duration.seconds
        },
        Metric("migration_samples_total", .counter, help: "Samples taken since this process started.") {
            Double($0.sample?.past.samples ?? 0)
        },
        Metric(
            "migration_sample_failures_total", .counter, labels: ["reason"],
            help: "Samples that gave no verdict since this process started, by reason."
        ) { view in
            ReadError.Reason.allCases.map { reason in
                Value(labels: [reason.rawValue], number: Double(view.sample?.past.failures[reason] ?? 0))
            }
        },
    ]

    private static let encryption: [Metric] = [
        Metric(
            "migration_database_tls_info", .info, labels: ["version", "cipher"],
            help: "How the session with the database is encrypted; absent where it is not."
        ) { view in
            view.found?.encryption.map { [Value(labels: [$0.version, $0.cipher], number: 1)] } ?? []
        },
        Metric(
            "migration_database_certificate_expiry_timestamp_seconds", unit: "seconds",
            help: "When the database server's certificate expires; absent where the session is not encrypted."
        ) { $0.found?.encryption?.certificateExpiry?.secondsSince1970 },
    ]

    private static let runs: [Metric] = [
        Metric("migration_run_in_progress", help: "1 while this process runs migrations on the database, else 0.") {
            $0.runs.deadline == nil ? 0 : 1
        },
        Metric(
            "migration_runs_total", .counter, labels: ["outcome"],
            help: "Guarded runs that ended since this process started, by outcome."
        ) { view in
            RunOutcome.allCases.map { outcome in
                Value(labels: [outcome.rawValue], number: Double(view.runs.outcomes[outcome] ?? 0))
            }
        },
        Metric(
            "migration_last_run_timestamp_seconds", unit: "seconds",
            help: "When the last guarded run of this process ended; absent before the first."
        ) { $0.runs.lastEndedAt?.secondsSince1970 },
        Metric(
            "migration_last_run_duration_seconds", unit: "seconds",
            help: "How long the last guarded run of this process took; absent before the first."
        ) { $0.runs.lastDuration?.seconds },
    ]
}

/// A metric about the exporter's own configuration, without a label.
package struct ConfigurationMetric: Sendable {
    package let name: String
    package let unit: String?
    package let help: String
    let value: @Sendable (ConfigurationStatus) -> Double

    package static let all = [
        ConfigurationMetric(
            name: "migration_exporter_config_reload_success", unit: nil,
            help: "1 if the configuration that was read last is in force, 0 if it was wrong and an older one is."
        ) { $0.isNewest ? 1 : 0 },
        ConfigurationMetric(
            name: "migration_exporter_config_reload_success_timestamp_seconds", unit: "seconds",
            help: "When the configuration that is in force was read."
        ) { $0.readAt.secondsSince1970 },
    ]
}

extension DatabaseView {
    /// The comparison, where it is known what should exist.
    fileprivate var knownSchema: SchemaComparison? { schema.flatMap { $0.isKnown ? $0 : nil } }
}
