import Foundation
import TestSupport
import Testing

@Suite("downgrade, stamp and the SQL of a plan, with the real Alembic", .timeLimit(.minutes(3)))
struct DowngradeTests {
    private func run(
        _ command: String, _ project: RunnableProject, _ url: String, _ more: String...
    ) async throws -> Exporter.Result {
        let result = try await Exporter.run(
            [command] + project.arguments().dropFirst() + more, environment: ["DATABASE_URL": url])
        let text = result.output + result.errors
        guard !text.contains("s3cr3t") else { throw ToolError("a password shows: \(text)") }
        return result
    }

    @Test(arguments: ["downgrade", "stamp"])
    func `without --yes nothing is started`(command: String) async throws {
        let project = try RunnableProject()
        let result = try await run(command, project, "sqlite:////no/such.db", "base")
        #expect(result.status == 64)
        #expect(result.errors.contains("say --yes to do it"), "\(result.errors)")
        #expect(result.errors.contains("Usage: migration-exporter \(command) "), "\(result.errors)")
        let mistyped = try await run(command, project, "sqlite:////no/such.db", "base", "--yess")
        #expect(mistyped.status == 64)
        #expect(mistyped.errors.contains("--yess"), "\(mistyped.errors)")
    }

    @Test func `a downgrade takes back what stands above, and says so`() async throws {
        let project = try RunnableProject(["aaaa1111", "bbbb2222", "cccc3333"])
        let database = try await PostgresCluster.shared().createDatabase()
        #expect(try await project.upgrade(database.url()).status == 0)
        let dry = try await run("downgrade", project, database.url(), "aaaa1111", "--dry-run")
        #expect(dry.status == 0, "\(dry.output)\(dry.errors)")
        #expect(
            dry.output.hasSuffix(
                "would be taken back, in this order:\n  cccc3333  message of cccc3333\n  bbbb2222  message of bbbb2222\n"
            ))
        #expect(try await database.rows == "cccc3333")
        let one = try await run("downgrade", project, database.url(), "-1", "--yes")
        #expect(one.status == 0, "\(one.output)\(one.errors)")
        #expect(one.output.contains("operation  downgrade to -1\nresult     applied\n"), "\(one.output)")
        #expect(one.output.hasSuffix("taken back, in this order:\n  cccc3333  message of cccc3333\n"))
        #expect(one.errors.contains("revision=cccc3333"))
        #expect(try await database.rows == "bbbb2222")
        let all = try await run("downgrade", project, database.url(), "base", "--yes", "--output", "json")
        #expect(
            all.output.contains(
                #""operation":"downgrade","applied_revisions":[],"reverted_revisions":[{"revision":"bbbb2222""#))
        #expect(try await database.sql("SELECT to_regclass('t_aaaa1111') IS NULL") == "t")
        let none = try await run("downgrade", project, database.url(), "base", "--yes")
        #expect(none.status == 0 && none.output.contains("nothing pending"), "\(none.output)")
    }

    @Test func `a downgrade that fails says what is left`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        #expect(try await project.upgrade(database.url()).status == 0)
        try await database.sql("DROP TABLE t_aaaa1111")
        let result = try await run("downgrade", project, database.url(), "base", "--yes")
        #expect(result.status == 1)
        #expect(result.output.contains("does not exist"), "\(result.output)")
        #expect(result.output.contains("The database stands at bbbb2222: 0 of 2 revisions were taken back."))
        let nowhere = try await run("downgrade", project, database.url(), "nowhere", "--yes")
        #expect(nowhere.status == 1)
        #expect(nowhere.output.contains("Can't locate revision identified by 'nowhere'."), "\(nowhere.output)")
    }

    @Test func `a stamp writes the version table and runs nothing`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await run("stamp", project, database.url(), "head", "--yes")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("recorded as applied:\n  aaaa1111"), "\(result.output)")
        #expect(try await database.rows == "bbbb2222")
        #expect(try await database.sql("SELECT to_regclass('t_aaaa1111') IS NULL") == "t")
        let again = try await run("stamp", project, database.url(), "bbbb2222", "--yes", "--alembic-command", "/none")
        #expect(again.status == 0 && again.output.contains("nothing pending"), "\(again.output)")
        try await database.sql("UPDATE alembic_version SET version_num = 'newer'")
        let refused = try await run("stamp", project, database.url(), "aaaa1111", "--yes")
        #expect(refused.status == 1 && refused.output.contains("'newer'"), "\(refused.output)")
        let purged = try await run("stamp", project, database.url(), "aaaa1111", "--yes", "--purge")
        #expect(purged.status == 0, "\(purged.output)\(purged.errors)")
        #expect(try await database.rows == "aaaa1111")
    }

    @Test func `a stamp that Alembic wrote into another database has failed`() async throws {
        let other = try await PostgresCluster.shared().createDatabase()
        let project = try RunnableProject(
            environment: RunnableProject.environment.replacing("os.environ[\"DATABASE_URL\"]", with: "'\(other.url())'")
        )
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("bbbb2222")
        let base = try await run("stamp", project, database.url(), "base", "--yes")
        #expect(base.status == 1)
        #expect(base.output.contains("Alembic ended well, but did not change this database."), "\(base.output)")
        try await database.sql("INSERT INTO alembic_version VALUES ('zzzz9999')")
        let purged = try await run("stamp", project, database.url(), "bbbb2222", "--purge", "--yes")
        #expect(purged.status == 1 && purged.output.contains("did not change this database"), "\(purged.output)")
        #expect(try await database.rows == "bbbb2222,zzzz9999")
        let help = try await Exporter.run(["stamp", "--help"])
        #expect(help.output.contains("USAGE: migration-exporter stamp [<options>] <revision>\n"), "\(help.output)")
    }

    @Test func `both hold the lock, and keep a backup`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        #expect(try await project.upgrade(database.url()).status == 0)
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(60)")
        let other = try project.start(database.url())
        try await other.logs("-> cccc3333")
        for command in ["downgrade", "stamp"] {
            let locked = try await run(command, project, database.url(), "base", "--yes", "--lock-timeout", "100ms")
            #expect(locked.status == 1 && locked.output.contains("Another run holds the lock"), "\(locked.output)")
        }
        try other.send(SIGTERM)
        _ = try await other.exitStatus()
        let saved = try await run(
            "downgrade", project, database.url(), "base", "--yes", "--backup-to", project.project.directory.path)
        #expect(saved.status == 0 && saved.output.contains("pg_restore --create"), "\(saved.output)")
    }

    @Test func `the SQL of a dry run is that of the pending range, and a script`() async throws {
        let offline = RunnableProject.environment.replacing(
            "url = os.environ",
            with: """
                if context.is_offline_mode():
                    context.configure(url=os.environ["DATABASE_URL"], literal_binds=True)
                    with context.begin_transaction():
                        context.run_migrations()
                    raise SystemExit(0)
                url = os.environ
                """)
        let project = try RunnableProject(["aaaa1111", "bbbb2222", "cccc3333"], environment: offline)
        let database = try await PostgresCluster.shared().createDatabase()
        #expect(try await project.upgrade(database.url(), "aaaa1111").status == 0)
        let plan = try await project.upgrade(database.url(), "--dry-run", "--sql")
        #expect(plan.status == 0, "\(plan.output)\(plan.errors)")
        #expect(plan.output.contains("--   bbbb2222  message of bbbb2222\n"), "\(plan.output)")
        #expect(plan.output.contains("CREATE TABLE t_bbbb2222") && plan.output.contains("CREATE TABLE t_cccc3333"))
        #expect(!plan.output.contains("t_aaaa1111") && !plan.output.contains("CREATE TABLE alembic_version"))
        #expect(try await database.rows == "aaaa1111")
        // What it prints does what it says.
        _ = try await database.cluster.sql(plan.output, at: database.url())
        #expect(try await database.rows == "cccc3333")
        let back = try await run("downgrade", project, database.url(), "-1", "--dry-run", "--sql", "--output", "json")
        #expect(back.output.contains("DROP TABLE t_cccc3333") && !back.output.contains("DROP TABLE t_bbbb2222"))
        #expect(try await project.upgrade(database.url(), "--sql").status == 64)
    }

    @Test func `SQL that would lose a word, which is the password, is not shown at all`() async throws {
        let project = try RunnableProject(
            ["aaaa1111"],
            environment: """
                from alembic import context

                context.configure(url="postgresql://", literal_binds=True)
                with context.begin_transaction():
                    context.run_migrations()

                """)
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("ALTER ROLE \(database.name) PASSWORD 't_aaaa1111'")
        let url = database.url().replacing("s3cr3t%2Fp%40ss", with: "t_aaaa1111")
        let plan = try await project.upgrade(url, "--dry-run", "--sql")
        #expect(plan.status == 1)
        #expect(plan.output.contains("or a word that is the same as one of this database's"), "\(plan.output)")
        #expect(!plan.output.contains("CREATE TABLE") && !plan.output.contains("t_aaaa1111"))
    }

    @Test func `where the database stands at several revisions, Alembic can write no SQL`() async throws {
        let project = try RunnableProject(["aaaa1111"])
        try project.project.add("bbbb2222", after: "aaaa1111")
        try project.project.add("bbbb3333", after: "aaaa1111")
        let database = try await PostgresCluster.shared().createDatabase()
        #expect(try await project.upgrade(database.url(), "heads").status == 0)
        try project.project.add("cccc3333", after: "bbbb3333")
        let plan = try await project.upgrade(database.url(), "heads", "--dry-run", "--sql")
        #expect(plan.status == 1)
        #expect(plan.output.contains("the database stands at several: bbbb2222, bbbb3333."), "\(plan.output)")
    }
}
