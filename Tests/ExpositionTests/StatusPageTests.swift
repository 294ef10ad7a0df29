import Exposition
import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("The status page")
struct StatusPageTests {
    private func html(_ views: [DatabaseView], second: Int = 0) -> String {
        StatusPage(views, policy: HealthPolicy()).body(metricsPath: "/metrics")
            .text(at: Timestamp.noon.advanced(by: .seconds(second)), startedAt: .noon)
    }

    private func view(_ name: String, _ scripts: MigrationScripts, at row: String) -> DatabaseView {
        let database = WatchedDatabase.named(name)
        let sample = Sample(
            of: database, scripts: scripts, reading: .success(.at(row)), takenAt: .noon, duration: .zero)
        return DatabaseView(database, sample: sample, freshFor: .seconds(100_000), at: .noon)
    }

    @Test func `escapes what it shows`() {
        let page = html([MetricsTextTests.view(nil, name: "<script>alert('x')</script>\u{0}")])
        #expect(!page.contains("<script>") && !page.contains("\u{0}"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)"))
    }

    @Test(arguments: [(59, "59 s"), (60, "1 min"), (11_520, "3 h 12 min"), (90_000, "1 d 1 h")])
    func `says since when, in words`(second: Int, words: String) {
        let page = html([view("orders", HistoryTests.merged, at: "b")], second: second)
        #expect(page.contains("<dt>since</dt><dd>2024-01-15T10:30:00Z <small>(\(words))</small>"))
    }

    @Test func `draws forks, merges and dependencies along lanes, with a shape for each kind`() {
        let page = html([view("orders", HistoryTests.merged, at: "b")])
        // x needs m; m merges b and c; both come from a.
        #expect(page.contains(#"<path class="line0 needs" d="M11.0 14V42"/>"#))
        #expect(page.contains(#"<path class="line1" d="M11.0 42C11.0 56 29.0 56 29.0 70V98"#))
        #expect(page.contains(#"<path class="line1" d="M29.0 98C29.0 112 11.0 112 11.0 126"/>"#))
        #expect(page.contains(#"<path class="pending" d="M11.0 8l6 6-6 6-6-6z"/>"#))
        #expect(page.contains(#"<circle class="ring" cx="11.0" cy="70" r="9"/>"#))
        #expect(page.contains(#"<circle class="mark" cx="11.0" cy="126" r="5"/>"#))
    }

    @Test func `lists several databases first, and links to each one's answers`() {
        let page = html([
            view("orders", HistoryTests.merged, at: "b"), view("a&b/c d", MigrationScripts(Revision("a")), at: "a"),
        ])
        #expect(page.contains(##"<li><a href="#database-2"><bdi>a&amp;b/c d</bdi></a>"##))
        #expect(page.contains(#"<section id="database-2" class="healthy">"#))
        #expect(page.contains(#"<a href="/api/migrations/validate?database=a%26b%2Fc%20d">"#))
        #expect(page.contains("✓ up to date") && page.contains("✗ multiple heads"))
    }

    @Test func `says what is missing in place of praise, and no revision that nobody has read`() {
        let users = SchemaChange.createTable(TableName("users"), TableDefinition(columns: []), isWhole: true)
        let page = html([
            view("orders", MigrationScripts(Revision("a"), changes: ["a": [users]]), at: "a"),
            MetricsTextTests.view(.failure(.unreachable("refused")), name: "down"),
        ])
        #expect(page.split(separator: "✗ tables missing").count == 3 && !page.contains("up to date</"))
        #expect(page.split(separator: "<dt>current</dt>").count == 2)
    }
}
