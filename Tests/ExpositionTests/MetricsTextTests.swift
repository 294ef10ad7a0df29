import Exposition
import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("The metrics")
struct MetricsTextTests {
    static let scripts = MigrationScripts(
        Revision("aaaa"), Revision("bbbb", after: "aaaa"),
        changes: [
            "aaaa": [.createTable(TableName("users"), TableDefinition(), isWhole: true)],
            "bbbb": [.createTable(TableName("recipes"), TableDefinition(), isWhole: true)],
        ])

    static func view(_ reading: Result<DatabaseReading, ReadError>?, name: String = "orders", age: Int = 9)
        -> DatabaseView
    {
        let database = WatchedDatabase.named(name)
        let sample = reading.map {
            Sample(of: database, scripts: scripts, reading: $0, takenAt: .noon, duration: .milliseconds(4))
        }
        return DatabaseView(
            database, sample: sample, freshFor: .seconds(45), at: Timestamp.noon.advanced(by: .seconds(age)))
    }

    private func page(_ format: MetricsFormat, _ views: DatabaseView...) -> [Substring] {
        MetricsText.body(format, of: views, startedAt: .noon).text(at: .noon, startedAt: .noon).split(separator: "\n")
    }

    @Test func `a snapshot that cannot be used is counted, and nothing is said of the tables`() {
        let database = WatchedDatabase.named("orders")
        let finding = Finding(.unusableSnapshot, "It is cut off.", cure: "Write it again.", file: "x.json")
        let sample = Sample(
            of: database, scripts: Self.scripts, expectation: .unusable(finding), reading: .success(.at("bbbb")),
            takenAt: .noon, duration: .zero)
        let lines = page(.prometheus, DatabaseView(database, sample: sample, freshFor: .seconds(45), at: .noon))
        #expect(lines.contains(#"migration_script_findings{database="orders",kind="unusable_snapshot"} 1"#))
        #expect(!lines.contains { $0.hasPrefix("migration_missing_tables{") })
        #expect(sample.findings == [finding])
    }

    @Test func `the samples of a database that is behind`() {
        let lines = page(.prometheus, Self.view(.success(.at("aaaa", tables: "users"))))
        let samples = lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix("migration_script_findings") }.joined(
            separator: "\n")
        #expect(
            samples == """
                migration_up{database="orders"} 1
                migration_state{database="orders",state="up_to_date"} 0
                migration_state{database="orders",state="behind"} 1
                migration_state{database="orders",state="unknown_revision"} 0
                migration_state{database="orders",state="multiple_heads"} 0
                migration_state{database="orders",state="inconsistent"} 0
                migration_state{database="orders",state="uninitialized"} 0
                migration_state{database="orders",state="unknown"} 0
                migration_is_up_to_date{database="orders"} 0
                migration_state_since_timestamp_seconds{database="orders"} 1705314600
                migration_pending_revisions{database="orders"} 1
                migration_revisions{database="orders"} 2
                migration_script_heads{database="orders"} 1
                migration_current_revisions{database="orders"} 1
                migration_revision_info{database="orders",current="aaaa",head="bbbb"} 1
                migration_expected_tables{database="orders"} 1
                migration_missing_tables{database="orders"} 0
                migration_pending_tables{database="orders"} 1
                migration_unexpected_tables{database="orders"} 0
                migration_schema_differences{database="orders",kind="missing_table"} 0
                migration_schema_differences{database="orders",kind="unexpected_table"} 0
                migration_schema_differences{database="orders",kind="missing_column"} 0
                migration_schema_differences{database="orders",kind="unexpected_column"} 0
                migration_schema_differences{database="orders",kind="type"} 0
                migration_schema_differences{database="orders",kind="nullable"} 0
                migration_schema_differences{database="orders",kind="default"} 0
                migration_schema_differences{database="orders",kind="missing_index"} 0
                migration_schema_differences{database="orders",kind="missing_constraint"} 0
                migration_opaque_revisions{database="orders"} 0
                migration_sample_timestamp_seconds{database="orders"} 1705314600
                migration_sample_success_timestamp_seconds{database="orders"} 1705314600
                migration_sample_duration_seconds{database="orders"} 0.004
                migration_samples_total{database="orders"} 1
                migration_sample_failures_total{database="orders",reason="unreachable"} 0
                migration_sample_failures_total{database="orders",reason="authentication"} 0
                migration_sample_failures_total{database="orders",reason="no_such_database"} 0
                migration_sample_failures_total{database="orders",reason="timeout"} 0
                migration_sample_failures_total{database="orders",reason="permission"} 0
                migration_sample_failures_total{database="orders",reason="version_table"} 0
                migration_sample_failures_total{database="orders",reason="scripts"} 0
                migration_sample_failures_total{database="orders",reason="other"} 0
                migration_run_in_progress{database="orders"} 0
                migration_runs_total{database="orders",outcome="applied"} 0
                migration_runs_total{database="orders",outcome="nothing_pending"} 0
                migration_runs_total{database="orders",outcome="dry_run"} 0
                migration_runs_total{database="orders",outcome="refused"} 0
                migration_runs_total{database="orders",outcome="locked"} 0
                migration_runs_total{database="orders",outcome="failed"} 0
                migration_runs_total{database="orders",outcome="timed_out"} 0
                migration_runs_total{database="orders",outcome="connect_timeout"} 0
                migration_runs_total{database="orders",outcome="could_not_tell"} 0
                migration_exporter_build_info{version="\(Build.version)"} 1
                """)
    }

    @Test(arguments: [
        ("down", Optional(Result<DatabaseReading, ReadError>.failure(.unreachable("refused"))), 9),
        ("never sampled", nil, 9),
        ("too old", .success(.at("bbbb")), 46),
    ])
    func `what is not known is absent, and the state is unknown`(
        name: String, reading: Result<DatabaseReading, ReadError>?, age: Int
    ) {
        let text = page(.prometheus, Self.view(reading, age: age)).joined(separator: "\n")
        #expect(text.contains(#"migration_up{database="orders"} 0"#))
        #expect(text.contains(#"migration_state{database="orders",state="unknown"} 1"#))
        for absent in ["migration_is_up_to_date", "migration_pending_revisions", "migration_missing_tables"] {
            #expect(!text.contains("\n\(absent){"), "\(absent) of a database that is \(name)")
        }
    }

    @Test func `OpenMetrics names counters and infos by their family`() {
        let text = page(.openMetrics, Self.view(.success(.at("aaaa")))).joined(separator: "\n")
        #expect(text.contains("# TYPE migration_samples counter\nmigration_samples_total{"))
        #expect(text.contains("# TYPE migration_revision info\nmigration_revision_info{"))
        #expect(text.contains("# UNIT migration_sample_duration_seconds seconds\n"))
    }

    @Test func `OpenMetrics says since when each counter counts, beside its value`() {
        let lines = page(.openMetrics, Self.view(.success(.at("aaaa"))))
        let counters = lines.filter { $0.contains("_total{") }
        #expect(counters.count == 18)
        for counter in counters {
            let creation = counter.replacing("_total{", with: "_created{").prefix { $0 != " " } + " 1705314600"
            #expect(lines.firstIndex(of: counter).map { lines[$0 + 1] } == creation)
        }
        #expect(!page(.prometheus, Self.view(.success(.at("aaaa")))).joined().contains("_created"))
    }

    @Test(arguments: [
        ("a\"b\\c\nd", #"a\"b\\c\nd"#),
        ("\u{0}\t\r\u{1B}[31m\u{7F}\u{85}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}"),
        (String(decoding: [0x61, 0xFF, 0x62] as [UInt8], as: UTF8.self), "a\u{FFFD}b"),
        ("Ünïcödé \u{1F980}", "Ünïcödé \u{1F980}"),
        (String(repeating: "x", count: 10_000), String(repeating: "x", count: 10_000)),
    ])
    func `a hostile name stays one label value`(name: String, written: String) {
        for format in [MetricsFormat.prometheus, .openMetrics] {
            let text = page(format, Self.view(nil, name: name)).joined(separator: "\n")
            #expect(text.contains("migration_up{database=\"\(written)\"} 0\n"))
        }
    }

    @Test(arguments: [
        (nil, MetricsFormat.prometheus), ("", .prometheus), ("text/plain", .prometheus), ("*/*", .prometheus),
        ("application/openmetrics-text", .openMetrics),
        ("application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics),
        ("application/openmetrics-text;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.5", .prometheus),
        ("application/openmetrics-text;q=0", .prometheus), ("application/openmetrics-text; version=9.0.0", .prometheus),
        (";;;,,,q=", .prometheus),
    ])
    func `the format is the one that the client prefers`(accept: String?, format: MetricsFormat) {
        #expect(MetricsFormat(accept: accept) == format)
    }

    @Test func `the session's encryption is told where there is one, in labels of its own`() {
        let reading = DatabaseReading.at("aaaa")
        let encrypted = DatabaseReading(
            defaultSchema: reading.defaultSchema, versionTable: reading.versionTable, tables: reading.tables,
            latency: reading.latency,
            encryption: SessionEncryption(
                version: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384", certificateExpiry: .noon))
        let lines = page(.prometheus, Self.view(.success(encrypted))).filter { $0.hasPrefix("migration_database_") }
        #expect(
            lines == [
                #"migration_database_tls_info{database="orders",version="TLSv1.3",cipher="TLS_AES_256_GCM_SHA384"} 1"#,
                #"migration_database_certificate_expiry_timestamp_seconds{database="orders"} 1705314600"#,
            ])
    }

    @Test func `the configuration in force is told once, whatever the databases`() {
        let newest = ConfigurationStatus(readAt: .noon)
        var outdated = newest
        outdated.noteWrong(.access)
        for (status, number) in [(newest, 1), (outdated, 0)] {
            let body = MetricsText.body(
                .openMetrics, of: [Self.view(nil), Self.view(nil, name: "billing")], configuration: status,
                startedAt: .noon)
            let lines = body.text(at: .noon, startedAt: .noon).split(separator: "\n").filter {
                $0.hasPrefix("migration_exporter_config")
            }
            #expect(
                lines == [
                    "migration_exporter_config_reload_success \(number)",
                    "migration_exporter_config_reload_success_timestamp_seconds 1705314600",
                ])
        }
    }

    @Test func `what the system does not say of the process is no metric, and never 0`() {
        let figures = ProcessFigures(
            cpuSeconds: 1.5, residentBytes: nil, virtualBytes: nil, openFileDescriptors: nil,
            maximumFileDescriptors: 3, startTimeSeconds: nil)
        let lines = MetricsText.processPage(.openMetrics, figures).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["process_cpu_seconds_total 1.5", "process_max_fds 3"])
    }

    @Test func `each metric has a name of its own and a sentence`() {
        let names = Metric.all.map(\.name)
        #expect(Set(names).count == names.count)
        for metric in Metric.all {
            #expect(metric.help.hasSuffix("."))
            #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"))
            #expect(metric.unit.map { metric.name.hasSuffix("_\($0)") } ?? true)
        }
    }
}
