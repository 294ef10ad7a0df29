import Foundation
import SystemPackage
import TestSupport
import Testing

/// The picture in the README is of the page as it is today.
@Suite("The README's picture", .timeLimit(.minutes(2)))
struct ScreenshotTests {
    private static let file = "Tests/ProductTests/Expected/status-page.png"

    /// A history with two branches and their merge, as teams have it.
    private static let history = [
        ("4ec49e1f4ba8", "None", "create users and orders", "orders"),
        ("b7e906377ec2", "'4ec49e1f4ba8'", "add coupons", "coupons"),
        ("1f6a2c90d4e7", "'4ec49e1f4ba8'", "add invoices", "invoices"),
        ("c08d51b7aa36", "('b7e906377ec2', '1f6a2c90d4e7')", "merge coupons and invoices", nil),
        ("bb7fb1d8e8a3", "'c08d51b7aa36'", "add created_by_id to invoices", nil),
        ("e2d94f7701bc", "'bb7fb1d8e8a3'", "add refunds", "refunds"),
    ]

    /// The service `orders` two revisions behind, after an upgrade that left a table out.
    private func orders(_ project: Project) async throws -> ServingExporter {
        for (id, parent, message, table) in Self.history {
            let upgrade = table.map { "op.create_table('\($0)', sa.Column('id', sa.Integer()))" } ?? "pass"
            try project.write(
                PageTests.revision(id, after: parent, message: message, upgrade: upgrade),
                to: "migrations/versions/\(id).py")
        }
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("b7e906377ec2", tables: ["orders", "coupons", "invoices"])
        let role = "orders_reader"
        try await database.sql("CREATE ROLE \(role) LOGIN PASSWORD '\(TestDatabase.password)'")
        try await database.sql("GRANT SELECT ON alembic_version TO \(role)")
        try project.write(
            """
            sample-interval: 200ms
            databases: [{name: orders, url: "\(database.url(user: role))", scripts: \(project.scripts)}]
            """, to: "config.yml")
        let server = try await ServingExporter(["serve", "--config.file", project.directory.file("config.yml")])
        try await server.get("/readyz") { $0.code == 200 }
        try await database.sql("UPDATE alembic_version SET version_num = 'c08d51b7aa36'; DROP TABLE coupons")
        try await server.get("/health") { $0.body.contains(#""missing_tables":["coupons"]"#) }
        return server
    }

    @Test func `looks like the page, which renews itself without flicker`() async throws {
        let project = try Project([])
        let document = try await Browser.open(orders(project), pictures: "readme", isWatched: true)
        withExtendedLifetime(project) {}
        #expect(document.contains("And tables are missing."))
        let readme = try String(
            contentsOfFile: Alembic.packageRoot.appending("README.md").string, encoding: .utf8)
        #expect(readme.contains("](\(Self.file))"))
        let picture = Alembic.packageRoot.appending(Self.file).string
        let renewal = ProcessInfo.processInfo.environment["RENEW_SCREENSHOT"] == nil ? [] : ["--renew"]
        _ = try await Alembic.python(
            [
                Alembic.packageRoot.appending("Tests/ProductTests/Oracle/pictures.py").string, picture,
                Browser.pictures.appending("readme-light.png").string,
            ] + renewal)
        let size = try FileManager.default.attributesOfItem(atPath: picture)[.size] as? Int
        #expect(try #require(size) < 100_000)
    }
}
