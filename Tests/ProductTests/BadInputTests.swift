import Foundation
import TestSupport
import Testing

/// Each mistake gets a message that names the thing and the cure, and the exit status of the contract.
@Suite("Bad input")
struct BadInputTests {
    private func status(
        _ url: String?, scripts: String, _ flags: String...
    ) async throws -> (status: Int32, text: String) {
        let result = try await Exporter.run(
            ["status", "--scripts", scripts] + flags, environment: url.map { ["DATABASE_URL": $0] } ?? [:])
        let text = result.output + result.errors
        #expect(!text.contains("s3cr3t") && !text.contains("hunter2"), "a password shows")
        return (result.status, text)
    }

    @Test(arguments: [
        (nil, "There is no database URL. Set DATABASE_URL or DATABASE_URL_FILE"),
        ("mysql://root:hunter2@db/app", "mysql"),
        ("sqlite://", "memory"),
        ("nonsense hunter2", "DATABASE_URL: "),
    ])
    func `a URL that cannot be meant is wrong usage`(url: String?, message: String) async throws {
        let project = try Project()
        let result = try await status(url, scripts: project.scripts)
        #expect(result.status == 64)
        #expect(result.text.contains(message), "\(result.text)")
    }

    @Test func `no scripts are named`() async throws {
        let result = try await Exporter.run(["status"], environment: ["DATABASE_URL": "sqlite:///a.db"])
        #expect(result.status == 64)
        #expect(result.errors.contains("Give --scripts or MIGRATION_EXPORTER_SCRIPTS"))
    }

    @Test func `an unknown flag`() async throws {
        let result = try await Exporter.run(["status", "--no-such-flag"])
        #expect(result.status == 64)
        #expect(result.errors.contains("--no-such-flag"))
    }

    @Test(arguments: [
        ("a wrong password", "postgresql://{name}:hunter2@127.0.0.1:{port}/{name}", "refuses the login"),
        ("an unknown role", "postgresql://nobody_here:hunter2@127.0.0.1:{port}/{name}", "refuses the login"),
        ("an unknown host", "postgresql://u:hunter2@no-such-host.invalid/app", "no-such-host.invalid"),
        ("a closed port", "postgresql://u:hunter2@127.0.0.1:1/app", "Cannot connect"),
        (
            "a missing database", "postgresql://{name}:s3cr3t%2Fp%40ss@127.0.0.1:{port}/no_such_database",
            "no_such_database"
        ),
        (
            "a password as a parameter", "postgresql://{name}@127.0.0.1:{port}/{name}?password=hunter2",
            "refuses the login"
        ),
        ("key and value", "host=127.0.0.1 port={port} user={name} password=hunter2 dbname={name}", "refuses the login"),
    ])
    func `a PostgreSQL server that does not let us in`(name: String, url: String, message: String) async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        let url = url.replacing("{name}", with: database.name).replacing("{port}", with: "\(database.cluster.port)")
        let result = try await status(url, scripts: project.scripts)
        #expect(result.status == 2)
        #expect(result.text.contains(message), "\(name): \(result.text)")
        #expect(result.text.contains("unknown"))
    }

    @Test func `a missing SQLite file is not created`() async throws {
        let project = try Project()
        let path = project.directory.file("missing.db")
        let result = try await status("sqlite:///\(path)", scripts: project.scripts)
        #expect(result.status == 2)
        #expect(result.text.contains(path))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a directory without scripts`() async throws {
        let directory = try TemporaryDirectory()
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await status(database.url(), scripts: directory.path)
        #expect(result.status == 2)
        #expect(
            result.text.contains("\(directory.path) is neither a script directory nor a version directory"),
            "\(result.text)")
        let nowhere = try await status(database.url(), scripts: directory.file("nowhere"))
        #expect(nowhere.status == 2)
        #expect(nowhere.text.contains("Path doesn't exist: \(directory.file("nowhere"))"), "\(nowhere.text)")
    }

    @Test func `a file that cannot be read, and one that is no revision`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        let dangling = try Project()
        try FileManager.default.createSymbolicLink(
            atPath: dangling.directory.file("migrations/versions/gone.py"), withDestinationPath: "/nowhere/at/all.py")
        let unreadable = try await status(database.url(), scripts: dangling.scripts)
        #expect(unreadable.status == 2)
        #expect(
            unreadable.text.contains("unreadable_file") && unreadable.text.contains("gone.py"), "\(unreadable.text)")
        let helper = try Project()
        try helper.write("x = 1\n", to: "migrations/versions/utils.py")
        let unidentified = try await status(database.url(), scripts: helper.scripts)
        #expect(unidentified.status == 2)
        #expect(unidentified.text.contains("unidentified_file") && unidentified.text.contains("utils.py"))
    }

    @Test func `two files with one id are both named`() async throws {
        let project = try Project()
        try project.add("bbbb2222", after: "aaaa1111", file: "copy.py")
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111")
        let result = try await status(database.url(), scripts: project.scripts)
        #expect(result.status == 1)
        #expect(result.text.contains("duplicate_revision"), "\(result.text)")
        #expect(result.text.contains("bbbb2222_message.py") && result.text.contains("copy.py"))
    }

    @Test(arguments: [
        ("NULL", "corrupt_row"), ("''", "corrupt_row"), ("repeat('x', 100000)", "unknown_revision"),
        ("'head'", "inexact_row"), ("E'evil\\n\\x1b[31mred'", "unknown_revision"),
    ])
    func `a row that is no revision`(value: String, kind: String) async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql(
            "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES (\(value))")
        try await database.sql("GRANT SELECT ON alembic_version TO \(database.name)")
        let result = try await status(database.url(), scripts: project.scripts)
        #expect(result.status == 1)
        #expect(result.text.contains(kind), "\(result.text)")
        #expect(result.text.utf8.count < 5_000)
        #expect(!result.text.contains("\u{1B}"))
        let json = try await status(database.url(), scripts: project.scripts, "--output", "json")
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.text.utf8)) }
    }

    @Test func `a value that is not UTF-8`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase(encoding: "SQL_ASCII")
        try await database.sql(
            #"CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES (E'caf\xe9')"#)
        try await database.sql("GRANT SELECT ON alembic_version TO \(database.name)")
        let result = try await status(database.url(), scripts: project.scripts)
        #expect(result.status == 1)
        #expect(result.text.contains("inconsistent"), "\(result.text)")
    }

    @Test func `a role without SELECT on the version table`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("CREATE TABLE alembic_version (version_num text)")
        let result = try await status(database.url(), scripts: project.scripts)
        #expect(result.status == 2)
        #expect(result.text.contains("GRANT SELECT ON public.alembic_version TO \(database.name);"), "\(result.text)")
    }

    @Test func `several version tables are named, never guessed`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("bbbb2222", tables: ["t_aaaa1111", "t_bbbb2222"])
        try await database.sql(
            "CREATE TABLE other_version (version_num VARCHAR(32)); GRANT SELECT ON other_version TO PUBLIC")
        let ambiguous = try await status(database.url(), scripts: project.scripts)
        #expect(ambiguous.status == 2)
        #expect(ambiguous.text.contains("public.alembic_version, public.other_version"), "\(ambiguous.text)")
        #expect(
            try await status(database.url(), scripts: project.scripts, "--version-table", "alembic_version").status == 0
        )
        let named = try Project(
            environment: "from alembic import context\ncontext.configure(version_table='alembic_version')\n")
        #expect(try await status(database.url(), scripts: named.scripts).status == 0)
    }

    @Test func `a port in use`() async throws {
        let project = try Project()
        let database = try await PostgresCluster.shared().createDatabase()
        let first = try await ServingExporter(
            ["serve", "--scripts", project.scripts], environment: ["DATABASE_URL": database.url()])
        let second = try await Exporter.run(
            ["serve", "--scripts", project.scripts, "--web.listen-address", "127.0.0.1:\(first.port)"],
            environment: ["DATABASE_URL": database.url()])
        #expect(second.status == 1)
        #expect(
            second.errors.contains("Cannot listen on 127.0.0.1:\(first.port): the port is in use."), "\(second.errors)")
    }
}
