import DatabaseAddress
import Foundation
import Settings
import Testing

@Suite("The settings")
struct SettingsTests {
    private func problems(_ flags: [String: [String]] = [:], _ environment: [String: String] = [:]) -> [String] {
        do {
            _ = try Settings(flags: flags, environment: environment)
            return []
        } catch {
            return error.problems
        }
    }

    static let enough = ["DATABASE_URL": "sqlite:///app.db", "MIGRATION_EXPORTER_SCRIPTS": "alembic.ini"]

    @Test func `one database needs an address and scripts, and the rest has defaults`() throws {
        let settings = try Settings(flags: [:], environment: Self.enough)
        #expect(settings.databases.map(\.name) == ["database"])
        #expect(settings.databases[0].scripts == "alembic.ini")
        #expect(settings.databases[0].target == "head")
        #expect(settings.sampleInterval == .seconds(15))
        #expect(settings.sampleTimeout == .seconds(5))
        #expect(settings.web.addresses == [.tcp(host: "", port: 12809)])
        #expect(settings.web.limits.connections == 512)
        #expect(settings.telemetryPath == "/metrics")
    }

    @Test func `a flag wins over the environment, which wins over the file`() throws {
        let file = try TemporaryFile("sample-interval: 1m\nsample-timeout: 1s\ntarget: heads\n")
        var environment = Self.enough
        environment["MIGRATION_EXPORTER_CONFIG_FILE"] = file.path
        environment["MIGRATION_EXPORTER_SAMPLE_INTERVAL"] = "2m"
        environment["MIGRATION_EXPORTER_SAMPLE_TIMEOUT"] = "2s"
        let settings = try Settings(flags: ["sample-interval": ["3m"]], environment: environment)
        #expect(settings.sampleInterval == .seconds(180))
        #expect(settings.sampleTimeout == .seconds(2))
        #expect(settings.databases[0].target == "heads")
    }

    @Test func `every problem is said at once, with its place`() {
        let found = problems(
            ["sample-interval": ["soon"], "web.listen-address": ["nowhere"], "health.unhealthy-when": ["behind,nope"]],
            ["MIGRATION_EXPORTER_WEB_TELEMETRY_PATH": "metrics"])
        #expect(
            found == [
                "There is no database URL. Set DATABASE_URL or DATABASE_URL_FILE, or give --database-url or "
                    + "--config.file; `migration-exporter demo` needs none.",
                "Nobody says where the scripts are. Give --scripts or MIGRATION_EXPORTER_SCRIPTS: an alembic.ini, a "
                    + "pyproject.toml, a script directory or a version directory.",
                "--sample-interval is 'soon'; it must be a duration such as 500ms, 15s, 5m or 1h, up to 24h.",
                "--web.listen-address is 'nowhere'; it must be HOST:PORT, [IPV6]:PORT or :PORT, the port from 0 to 65535, "
                    + "or unix:/PATH.",
                "MIGRATION_EXPORTER_WEB_TELEMETRY_PATH is 'metrics'; it must be a path such as /metrics that nothing "
                    + "else has.",
                "--health.unhealthy-when names 'nope'; known are: unreachable, unknown, behind, inconsistent, "
                    + "uninitialized, multiple_heads, unknown_revision, missing_tables, missing_columns.",
            ])
    }

    @Test func `a secret can stand in a file`() throws {
        let file = try TemporaryFile("postgresql://app:hunter2@db/orders\n")
        let settings = try Settings(
            flags: [:], environment: ["DATABASE_URL_FILE": file.path, "MIGRATION_EXPORTER_SCRIPTS": "m"])
        #expect(settings.databases[0].address.masked == "postgresql://app@***")
        let both = problems([:], Self.enough.merging(["DATABASE_URL_FILE": file.path]) { $1 })
        #expect(both == ["DATABASE_URL and DATABASE_URL_FILE are both set. Unset one of them."])
    }

    @Test(arguments: [
        (":12809", [WebAddress.tcp(host: "", port: 12809)]), ("127.0.0.1:80", [.tcp(host: "127.0.0.1", port: 80)]),
        ("[::1]:9090", [.tcp(host: "::1", port: 9090)]), ("db:0", [.tcp(host: "db", port: 0)]),
        ("unix:/run/x.sock", [.unix(path: "/run/x.sock")]),
        (":1, unix:/s", [.tcp(host: "", port: 1), .unix(path: "/s")]),
    ])
    func `listen addresses`(text: String, addresses: [WebAddress]) throws {
        let settings = try Settings(flags: ["web.listen-address": [text]], environment: Self.enough)
        #expect(settings.web.addresses == addresses)
    }

    @Test(arguments: [
        "", "80", "::1:80", "h:65536", "h:-1", "unix:relative", "unix:/" + String(repeating: "x", count: 107),
    ])
    func `what is no listen address`(text: String) {
        let found = problems(["web.listen-address": [text]], Self.enough)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("--web.listen-address is ") == true, "\(found)")
    }

    @Test(arguments: [("web.max-connections", "0"), ("web.max-header-size", "16k"), ("web.read-timeout", "0s")])
    func `what is no limit`(name: String, value: String) {
        let found = problems([name: [value]], Self.enough)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("--\(name) is '\(value)'; it must be ") == true, "\(found)")
    }

    @Test(arguments: [
        "", "/", "//", "metrics", "/health", "/health/", "//health", "/-/reload", "/-/reload/", "/openapi.json/",
        "/a//b",
        "/api/migrations/status", "/a b", "/a*", "/{a}", "/:a",
    ])
    func `what is no path of the metrics`(path: String) {
        #expect(throws: SettingsError.self) {
            try Settings(flags: ["web.telemetry-path": [path]], environment: Self.enough)
        }
    }

    @Test(arguments: [
        ("/metrics", "/metrics"), ("/metrics/", "/metrics"), ("/-/metrics", "/-/metrics"), ("/a/b", "/a/b"),
    ])
    func `what is one`(written: String, path: String) throws {
        let settings = try Settings(flags: ["web.telemetry-path": [written]], environment: Self.enough)
        #expect(settings.telemetryPath == path)
    }

    @Test func `PORT gives the port where no flag and no other variable names an address`() throws {
        var environment = Self.enough
        environment["PORT"] = "5000"
        let port = try Settings(flags: [:], environment: environment).web.addresses
        #expect(port == [.tcp(host: "", port: 5_000)])
        let flag = try Settings(flags: ["web.listen-address": [":1"]], environment: environment).web.addresses
        #expect(flag == [.tcp(host: "", port: 1)])
        let file = try TemporaryFile("web.listen-address: :12809\n")
        environment["MIGRATION_EXPORTER_CONFIG_FILE"] = file.path
        #expect(try Settings(flags: [:], environment: environment).web.addresses == port)
        environment["MIGRATION_EXPORTER_WEB_LISTEN_ADDRESS"] = ":2"
        let variable = try Settings(flags: [:], environment: environment).web.addresses
        #expect(variable == [.tcp(host: "", port: 2)])
        let wrong = problems([:], Self.enough.merging(["PORT": "abc"]) { $1 })
        #expect(wrong == ["PORT is 'abc'; it must be a number from 0 to 65535."])
    }

    @Test func `several databases come from the file`() throws {
        let file = try TemporaryFile(
            """
            scripts: /srv/shared
            databases:
              - name: orders
                url-env: ORDERS_URL
                scripts: /srv/orders/alembic.ini
                target: heads
                expected-tables: [users, recipes]
              - name: saas
                url: sqlite:////var/saas.db
                ignore-tables: "tmp_*, spatial_ref_sys"
            """)
        let settings = try Settings(
            flags: ["config.file": [file.path]], environment: ["ORDERS_URL": "postgres://o@db/orders"])
        #expect(settings.databases.map(\.name) == ["orders", "saas"])
        #expect(settings.databases[0].expectedTables == ["users", "recipes"])
        #expect(settings.databases[1].scripts == "/srv/shared")
        #expect(settings.databases[1].ignoredTables == ["tmp_*", "spatial_ref_sys"])
    }

    @Test(arguments: [
        ("nonsense: 1\n", ":1: unknown key 'nonsense'. Known here: database-url, scripts, "),
        ("\nsample_interval: 1s\n", ":2: unknown key 'sample_interval'. Is sample-interval meant?"),
        ("databases:\n  - name: a\n    url: x\n    urll: y\n", ":4: unknown key 'urll'. Is url meant?"),
        (
            "databases:\n  - name: a\n    sample-interval: 1s\n",
            ":3: 'sample-interval' is of all databases: write it at "
        ),
        ("url: x\n", ":1: 'url' is of one database: write it into an entry of databases."),
        (
            "databases:\n  - name: a\n    tenants: {schemas: x}\n",
            ":3: 'tenants' is not supported yet. Give each tenant's "
        ),
        ("schema: {a: b}\n", ":1: schema must be a text, or a list of texts."),
        ("target: {a: b}\n", ":1: target must be one text."), ("target: [a, b]\n", ":1: target must be one text."),
        ("scripts: [/srv/one]\n", ":1: scripts must be one text."),
        ("database-url: [A, x]\n", ":1: database-url must be one text."),
        ("databases:\n  - name: [a, b]\n", ":2: name must be one text."),
        ("databases:\n  - name: a\n    url: [b, c]\n", ":3: url must be one text."),
        ("databases:\n  - name: a\n    version-table: [b, c]\n", ":3: version-table must be one text."),
        (
            "databases:\n  - {name: a, url: x}\ndatabase-url: x\n",
            ":3: database-url is given, and the file has databases. Leave one of them out."
        ),
        ("target: head\ntarget: heads\n", "line 2: target is there twice. It is in line 1 already."),
        (
            "databases:\n  - name: a\n    url: x\n    schema:\n      - url\n    \"url\" : y\n",
            "line 6: url is there twice. It is in line 3 already."
        ),
        ("{target: a, target: b}\nschema: target: c\n", "line 1: target is there twice."),
        ("databases:\n  - name: a\n\turl: x\n", "line 3: it is indented by a tab. YAML wants blanks."),
        ("databases: []\n", "databases must be a list with one entry or more."),
        ("databases:\n  - url: sqlite:///a.db\n", "a database needs a name."),
        ("databases:\n  - name: a\n", "database 'a' needs one of url, url-file and url-env."),
        ("databases:\n  - {name: a, url-env: NOT_SET}\n", "url-env names NOT_SET, which is not set."),
        ("a: [\n", "is no valid YAML"), ("- a\n", "the file must be a mapping"),
    ])
    func `a wrong file is named with the line`(text: String, problem: String) throws {
        let file = try TemporaryFile(text)
        let found = problems(["config.file": [file.path]])
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func `a name with a control character is none`() throws {
        let file = try TemporaryFile(
            "scripts: /srv\ndatabases:\n  - {name: \"or\\u0001ders\", url: \"sqlite:///orders.db\"}\n")
        let problems = problems(["config.file": [file.path]])
        #expect(problems == ["\(file.path):3: the name of a database has a control character in it."])
    }

    @Test func `a line of the token file may be a comment`() throws {
        let file = try TemporaryFile(
            "# deployers 0123456789abcdef0\ndeployer fedcba98765432100\n\n#0123456789abcdef0\n")
        let settings = try Settings(
            flags: ["run.enabled": ["true"], "run.token-file": [file.path]], environment: Self.enough)
        #expect(settings.run.tokens.map(\.name) == ["deployer"])
    }

    @Test func `where a list is meant, a list is taken`() throws {
        let file = try TemporaryFile(
            "schema: [a, b]\nweb.listen-address: [':1', 'unix:/s']\nhealth.unhealthy-when: [behind, unknown]\n")
        let settings = try Settings(flags: ["config.file": [file.path]], environment: Self.enough)
        #expect(settings.databases[0].schemas == ["a", "b"])
        #expect(settings.web.addresses == [.tcp(host: "", port: 1), .unix(path: "/s")])
        #expect(settings.unhealthyWhen == [.behind, .unknown])
    }

    @Test func `a key without a value says nothing`() throws {
        let file = try TemporaryFile("target:\nsample-interval: ~\nschema: []\n")
        let settings = try Settings(flags: ["config.file": [file.path]], environment: Self.enough)
        #expect(settings.databases[0].target == "head")
        #expect(settings.databases[0].schemas == [])
        #expect(settings.sampleInterval == .seconds(15))
    }

    @Test func `a list of tables can stand in a file`() throws {
        let list = try TemporaryFile("users\n# a comment\n  recipes  # another\n\n")
        let settings = try Settings(flags: ["expected-tables": ["@" + list.path]], environment: Self.enough)
        #expect(settings.databases[0].expectedTables == ["users", "recipes"])
    }

    @Test(arguments: [",", " ", "@file"])
    func `a list of tables that names none is refused`(_ written: String) throws {
        let list = try TemporaryFile("# all of them\n\n")
        let text = written == "@file" ? "@" + list.path : written
        let found = problems(["expected-tables": [text]], Self.enough)
        #expect(found.count == 1 && found[0].contains("names no table"), "\(found)")
    }

    @Test func `no problem shows a password`() {
        let found = problems([:], ["DATABASE_URL": "mysql://root:hunter2@db/x", "MIGRATION_EXPORTER_SCRIPTS": "m"])
        #expect(found.count == 1)
        #expect(!found[0].contains("hunter2"))
    }
}

/// A file that goes when the test does.
final class TemporaryFile: Sendable {
    let path: String

    convenience init(_ text: String) throws { try self.init(Data(text.utf8)) }

    init(_ bytes: Data) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID())").path
        try bytes.write(to: URL(filePath: path))
    }

    /// A pipe, at the other end of which nobody is.
    init(pipe: Void) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID())").path
        guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
