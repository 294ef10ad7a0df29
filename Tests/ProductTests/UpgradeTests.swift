import Foundation
import TestSupport
import Testing

@Suite("upgrade, with the real Alembic on PostgreSQL", .timeLimit(.minutes(3)))
struct UpgradeTests {
    @Test func `applies what is pending and says so`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url(), "--output", "json")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(
            result.output.contains(
                #""pre_migration":{"revision":null,"revisions":[],"pending_count":2,"state":"uninitialized"}"#))
        #expect(
            result.output.contains(
                #""post_migration":{"revision":"bbbb2222","revisions":["bbbb2222"],"is_up_to_date":true"#))
        #expect(
            result.output.contains(
                #""applied_revisions":[{"revision":"aaaa1111","message":"message of aaaa1111"},{"revision":"bbbb2222""#)
        )
        #expect(result.errors.contains("Running upgrade aaaa1111 -> bbbb2222, message of bbbb2222\" database=database"))
        #expect(result.errors.contains("msg=\"migration: INFO"))
        #expect(result.errors.contains("revision=bbbb2222"))
        #expect(try await database.rows == "bbbb2222")
    }

    @Test func `goes to the revision that is asked for, and says it to people`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url(), "aaaa1111")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(
            result.output.contains("result    applied\nbefore    no revision, 1 pending\nafter     aaaa1111, 0 pending")
        )
        #expect(result.output.hasSuffix("applied, in this order:\n  aaaa1111  message of aaaa1111\n"))
    }

    @Test func `starts no process where nothing is pending`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("bbbb2222")
        let result = try await project.upgrade(database.url(), "--alembic-command", "/no/such/alembic")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("result    nothing pending"))
    }

    @Test func `of ten at once one runs, and the others find nothing to do`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(1)")
        let database = try await PostgresCluster.shared().createDatabase()
        let url = database.url()
        let results = try await withThrowingTaskGroup(of: Exporter.Result.self) { group in
            for _ in 1...10 { group.addTask { try await project.upgrade(url, "--output", "json") } }
            return try await group.reduce(into: [Exporter.Result]()) { $0.append($1) }
        }
        #expect(results.map(\.status) == Array(repeating: 0, count: 10), "\(results.map(\.errors))")
        #expect(results.filter { $0.output.contains(#""outcome":"applied""#) }.count == 1)
        #expect(results.filter { $0.output.contains(#""outcome":"nothing_pending""#) }.count == 9)
        #expect(results.map { $0.errors.components(separatedBy: "Running upgrade").count - 1 }.reduce(0, +) == 3)
        #expect(try await database.rows == "cccc3333")
    }

    @Test func `who holds the lock is named`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(60)")
        let database = try await PostgresCluster.shared().createDatabase()
        let first = try project.start(database.url())
        try await first.logs("-> cccc3333")
        // Whichever version table it is for: the first one is to make it.
        let second = try await project.upgrade(
            database.url(), "--lock-timeout", "500ms", "--output", "json", "--version-table-schema", "public")
        #expect(second.status == 1)
        #expect(second.output.contains(#""outcome":"locked""#))
        #expect(
            second.output.firstMatch(
                of: /lock, still after 0.5 seconds: process \d+, migration-exporter run, since 20\d\d-[^ ]+Z\./) != nil,
            "\(second.output)")
        #expect(second.errors.contains("waiting for another run"))
        try first.send(SIGTERM)
        #expect(try await first.exitStatus() == 1)
        #expect(first.log.contains("The run was ended: it got SIGTERM."), "\(first.log)")
        #expect(try await project.isGone())
        #expect(try await database.sql("SELECT to_regclass('alembic_version') IS NULL") == "t")
    }

    @Test func `whoever waits for the lock ends at a signal too`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(60)")
        let database = try await PostgresCluster.shared().createDatabase()
        let first = try project.start(database.url())
        try await first.logs("-> cccc3333")
        let second = try project.start(database.url())
        try await second.logs("waiting for another run")
        try second.send(SIGTERM)
        #expect(try await second.exitStatus(within: 10) == 1)
        #expect(second.log.contains("The run was ended: it got SIGTERM."), "\(second.log)")
        try first.send(SIGINT)
        #expect(try await first.exitStatus() == 1)
        #expect(try await project.isGone())
    }

    @Test func `several heads are refused before anything starts`() async throws {
        let project = try RunnableProject()
        try project.project.add("bbbb3333", after: "aaaa1111")
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(
            database.url(), "--output", "json", "--alembic-command", "/no/such/alembic")
        #expect(result.status == 1)
        #expect(
            result.output.contains(#""success":false,"outcome":"refused","error":"Multiple migration heads detected""#))
        let both = try await project.upgrade(database.url(), "heads")
        #expect(both.status == 0, "\(both.output)\(both.errors)")
        #expect(try await database.rows == "bbbb2222,bbbb3333")
    }

    @Test(arguments: [
        ("newer", "Can't locate revision identified by 'newer'"), ("bbbb", "only the beginning of bbbb2222"),
    ])
    func `a row that is no revision of the scripts is refused`(row: String, message: String) async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp(row)
        let result = try await project.upgrade(database.url())
        #expect(result.status == 1)
        #expect(result.output.contains(message), "\(result.output)")
        #expect(try await database.rows == row)
    }

    @Test func `an Alembic that is missing or may not be started`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let missing = try await project.upgrade(
            database.url(), "--alembic-command", "alembic", environment: ["PATH": "/"])
        #expect(missing.status == 1)
        #expect(missing.output.contains("There is no command 'alembic'."), "\(missing.output)")
        let forbidden = try await project.upgrade(database.url(), "--alembic-command", project.project.scripts)
        #expect(forbidden.status == 1)
        #expect(forbidden.output.contains("is not executable"), "\(forbidden.output)")
        let broken = project.project.directory.file("broken")
        try "#!/no/such/python\n".write(toFile: broken, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: broken)
        let unusable = try await project.upgrade(database.url(), "--alembic-command", broken)
        #expect(unusable.status == 1)
        #expect(unusable.output.contains("exit status 127"), "\(unusable.output)")
    }

    @Test func `a server that does not answer is a connection timeout`() async throws {
        let project = try RunnableProject()
        let cluster = try await PostgresCluster.another()
        let database = try await cluster.createDatabase()
        let postmaster = try cluster.postmaster()
        cluster.send(SIGSTOP, to: postmaster)
        let result = try await project.upgrade(database.url(), "--connect-timeout", "2s", "--output", "json")
        cluster.send(SIGCONT, to: postmaster)
        #expect(result.status == 2)
        #expect(result.output.contains(#""error":"Connection timeout after 2 seconds""#), "\(result.output)")
    }

    @Test func `an Alembic that takes another database is found out`() async throws {
        let other = try await PostgresCluster.shared().createDatabase()
        let url = other.url().replacing("%", with: "%25").replacing("%25", with: "%")
        let project = try RunnableProject(
            environment: RunnableProject.environment.replacing("os.environ[\"DATABASE_URL\"]", with: "'\(url)'"))
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url())
        #expect(result.status == 1)
        #expect(result.output.contains("Alembic ended well, but did not change this database."), "\(result.output)")
        #expect(result.output.contains("let env.py take DATABASE_URL"))
        #expect(try await other.rows == "bbbb2222")
    }

    @Test func `so is one that commits nothing`() async throws {
        let project = try RunnableProject(
            environment: RunnableProject.environment.replacing(
                "    context.configure(",
                with: "    connection.exec_driver_sql(\"SET search_path = public\")\n    context.configure("))
        let database = try await PostgresCluster.shared().createDatabase()
        let result = try await project.upgrade(database.url())
        #expect(result.status == 1)
        #expect(result.errors.contains("-> bbbb2222"), "\(result.errors)")
        #expect(result.output.contains("Alembic ended well, but did not change this database."), "\(result.output)")
        #expect(result.output.contains("It may have committed nothing"))
    }
}
