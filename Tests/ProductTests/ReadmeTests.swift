import Exposition
import Foundation
import SystemPackage
import TestSupport
import Testing

/// What the README says is tried as it is written.
@Suite("The README")
struct ReadmeTests {
    private var readme: String {
        get throws { try String(contentsOfFile: Alembic.packageRoot.appending("README.md").string, encoding: .utf8) }
    }

    /// The text of the first block in this language.
    private func block(_ language: String) throws -> String {
        let parts = try readme.components(separatedBy: "```\(language)\n")
        return try #require(parts.count > 1 ? parts[1].components(separatedBy: "```").first : nil)
    }

    @Test func `the role that it makes is enough, and may not write`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("CREATE TABLE public.alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        try await database.sql("INSERT INTO alembic_version VALUES ('aaaa1111'); CREATE TABLE t_aaaa1111 (id integer)")
        try await database.sql(
            "REVOKE ALL ON DATABASE \(database.name) FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC")
        let role = "reader_of_\(database.name)"
        let script = try block("sql").replacing("migration_exporter", with: role)
            .replacing("DATABASE orders", with: "DATABASE \(database.name)")
            .replacing("change me", with: TestDatabase.password)
        try await database.sql(script)
        let environment = ["DATABASE_URL": database.url(user: role)]
        for command in ["status", "validate"] {
            let result = try await Exporter.run([command, "--scripts", project.scripts], environment: environment)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
        let write = "SET ROLE \(role); UPDATE alembic_version SET version_num = 'x'"
        await #expect(throws: ToolError.self) { try await database.sql(write) }
    }

    @Test func `its table of metrics is the catalogue`() throws {
        let rows = Metric.all.map { metric in
            let labels = metric.labels.isEmpty ? "" : "{\(metric.labels.joined(separator: ","))}"
            return "| `\(metric.name)\(labels)` | \(metric.kind.rawValue) | \(metric.help) |"
        }
        let own = ConfigurationMetric.all.map { "| `\($0.name)` | gauge | \($0.help) |" }
        #expect(try readme.contains((rows + own).joined(separator: "\n")))
    }

    @Test func `its file of several databases is a good configuration`() async throws {
        let parts = try readme.components(separatedBy: "```yaml\n").filter { $0.hasPrefix("sample-interval") }
        let text = try #require(parts.first?.components(separatedBy: "```").first)
        let project = try Project()
        try project.write("sqlite:///orders.db\n", to: "orders-url")
        let file = text.replacing("/run/secrets/orders-url", with: project.directory.file("orders-url"))
            .replacing("/srv/orders/alembic.ini", with: project.scripts)
            .replacing("/srv/billing/migrations", with: project.directory.file("migrations"))
        try project.write(file, to: "config.yaml")
        let result = try await Exporter.run(
            ["config", "check", "--config.file", project.directory.file("config.yaml")],
            environment: ["BILLING_DATABASE_URL": "sqlite:///billing.db"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasSuffix("The configuration is good.\n"))
    }

    @Test func `it names every flag of serve`() async throws {
        let help = try await Exporter.run(["serve", "--help"]).output
        let flags = help.matches(of: /(--[a-z][a-z.-]+) </).map { String($0.1) }
        #expect(flags.count > 10)
        for flag in flags { #expect(try readme.contains("`\(flag)`"), "\(flag)") }
    }
}
