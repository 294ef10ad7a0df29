import Foundation
import TestSupport
import Testing

/// The status page of a real server, in a real browser.
@Suite("The page in a browser", .timeLimit(.minutes(2)))
struct PageTests {
    static func revision(_ id: String, after: String, message: String, upgrade: String = "pass") -> String {
        """
        \"\"\"\(message)\"\"\"
        from alembic import op
        import sqlalchemy as sa
        revision = '\(id)'
        down_revision = \(after)
        def upgrade():
            \(upgrade)

        """
    }

    @Test func `shows branches, what is pending, missing and past, and hostile words as words`() async throws {
        let project = try Project(["aaaa1111", "bbbb2222"])
        let table = "op.create_table('<img src=x onerror=\"document.title=1\">')"
        let files = [
            ("c3", "'bbbb2222'", "<script>document.title='owned'</script>", table),
            ("d4", "'bbbb2222'", "right", "pass"), ("e5", "'c3'", "left", "pass"),
            ("f6", "('e5', 'd4')", "both & one", "pass"),
            ("g7", "'f6'", String(repeating: "a long message ", count: 20), "pass"),
        ]
        for (id, after, message, upgrade) in files {
            try project.write(
                Self.revision(id, after: after, message: message, upgrade: upgrade),
                to: "migrations/versions/\(id).py")
        }
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts, "--sample-interval", "100ms"],
            environment: ["DATABASE_URL": database.url()])
        try await server.get("/readyz") { $0.code == 200 }
        try await database.sql("UPDATE alembic_version SET version_num = 'e5'; DROP TABLE t_aaaa1111")
        try await server.get("/health") { $0.body.contains("img src") }

        let document = try await Browser.open(server, pictures: "branches")
        #expect(document.contains("<title>✗ unhealthy: migrations</title>"))
        #expect(!document.contains("<script") && !document.contains("<img"))
        #expect(document.contains("&lt;script&gt;document.title='owned'&lt;/script&gt;"))
        #expect(document.contains("&lt;img src=x onerror="))
        for words in ["Missing tables (3)", "Pending, in the order in which they would run (3)", "Revisions (7)"] {
            #expect(document.contains(words), "\(words)")
        }
        #expect(document.contains("<bdi>g7</bdi></code> <b class=\"tag\">head</b> <b class=\"tag pending\">pending"))
        #expect(document.contains("<bdi>e5</bdi></code> <b class=\"tag current\">current</b>"))
        #expect(document.contains("<td>behind</td>") && document.contains("<td>behind, tables missing: 3</td>"))
        // The fork and the merge have a lane of their own.
        #expect(document.components(separatedBy: "<path class=\"line1\"").count == 3)
    }

    @Test func `draws the newest of a thousand revisions and says how many more there are`() async throws {
        let project = try Project([])
        for number in 0..<1_000 {
            let parent = number == 0 ? "None" : "'r\(number - 1)'"
            try project.write(
                Self.revision("r\(number)", after: parent, message: "step \(number)"),
                to: "migrations/versions/r\(number).py")
        }
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("r500")
        let server = try await ServingExporter(
            // Other tests may keep the machine busy while the scripts are read.
            ["serve", "--scripts", project.scripts, "--sample-interval", "60s", "--sample-timeout", "60s"],
            environment: ["DATABASE_URL": database.url()])
        try await server.get("/readyz", within: 60) { $0.code == 200 }
        let document = try await Browser.open(server, pictures: "thousand")
        #expect(document.contains("Revisions (1000)"))
        #expect(document.contains("and 800 older revisions, among them the current <code><bdi>r500</bdi></code>"))
        #expect(document.contains("and 479 more"))
        #expect(document.utf8.count < 200_000)
    }
}
