import Foundation
import TestSupport
import Testing

/// What a run that fails says is what the database really holds.
@Suite("upgrade, when it fails", .timeLimit(.minutes(3)))
struct FailingRunTests {
    private func project(_ upgrade: String) throws -> RunnableProject {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: upgrade)
        return project
    }

    @Test func `a migration that raises half-way is rolled back`() async throws {
        let project = try project(
            "op.create_table('half', sa.Column('id', sa.Integer()))\nraise RuntimeError('broken')")
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url(), "--output", "json")
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                #""outcome":"failed","error":"Alembic failed (exit status 1): RuntimeError: broken""#))
        #expect(result.output.contains("The database stands at no revision: 0 of 3 pending revisions were applied."))
        #expect(try await database.sql("SELECT to_regclass('half') IS NULL") == "t")
    }

    @Test func `one without a transaction says what it left behind`() async throws {
        let project = try project(
            """
            with op.get_context().autocommit_block():
                op.create_table('half', sa.Column('id', sa.Integer()))
            raise RuntimeError('broken')
            """)
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("bbbb2222")
        try await database.sql("ALTER TABLE alembic_version OWNER TO \(database.name)")
        let result = try await project.upgrade(database.url())
        #expect(result.status == 1)
        #expect(result.output.contains("The database stands at bbbb2222: 0 of 1 pending revisions were applied."))
        #expect(result.output.contains("left behind: half."), "\(result.output)")
    }

    @Test func `what it left is told apart from what was applied before it`() async throws {
        let project = try RunnableProject(
            environment: RunnableProject.environment.replacing(
                "connection=connection", with: "connection=connection, transaction_per_migration=True"))
        try project.add(
            "cccc3333", after: "bbbb2222",
            upgrade: """
                with op.get_context().autocommit_block():
                    op.create_table('half', sa.Column('id', sa.Integer()))
                    op.drop_table('t_aaaa1111')
                    op.execute('ALTER TABLE known ADD COLUMN nick text')
                    op.execute('CREATE INDEX CONCURRENTLY known_id ON known (id)')
                raise RuntimeError('broken')
                """)
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("CREATE TABLE known (id integer); ALTER TABLE known OWNER TO \(database.name)")
        let result = try await project.upgrade(database.url())
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                """
                The database stands at bbbb2222: 2 of 3 pending revisions were applied. \
                A migration that failed outside a transaction left behind: half, known.nick, the index known_id of known. \
                A migration that failed outside a transaction has dropped: t_aaaa1111. \
                What the recorded revisions change was compared by the names of the tables alone.
                """), "\(result.output)")
    }

    @Test func `an SQL error is told as the server told it`() async throws {
        let project = try project("op.execute('SELECT * FROM no_such_table')")
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url())
        #expect(result.status == 1)
        #expect(result.output.contains("relation \"no_such_table\" does not exist"), "\(result.output)")
    }

    @Test func `a lock of a long transaction ends it in the time that is set`() async throws {
        let project = try project("op.execute('ALTER TABLE busy ADD COLUMN more integer')")
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("CREATE TABLE busy (id integer); ALTER TABLE busy OWNER TO \(database.name)")
        let session = try database.session()
        try await session.run("BEGIN; SELECT * FROM busy")
        let result = try await project.upgrade(database.url(), "--migration-lock-timeout", "300ms")
        #expect(result.status == 1)
        #expect(result.output.contains("lock timeout"), "\(result.output)")
        session.close()
    }

    @Test func `its session has the limits that are set`() async throws {
        let limits = "SELECT current_setting('lock_timeout') || ' and ' || current_setting('statement_timeout')"
        let project = try project("raise RuntimeError(op.get_bind().exec_driver_sql(\"\(limits)\").scalar())")
        let database = try await PostgresCluster.shared().createDatabase()
        // libpq does not look at PGOPTIONS where a URL has options.
        let options = "options=-c%20lock_timeout%3D1s%20-c%20search_path%3Dpublic"
        for url in [
            database.url(), "\(database.url())?\(options)&connect_timeout=9",
            "\(database.url())?connect_timeout=9&\(options)".replacing("postgresql:", with: "postgresql+psycopg2:"),
        ] {
            let result = try await project.upgrade(
                url, "--migration-lock-timeout", "7s", "--migration-statement-timeout", "80s")
            #expect(result.status == 1)
            #expect(result.output.contains("RuntimeError: 7s and 80s"), "\(result.output)")
        }
    }

    @Test func `the deadline ends it`() async throws {
        let project = try project("op.execute('SELECT pg_sleep(60)')")
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url(), "--run-timeout", "3s", "--output", "json")
        #expect(result.status == 1)
        #expect(
            result.output.contains(#""outcome":"timed_out","error":"The run was ended at its deadline of 3 seconds.""#))
        #expect(try await project.isGone())
    }

    @Test func `a server that dies takes the run with it`() async throws {
        let project = try project("op.execute('SELECT pg_sleep(60)')")
        let cluster = try await PostgresCluster.another()
        let database = try await cluster.createDatabase()
        let run = try project.start(database.url(), "--connect-timeout", "3s")
        try await run.logs("-> cccc3333")
        try await cluster.stop()
        #expect(try await run.exitStatus() == 1)
        #expect(run.log.contains("Where the database stands now could not be read."), "\(run.log)")
        #expect(try await project.isGone())
    }

    @Test func `a lost lock ends Alembic`() async throws {
        let project = try project("import time; time.sleep(60)")
        let database = try await PostgresCluster.shared().createDatabase()
        let run = try project.start(database.url())
        try await run.logs("-> cccc3333")
        try await database.sql(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name LIKE 'migration-exporter run since%' AND datname = current_database()
            """)
        #expect(try await run.exitStatus() == 1)
        #expect(run.log.contains("because its lock was lost"), "\(run.log)")
        #expect(try await project.isGone())
    }

    @Test func `nothing is left when the run's own process is killed, and the next one can run`() async throws {
        let project = try project("import os, time\nif os.path.exists(os.environ['SLOW']): time.sleep(60)")
        let slow = project.project.directory.file("slow")
        try project.project.write("", to: "slow")
        let database = try await PostgresCluster.shared().createDatabase()
        let environment = ["DATABASE_URL": database.url(), "SLOW": slow]
        let run = try StartedExporter(project.arguments(), environment: environment)
        try await run.logs("-> cccc3333")
        try run.send(SIGKILL)
        #expect(try await run.exitStatus() == 137)
        #expect(try await project.isGone())
        try FileManager.default.removeItem(atPath: slow)
        let next = try await project.upgrade(database.url(), environment: environment)
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        #expect(try await database.rows == "cccc3333")
    }

    @Test(arguments: [(false, true), (true, true), (false, false)])
    func `nothing is left when its supervisor is killed in the same instant`(isWrapped: Bool, isWatched: Bool)
        async throws
    {
        let project = try project("import time; time.sleep(60)")
        let database = try await PostgresCluster.shared().createDatabase()
        // A wrapper that stays between: only it is a child of the supervisor's.
        try project.project.write("#!/bin/sh\n\"$@\"\nexit $?\n", to: "wrapper")
        let wrapper = project.project.directory.file("wrapper")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: wrapper)
        let run = try project.start(
            database.url(), "--alembic-command",
            isWrapped ? "\(wrapper) \(RunnableProject.alembic)" : RunnableProject.alembic)
        try await run.logs("-> cccc3333")
        let exporter = try run.process
        let supervisor = try #require(try processes(mentioning: "supervise\0").first { parent(of: $0) == exporter })
        if !isWatched {
            // Only the kernel is left to end it, and knows of what the supervisor itself started.
            let watch = try #require(try processes(mentioning: "supervise\0").first { parent(of: $0) == supervisor })
            #expect(kill(watch, SIGKILL) == 0)
        }
        // First the supervisor: what is dead cannot see the other one go.
        #expect(kill(supervisor, SIGKILL) == 0)
        try run.send(SIGKILL)
        #expect(try await run.exitStatus() == 137)
        #expect(try await project.isGone())
    }

    @Test func `a backup that fails stops the run, and what comes after is told apart`() async throws {
        let project = try project("pass")
        let database = try await PostgresCluster.shared().createDatabase()
        let stopped = try await project.upgrade(database.url(), "--before", "/bin/false")
        #expect(stopped.status == 1)
        #expect(stopped.output.contains("The command before the run, /bin/false, failed (exit status 1)"))
        #expect(try await database.sql("SELECT to_regclass('alembic_version') IS NULL") == "t")
        let dry = try await project.upgrade(database.url(), "--dry-run", "--to", "aaaa1111")
        #expect(dry.status == 0)
        #expect(dry.output.hasSuffix("would be applied, in this order:\n  aaaa1111  message of aaaa1111\n"))
        let after = try await project.upgrade(
            database.url(), "--before", "/bin/echo saved", "--after", "/bin/false", "--output", "json")
        #expect(after.status == 1)
        #expect(after.errors.contains("migration: saved"))
        #expect(after.output.contains("The command after the run, /bin/false, failed"), "\(after.output)")
        #expect(after.output.contains(#""post_migration":{"revision":"cccc3333""#))
        #expect(try await database.rows == "cccc3333")
    }
}
