import Foundation
import SystemPackage
import TestSupport
import Testing

/// What the formats' own tools say of the metrics of a database that does its worst.
@Suite("The formats", .timeLimit(.minutes(2)))
struct FormatTests {
    /// A row of the version table, as SQL: quotes, backslashes, line ends, control characters, letters of three bytes.
    private static let hostileRow = "CAST(x'22275c5c6e0d0a09611b5b33316dc3a9e280a8' AS TEXT)"
    /// The same as a label value, on every scraper.
    private static let asLabel = "\"'\\\\n\u{FFFD}\n\u{FFFD}a\u{FFFD}[31mé\u{2028}"

    /// A database's name of 10 kB, as YAML: with a quotation mark, a backslash, a line feed and control characters.
    private static let hostileName = #"a\"b\\c\\nd{}=,# "# + String(repeating: "x", count: 10_240)

    private func exporter(rows: String) async throws -> ServingExporter {
        let directory = try TemporaryDirectory()
        let root = FilePath(directory.path)
        try root.write("revision = 'aaaa1111'\ndown_revision = None\n".utf8, to: "versions/aaaa1111.py")
        let database = directory.file("hostile.db")
        let program = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            database.execute("CREATE TABLE alembic_version (version_num TEXT)")
            database.execute("INSERT INTO alembic_version " + sys.argv[2])
            database.commit()
            """
        _ = try await Alembic.python(["-c", program, database, rows])
        let configuration = """
            databases:
              - {name: "\(Self.hostileName)", url: "sqlite:///\(database)", scripts: \(directory.file("versions"))}
            """
        try root.write(configuration.utf8, to: "config.yml")
        let exporter = try await ServingExporter(["serve", "--config.file", directory.file("config.yml")])
        try await exporter.get("/readyz") { $0.code == 200 }
        withExtendedLifetime(directory) {}
        return exporter
    }

    /// Reads OpenMetrics from standard input as prometheus_client does, and prints the version table's rows as it found
    /// them in a label.
    private static let parser = """
        import sys
        from prometheus_client.openmetrics.parser import text_string_to_metric_families
        page = open(sys.argv[1], newline="", encoding="utf-8").read()
        families = {family.name: family for family in text_string_to_metric_families(page)}
        assert families["migration_samples"].type == "counter"
        assert families["migration_sample_duration_seconds"].unit == "seconds"
        assert families["migration_exporter_build"].type == "info"
        assert {s.name for s in families["migration_samples"].samples} == {"migration_samples_total", "migration_samples_created"}
        assert {s.name for s in families["process_cpu_seconds"].samples} == {"process_cpu_seconds_total", "process_cpu_seconds_created"}
        assert families["migration_up"].samples[0].labels["database"].startswith('a"b\\\\c\\\\nd{}=,# xxx')
        print(families["migration_revision"].samples[0].labels["current"], end="")
        """

    @Test(arguments: [
        ("a hostile row", "VALUES (\(hostileRow))", asLabel),
        ("10 kB", "VALUES (printf('%.*c', 10240, 'x'))", String(repeating: "x", count: 1_000) + "…"),
        ("bytes that are no text", "VALUES (CAST(x'61ff00fe62' AS TEXT))", ""),
        ("an ordinary row", "VALUES ('aaaa1111')", "aaaa1111"),
    ])
    func `promtool and prometheus_client read every page`(name: String, rows: String, label: String) async throws {
        let exporter = try await exporter(rows: rows)
        let directory = try TemporaryDirectory()
        let shell = try Tool("sh", in: [], package: "dash")
        let (open, text) = (directory.file("open"), directory.file("text"))
        let curl = "curl -sSf --max-time 10 http://127.0.0.1:\(exporter.port)/metrics"
        _ = try await shell.run([
            "-c", "\(curl) -H 'Accept: application/openmetrics-text; version=1.0.0' >\(open); \(curl) >\(text)",
        ])
        // Silence is acceptance: it also complains about names and helps that break the rules.
        let promtool = try Tool("promtool", in: [], package: "prometheus")
        #expect(try await shell.run(["-c", "\(promtool.path) check metrics <\(text) 2>&1"]) == "")
        let read = try await Alembic.python(["-c", Self.parser, open])
        #expect(read == label, "\(name)")
    }

    @Test func `a packed page holds what a plain one holds, in both formats`() async throws {
        let exporter = try await exporter(rows: "VALUES ('aaaa1111')")
        for accept in ["Accept: text/plain", "Accept: application/openmetrics-text; version=1.0.0"] {
            let packed = try await exporter.get("/metrics", "-H", accept, "--compressed")
            let plain = try await exporter.get("/metrics", "-H", accept)
            #expect(packed.code == 200)
            #expect(packed.body.withoutFigures == plain.body.withoutFigures)
            #expect(packed.body.contains("migration_up{"))
        }
    }
}

extension String {
    /// Without what changes between two scrapes.
    fileprivate var withoutFigures: [Substring] {
        split(separator: "\n").filter { !$0.hasPrefix("process_") && !$0.hasPrefix("migration_sample") }
    }
}
