import Foundation
import TestSupport
import Testing

/// `--backup-to`: a copy that is whole and can be put back, or nothing at all.
@Suite("A backup before a run", .timeLimit(.minutes(3)))
struct BackupTests {
    /// A project whose database has one revision applied, with a row that is to survive.
    private func postgres(_ project: RunnableProject) async throws -> TestDatabase {
        let database = try await PostgresCluster.shared().createDatabase()
        #expect(try await project.upgrade(database.url(), "--to", "aaaa1111").status == 0)
        try await database.sql("INSERT INTO t_aaaa1111 VALUES (7)")
        return database
    }

    private func backups(_ project: RunnableProject) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: project.project.directory.file("backups")).sorted()
    }

    private func project() throws -> RunnableProject {
        let project = try RunnableProject()
        try FileManager.default.createDirectory(
            atPath: project.project.directory.file("backups"), withIntermediateDirectories: true)
        return project
    }

    private func restore(_ output: String, environment: [String: String] = [:]) async throws {
        let command = try #require(output.firstMatch(of: /\nrestore +(.+)\n/).map { String($0.1) })
        let shell = try Tool("env", in: [], package: "coreutils")
        let variables = environment.map { "\($0.key)=\($0.value)" }
        try await shell.run(variables + ["/bin/sh", "-c", command])
    }

    @Test func `of PostgreSQL can be put back as the result says`() async throws {
        let project = try project()
        let database = try await postgres(project)
        let directory = project.project.directory.file("backups")
        let result = try await project.upgrade(database.url(), "--backup-to", directory)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("msg=\"backup made\""))
        #expect(try await database.rows == "bbbb2222")
        let name = try #require(try backups(project).first)
        #expect(name.wholeMatch(of: /database-\d{8}T\d{6}Z\.dump/) != nil, "\(name)")
        let mode = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(result.output.contains("\nbackup    \(directory)/\(name), "))
        let restoring = try #require(result.output.firstMatch(of: /\nrestore +(.+)\n/)?.1)
        #expect(!restoring.contains("$") && !restoring.contains("s3cr3t"))
        #expect(result.output.contains("the password in PGPASSWORD or ~/.pgpass"))
    }

    /// A new table with a foreign key holds on to the old one, and a name with quotes is one too.
    @Test func `of PostgreSQL can be put back whatever the migration made, and into no other database`() async throws {
        let project = try project()
        let database = try await postgres(project)
        let cluster = database.cluster
        let other = try await postgres(project)
        let name = "\(database.name)'s \"own\""
        let quoted = "\(database.name)'s \"\"own\"\""
        try await cluster.sql("ALTER DATABASE \(database.name) RENAME TO \"\(quoted)\"")
        try await cluster.sql("ALTER ROLE \(database.name) CREATEDB")
        let path = name.replacing(" ", with: "%20").replacing("\"", with: "%22")
        let url = String(database.url().dropLast(database.name.count)) + path
        try await cluster.sql("ALTER TABLE t_aaaa1111 ADD PRIMARY KEY (id)", in: name)
        try project.add(
            "cccc3333", after: "bbbb2222",
            upgrade: "op.execute('CREATE TABLE posts (id integer REFERENCES t_aaaa1111)')")
        let directory = project.project.directory.file("backups")
        let result = try await project.upgrade(url, "--backup-to", directory)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        // Somebody is still there: an exporter, for example.
        let reader = Task { try await cluster.sql("SELECT pg_sleep(60)", at: url) }
        defer { reader.cancel() }
        try await cluster.sees(1, "pg_sleep(60)", of: database.name)
        try await restore(
            result.output,
            environment: ["DATABASE_URL": other.url(), "PGDATABASE": other.name, "PGPASSWORD": TestDatabase.password])
        #expect(try await cluster.sql("SELECT version_num FROM alembic_version", in: name) == "aaaa1111")
        #expect(try await cluster.sql("SELECT id FROM t_aaaa1111", in: name) == "7")
        #expect(try await cluster.sql("SELECT to_regclass('posts') IS NULL", in: name) == "t")
        #expect(try await other.rows == "aaaa1111")
        let aside = try #require(result.output.firstMatch(of: /now stays in (.+)\.\n/)?.1)
        #expect(try await cluster.sql("SELECT to_regclass('posts')", in: String(aside)) == "posts")
    }

    @Test func `of SQLite can be put back as the result says, while it is in use`() async throws {
        let project = try project()
        let file = project.project.directory.file("it's app.db")
        let sqlite = try Tool("sqlite3", in: [], package: "sqlite3")
        try await sqlite.run([file, "PRAGMA journal_mode = WAL; CREATE TABLE kept (id); INSERT INTO kept VALUES (7)"])
        let url = "sqlite:///\(file)"
        let directory = project.project.directory.file("backups/it's \\ \"here\"")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let result = try await project.upgrade(url, "--backup-to", directory, "--output", "text")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(names.count == 1 && names[0].wholeMatch(of: /database-\d{8}T\d{6}Z\.sqlite/) != nil, "\(names)")
        try await sqlite.run([file, "DROP TABLE kept"])
        try await restore(result.output)
        #expect(try await sqlite.run([file, "SELECT id FROM kept"]) == "7")
        #expect(try await sqlite.run([file, "SELECT count(*) FROM sqlite_master WHERE name LIKE 't_%'"]) == "0")
    }

    /// A file system of 64 kB, that only the run and what it starts can see.
    private func upgradeOnFullDisk(_ project: RunnableProject, _ url: String) async throws -> (Int32, String) {
        let script = """
            mount -t tmpfs -o size=64k none "$1" && shift
            "$@" 2>&1
            echo "status $?, left: $(ls -A "$BACKUPS")"
            """
        let backups = project.project.directory.file("backups")
        let shell = try Tool("unshare", in: [], package: "util-linux")
        let output = try await shell.run(
            ["--map-root-user", "--mount", "env", "DATABASE_URL=\(url)", "BACKUPS=\(backups)", "/bin/sh", "-c", script]
                + ["sh", backups, try Exporter.path] + project.arguments(["--backup-to", backups]))
        let status = try #require(output.firstMatch(of: /status (\d+), left: \n?$/), "\(output)")
        return (try #require(Int32(status.1)), output)
    }

    @Test func `on a full disk stops the run and leaves no half file, of PostgreSQL`() async throws {
        let project = try project()
        let database = try await postgres(project)
        try await database.sql("INSERT INTO t_aaaa1111 SELECT (random() * 1e9)::int FROM generate_series(1, 100000)")
        let (status, output) = try await upgradeOnFullDisk(project, database.url())
        #expect(status == 1)
        #expect(output.contains("The backup before the run failed: pg_dump failed (exit status 1): pg_dump: error: "))
        #expect(output.contains("No space left on device"), "\(output)")
        #expect(output.contains("Alembic was not started, and no half file is left"))
        #expect(!output.contains("s3cr3t"))
        #expect(try await database.rows == "aaaa1111")
    }

    @Test func `on a full disk stops the run and leaves no half file, of SQLite`() async throws {
        let project = try project()
        let file = project.project.directory.file("app.db")
        let sqlite = try Tool("sqlite3", in: [], package: "sqlite3")
        try await sqlite.run([file, "CREATE TABLE large (data); INSERT INTO large VALUES (randomblob(300000))"])
        let (status, output) = try await upgradeOnFullDisk(project, "sqlite:///\(file)")
        #expect(status == 1)
        #expect(output.contains("database or disk is full"), "\(output)")
        #expect(try await sqlite.run([file, "SELECT count(*) FROM sqlite_master"]) == "1")
    }

    @Test func `without its directory or its tool is said before anything runs`() async throws {
        let project = try project()
        let database = try await postgres(project)
        let nowhere = try await project.upgrade(database.url(), "--backup-to", "/no/such/directory")
        #expect(nowhere.status == 1)
        #expect(
            nowhere.output.contains("dump.part cannot be written: No such file or directory."), "\(nowhere.output)")
        let toolless = try await project.upgrade(
            database.url(), "--backup-to", project.project.directory.file("backups"), environment: ["PATH": "/"])
        #expect(toolless.status == 1)
        #expect(toolless.output.contains("There is no command 'pg_dump'. Install PostgreSQL's client programs"))
        #expect(try backups(project).isEmpty)
        #expect(try await database.rows == "aaaa1111")
    }

    @Test func `that is killed is no backup by its name, and hinders none`() async throws {
        let project = try project()
        let database = try await postgres(project)
        let session = try database.session()
        try await session.run("BEGIN; LOCK TABLE t_aaaa1111 IN ACCESS EXCLUSIVE MODE")
        let directory = project.project.directory.file("backups")
        let run = try project.start(database.url(), "--backup-to", directory)
        try await database.waits("backup of migration-exporter")
        try run.send(SIGKILL)
        #expect(try await run.exitStatus() == 137)
        #expect(try await areGone(mentioning: "--file=\(directory)"))
        session.close()
        #expect(try backups(project).map { $0.hasSuffix(".dump.part") } == [true])
        // The names of two copies differ by their seconds.
        try await Task.sleep(for: .seconds(1))
        let next = try await project.upgrade(database.url(), "--backup-to", directory)
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        #expect(try backups(project).filter { $0.hasSuffix(".dump") }.count == 1)
    }

    @Test func `that waits for a lock ends with the run, and leaves nothing`() async throws {
        let project = try project()
        let database = try await postgres(project)
        let session = try database.session()
        try await session.run("BEGIN; LOCK TABLE t_aaaa1111 IN ACCESS EXCLUSIVE MODE")
        let directory = project.project.directory.file("backups")
        let limited = try await project.upgrade(
            database.url(), "--backup-to", directory, "--migration-lock-timeout", "200ms")
        #expect(limited.status == 1)
        #expect(limited.output.contains("pg_dump failed"), "\(limited.output)")
        #expect(limited.output.contains(/pg_dump: error: .* timeout\n/), "\(limited.output)")
        let run = try project.start(database.url(), "--backup-to", directory)
        try await database.waits("backup of migration-exporter")
        #expect(try await !areGone(mentioning: "--file=\(directory)", within: 0.1))
        try run.send(SIGTERM)
        #expect(try await run.exitStatus() == 1)
        #expect(run.log.contains("The run was ended: it got SIGTERM."), "\(run.log)")
        session.close()
        #expect(try await areGone(mentioning: "--file=\(directory)"))
        #expect(try backups(project).isEmpty)
        #expect(try await database.rows == "aaaa1111")
    }
}

extension PostgresCluster {
    /// Returns when that many sessions of a user run a query with this in it.
    fileprivate func sees(_ count: Int, _ query: String, of user: String) async throws {
        for _ in 0..<400 {
            let running = try await sql(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = '\(user)' AND query LIKE '%\(query)%'")
            if running == "\(count)" { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ToolError("nobody runs \(query)")
    }
}

extension TestDatabase {
    /// Returns when a session of this name waits for a lock.
    func waits(_ application: String) async throws {
        for _ in 0..<400 {
            let waiting = try await sql(
                """
                SELECT count(*) FROM pg_stat_activity WHERE application_name = '\(application)' AND \
                datname = current_database() AND wait_event_type = 'Lock'
                """)
            if waiting != "0" { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ToolError("\(application) never waited for a lock")
    }
}
