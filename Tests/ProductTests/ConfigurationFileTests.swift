import Foundation
import Settings
import SystemPackage
import TestSupport
import Testing

/// `deploy/migration-exporter.yml` is the documentation of the file: it must be complete and true.
@Suite("The commented configuration")
struct ConfigurationFileTests {
    private static let path = Alembic.packageRoot.appending("deploy/migration-exporter.yml").string

    private static func example() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// With every key that is commented out switched on, but for those of which only one can be there.
    private static func complete() throws -> String {
        try example().split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let match = line.wholeMatch(of: /( *)# ([a-z.-]+): (.*)/),
                !["url-env", "url", "database-url", "yaml-language-server"].contains(match.2)
            else { return String(line) }
            return "\(match.1)\(match.2): \(match.3)"
        }.joined(separator: "\n")
    }

    @Test func `it has every key`() throws {
        let example = try Self.example()
        for setting in Setting.all {
            #expect(example.contains(try Regex("(?m)^ *(# )?\(setting.name): ")), "\(setting.name)")
        }
        for key in DatabaseKey.urls { #expect(example.contains("\(key.name): ")) }
    }

    @Test func `what is not commented out stands at its default`() throws {
        let example = try Self.example()
        for setting in Setting.all {
            guard let fallback = setting.fallback else { continue }
            let line = example.firstMatch(
                of: try Regex("(?m)^ *\(setting.name): (.*)$", as: (Substring, Substring).self))
            let value = line?.1.filter { !" []".contains($0) }
            #expect(value == fallback.filter { $0 != " " }, "\(setting.name)")
        }
    }

    @Test(arguments: [false, true])
    func `it is a good configuration, as it is and with everything switched on`(isComplete: Bool) async throws {
        let project = try Project()
        for name in ["orders-url", "billing-url"] { try project.write("sqlite:///\(name).db\n", to: name) }
        try project.write("http_server_config: {http2: false}\n", to: "web.yml")
        try project.write("", to: "empty.db")
        let snapshot = project.directory.file("expected.schema.json")
        let written = try await Exporter.run(
            ["snapshot", "--scripts", project.scripts, "--output", snapshot],
            environment: ["DATABASE_URL": "sqlite:///\(project.directory.file("empty.db"))"])
        #expect(written.status == 0, "\(written.errors)")
        let file = (isComplete ? try Self.complete() : try Self.example())
            .replacing("/run/secrets", with: project.directory.path)
            .replacing("/srv/orders/expected.schema.json", with: snapshot)
            .replacing("/srv/orders/alembic.ini", with: project.scripts)
            .replacing("/srv/billing/migrations", with: project.directory.file("migrations"))
        #expect(file.contains("\n    version-table-schema: public") == isComplete)
        try project.write(file, to: "config.yaml")
        let result = try await Exporter.run(["config", "check", "--config.file", project.directory.file("config.yaml")])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasSuffix("The configuration is good.\n"))
        #expect(result.output.contains("orders: ") && result.output.contains("billing: "))
    }

    @Test func `the schema for editors takes it, and not what is mistyped`() async throws {
        let directory = try TemporaryDirectory()
        let schema = try await Exporter.run(["config", "schema"])
        #expect(schema.status == 0)
        try schema.output.write(toFile: directory.file("schema.json"), atomically: true, encoding: .utf8)
        try Self.complete().write(toFile: directory.file("complete.yml"), atomically: true, encoding: .utf8)
        let program = """
            import copy, json, sys, yaml
            from jsonschema import Draft202012Validator
            schema = json.load(open(sys.argv[1] + "/schema.json"))
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema)
            good = yaml.safe_load(open(sys.argv[1] + "/complete.yml"))
            validator.validate(good)
            def wrong(change):
                bad = copy.deepcopy(good)
                change(bad)
                assert list(validator.iter_errors(bad)), change
            wrong(lambda c: c.update({"sample-intervall": "1s"}))
            wrong(lambda c: c.update({"sample-interval": "soon"}))
            wrong(lambda c: c.update({"run.enabled": "perhaps"}))
            wrong(lambda c: c.update({"log.level": "loud"}))
            wrong(lambda c: c.update({"databases": []}))
            wrong(lambda c: c["databases"][0].update({"urll": "x"}))
            wrong(lambda c: c["databases"][0].update({"url": "x"}))
            wrong(lambda c: c["databases"][0].pop("name"))
            described = [p for p in schema["properties"].values() if p.get("description")]
            assert len(described) == len(schema["properties"])
            """
        _ = try await Alembic.python(["-c", program, directory.path])
    }

    @Test func `config check looks for the target in the scripts`() async throws {
        let project = try Project()
        func check(_ target: String) async throws -> Exporter.Result {
            try await Exporter.run(
                ["config", "check", "--scripts", project.scripts, "--target", target],
                environment: ["DATABASE_URL": "sqlite:///a.db"])
        }
        for target in ["aaaa", "heads", "+1"] { #expect(try await check(target).status == 0) }
        let wrong = try await check("nosuch")
        #expect(wrong.status == 2 && !wrong.output.contains("is good"), "\(wrong.output)")
        #expect(
            wrong.errors == "migration-exporter: database: The target 'nosuch' is no revision and no branch of the "
                + "scripts. Correct --target, or release the scripts that have it.\n")
    }

    @Test func `config check looks for the files that a URL names`() async throws {
        let project = try Project()
        let result = try await Exporter.run(
            ["config", "check", "--scripts", project.scripts, "--run.enabled"],
            environment: ["DATABASE_URL": "postgresql://app@db/orders?sslmode=verify-full&sslrootcert=/nowhere/ca.pem"])
        #expect(result.status == 64)
        #expect(result.errors.contains("run.enabled needs a token"), "\(result.errors)")
        let alone = try await Exporter.run(
            ["config", "check", "--scripts", project.scripts],
            environment: ["DATABASE_URL": "postgresql://app@db/orders?sslmode=verify-full&sslrootcert=/nowhere/ca.pem"])
        #expect(alone.status == 64)
        #expect(alone.errors.contains("The URL of database has sslrootcert=/nowhere/ca.pem, which cannot be read."))
    }

    @Test func `config check names what is wrong with scripts beside what is wrong with settings`() async throws {
        let directory = try TemporaryDirectory()
        try """
        health.unhealthy-when: [nope]
        databases:
          - {name: orders, url: mysql://db/orders, scripts: /nowhere/alembic.ini}
          - {name: billing, url: sqlite:///b.db, scripts: \(directory.path)}
        """.write(toFile: directory.file("p.yml"), atomically: true, encoding: .utf8)
        let result = try await Exporter.run(["config", "check", "--config.file", directory.file("p.yml")])
        #expect(result.status == 64)
        for problem in [
            "p.yml:1: health.unhealthy-when names 'nope'", "\"mysql\" are not supported",
            "orders: Path doesn't exist: /nowhere/alembic.ini", "billing: \(directory.path) is neither",
        ] {
            #expect(result.errors.contains(problem), "\(problem) in \(result.errors)")
        }
    }
}
