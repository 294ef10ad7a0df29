import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import migration_exporter

@Suite("The commands", .timeLimit(.minutes(3)))
struct CommandTests {
    @Test func `demo goes from behind over a missing table to healthy`() async throws {
        let demo = try await ServingExporter(["demo", "--step", "6s"])
        let behind = try await demo.get("/health") { $0.body.contains(#""state":"behind""#) }
        #expect(behind.code == 503)
        #expect(
            behind.body.contains(#""current_revision":"b7e906377ec2","head_revision":"bb7fb1d8e8a3","pending_count":1"#)
        )
        #expect(try await demo.get("/api/migrations/validate").body.contains(#""differences":[]"#))
        let damaged = try await demo.get("/health") { $0.body.contains(#""state":"up_to_date""#) }
        #expect(damaged.code == 503)
        #expect(damaged.body.contains(#""missing_tables":["recipes"]"#))
        #expect(try await demo.get("/health") { $0.code == 200 }.code == 200)
        #expect(try await demo.get("/").body.contains("The database stands where the scripts say."))
        let validation = try await demo.get("/api/migrations/validate").body
        #expect(validation.contains(#""existing_tables":["conversations","recipe_ingredients","recipes","users"]"#))
        #expect(validation.contains(#""differences":[]"#))
        // All of its scripts can be followed.
        #expect(try await demo.get("/metrics").body.contains(#"migration_opaque_revisions{database="database"} 0"#))
        try demo.send(SIGTERM)
        #expect(try await demo.exitStatus() == 0)
        let left = demo.log.firstMatch(of: /Scripts +(\/\S+)\/alembic\.ini/).map { String($0.1) } ?? ""
        #expect(!left.isEmpty && !FileManager.default.fileExists(atPath: left))
    }

    @Test func `status is silent about what it could not read`() async throws {
        let status = try await Exporter.run(
            ["status", "--scripts", "/nowhere", "--database-url", "sqlite:////nowhere.db"])
        #expect(status.status == 2)
        let facts = status.output.split(separator: "\n").prefix { !$0.hasPrefix("findings") }
            .map { $0.prefix { $0 != " " } }
        #expect(facts == ["database", "state", "error"], "\(status.output)")
    }

    @Test func `wait returns once the database is up to date`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let arguments = ["wait", "--scripts", project.scripts, "--interval", "100ms"]
        let environment = ["DATABASE_URL": database.url()]
        let late = try await Exporter.run(arguments + ["--timeout", "500ms"], environment: environment)
        #expect(late.status == 1)
        #expect(late.errors == "migration-exporter: behind, 1 pending\n")
        async let waiting = Task.detached {
            try await Exporter.run(arguments + ["--timeout", "30s"], environment: environment)
        }.value
        try await Task.sleep(for: .milliseconds(500))
        try await database.sql("UPDATE alembic_version SET version_num = 'bbbb2222'")
        #expect(try await waiting.status == 0)
        let nowhere = try await Exporter.run(
            arguments + ["--timeout", "300ms"], environment: ["DATABASE_URL": "postgresql://127.0.0.1:1/x"])
        #expect(nowhere.status == 2)
    }

    @Test func `validate compares with a list`() async throws {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let environment = ["DATABASE_URL": database.url()]
        let good = try await Exporter.run(["validate", "--scripts", project.scripts], environment: environment)
        #expect(good.status == 0)
        let listed = try await Exporter.run(
            ["validate", "--scripts", project.scripts, "--expected-tables", "t_aaaa1111,orders", "--output", "json"],
            environment: environment)
        #expect(listed.status == 1)
        #expect(listed.output.contains(#""missing_tables":["orders"]"#))
        #expect(listed.output.contains(#""expected_from":"list""#))
        try await database.sql("CREATE SCHEMA audit; CREATE TABLE audit.log (id integer)")
        let elsewhere = try await Exporter.run(
            [
                "validate", "--scripts", project.scripts, "--schema", "public", "--expected-tables",
                "audit.log,audit.no",
                "--output", "json",
            ], environment: environment)
        #expect(elsewhere.output.contains(#""missing_tables":["audit.no"]"#), "\(elsewhere.output)")
    }

    @Test func `config check says everything that is wrong at once`() async throws {
        let project = try Project()
        let bad = try await Exporter.run(
            ["config", "check", "--scripts", project.scripts, "--sample-interval", "soon", "--log.level", "loud"])
        #expect(bad.status == 64)
        #expect(bad.errors.split(separator: "\n").count == 3, "\(bad.errors)")
        let good = try await Exporter.run(
            ["config", "check", "--scripts", project.scripts], environment: ["DATABASE_URL": "sqlite:///a.db"])
        #expect(good.status == 0, "\(good.errors)")
        #expect(
            good.output
                == "database: sqlite:///a.db, \(project.scripts): 2 revisions, 1 heads\nThe configuration is good.\n")
    }

    @Test func `several databases are served from one file`() async throws {
        let project = try Project(["aaaa1111"])
        let first = try await PostgresCluster.shared().createDatabase()
        try await first.stamp("aaaa1111", tables: ["t_aaaa1111"])
        let second = try await PostgresCluster.shared().createDatabase()
        try project.write(
            """
            sample-interval: 200ms
            scripts: \(project.scripts)
            databases:
              - {name: orders, url-env: ORDERS_URL}
              - {name: billing, url-env: BILLING_URL}
            """, to: "config.yaml")
        let server = try await ServingExporter(
            ["serve", "--config.file", project.directory.file("config.yaml")],
            environment: ["ORDERS_URL": first.url(), "BILLING_URL": second.url()])
        try await server.get("/readyz") { $0.code == 200 }
        let health = try await server.get("/health").body
        #expect(health.contains(#""orders":{"status":"healthy""#), "\(health)")
        #expect(health.contains(#""state":"uninitialized""#))
        #expect(try await server.get("/api/migrations/status").code == 400)
        #expect(try await server.get("/api/migrations/status?database=orders").body.contains(#""state":"up_to_date""#))
    }

    /// The words of every command that is there for people.
    private static func words(below command: any ParsableCommand.Type, _ words: [String] = []) -> [String] {
        command.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { child in
            let words = words + [child.configuration.commandName ?? ""]
            let deeper = Self.words(below: child, words)
            return deeper.isEmpty ? [words.joined(separator: " ")] : deeper
        }
    }

    @Test(arguments: words(below: MigrationExporter.self))
    func `help is worth reading`(command: String) async throws {
        let help = try await Exporter.run(command.split(separator: " ").map(String.init) + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("OVERVIEW: ") && help.output.contains("USAGE: migration-exporter \(command)"))
    }
}
