import Foundation
import SystemPackage
import TestSupport
import Testing

/// The status page of a real server, in a real browser.
@Suite("The page in a browser", .timeLimit(.minutes(2)))
struct PageTests {
    /// The document as the browser has it after it obeyed all of it, and pictures of it in `.build/page`.
    private func open(_ server: ServingExporter, pictures name: String, height: Int = 1_500) async throws -> String {
        let chromium = try Tool("chromium", in: [], package: "chromium")
        let profile = try TemporaryDirectory()
        let pictures = Alembic.packageRoot.appending(".build/page")
        try FileManager.default.createDirectory(atPath: pictures.string, withIntermediateDirectories: true)
        let common = [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=\(profile.path)",
        ]
        let page = "http://127.0.0.1:\(server.port)/"
        for (suffix, width, scheme) in [("light", 960, 1), ("dark", 960, 0), ("phone", 500, 1)] {
            let picture = pictures.appending("\(name)-\(suffix).png").string
            try? FileManager.default.removeItem(atPath: picture)
            try await chromium.run(
                common + [
                    "--blink-settings=preferredColorScheme=\(scheme)", "--window-size=\(width),\(height)",
                    "--screenshot=\(picture)", page,
                ])
            #expect(FileManager.default.fileExists(atPath: picture))
        }
        let document = try await chromium.run(common + ["--dump-dom", page])
        withExtendedLifetime(profile) {}
        return document
    }

    private static func revision(_ id: String, after: String, message: String, upgrade: String = "pass") -> String {
        """
        \"\"\"\(message)\"\"\"
        from alembic import op
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

        let document = try await open(server, pictures: "branches")
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
        let document = try await open(server, pictures: "thousand")
        #expect(document.contains("Revisions (1000)"))
        #expect(document.contains("and 800 older revisions, among them the current <code><bdi>r500</bdi></code>"))
        #expect(document.contains("and 479 more"))
        #expect(document.utf8.count < 200_000)
    }
}
