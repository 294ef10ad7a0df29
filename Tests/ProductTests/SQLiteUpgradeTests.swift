import Foundation
import TestSupport
import Testing

@Suite("upgrade, with the real Alembic on SQLite", .timeLimit(.minutes(2)))
struct SQLiteUpgradeTests {
    @Test func `of ten at once one runs, and the others find nothing to do`() async throws {
        let project = try RunnableProject()
        try project.project.write("", to: "app.db")
        let url = "sqlite:///\(project.project.directory.file("app.db"))"
        let results = try await withThrowingTaskGroup(of: Exporter.Result.self) { group in
            for _ in 1...10 { group.addTask { try await project.upgrade(url, "--output", "json") } }
            return try await group.reduce(into: [Exporter.Result]()) { $0.append($1) }
        }
        #expect(results.map(\.status) == Array(repeating: 0, count: 10), "\(results.map(\.errors))")
        #expect(results.filter { $0.output.contains(#""outcome":"applied""#) }.count == 1)
        #expect(results.map { $0.errors.components(separatedBy: "Running upgrade").count - 1 }.reduce(0, +) == 2)
    }

    @Test func `a lock that somebody holds is named`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(60)")
        try project.project.write("", to: "app.db")
        let url = "sqlite:///\(project.project.directory.file("app.db"))"
        let first = try project.start(url)
        try await first.logs("-> cccc3333")
        let link = project.project.directory.file("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "app.db")
        for url in [url, "sqlite:///\(link)"] {
            let second = try await project.upgrade(url, "--lock-timeout", "200ms")
            #expect(second.status == 1)
            #expect(second.output.contains("process \(try first.process), migration-exporter run, since 20"))
        }
        try first.send(SIGKILL)
        #expect(try await project.isGone())
    }

    @Test func `a column that a failed revision left is named`() async throws {
        let project = try RunnableProject()
        try project.project.write("", to: "app.db")
        let url = "sqlite:///\(project.project.directory.file("app.db"))"
        #expect(try await project.upgrade(url).status == 0)
        try project.add(
            "cccc3333", after: "bbbb2222",
            upgrade: "op.add_column('t_bbbb2222', sa.Column('nick', sa.Text()))\nraise RuntimeError('broken')")
        let failed = try await project.upgrade(url)
        #expect(failed.status == 1)
        #expect(
            failed.output.contains("A migration that failed outside a transaction left behind: t_bbbb2222.nick."),
            "\(failed.output)")
    }

    @Test func `a lock file that only somebody else may write is told apart from its directory`() async throws {
        let project = try RunnableProject()
        try project.project.write("", to: "app.db")
        try project.project.write("", to: "app.db.migration-lock")
        let lock = project.project.directory.file("app.db.migration-lock")
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: lock)
        // What root may do beside that is its capabilities.
        let prefix = getuid() == 0 ? ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] : []
        let url = "sqlite:///\(project.project.directory.file("app.db"))"
        let said = try await Tool("env", in: [], package: "coreutils").run(
            ["DATABASE_URL=\(url)"] + prefix + ["/bin/sh", "-c", "\"$@\" 2>&1; echo \"status $?\"", "sh"]
                + [try Exporter.path] + project.arguments())
        #expect(
            said.contains("app.db.migration-lock cannot be used: Permission denied. Let this user write it"), "\(said)")
        #expect(said.hasSuffix("status 2"), "\(said)")
    }

    /// SQLite has no transaction around a revision: what it did before it failed stays.
    @Test func `a batch that fails half way leaves its table, and status says so`() async throws {
        let project = try RunnableProject()
        let file = project.project.directory.file("app.db")
        try project.project.write("", to: "app.db")
        let url = "sqlite:///\(file)"
        #expect(try await project.upgrade(url).status == 0)
        let insert =
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('INSERT INTO t_bbbb2222 VALUES (1)'); c.commit()"
        _ = try await Alembic.python(["-c", insert, file])
        try project.add(
            "cccc3333", after: "bbbb2222",
            upgrade: """
                with op.batch_alter_table("t_bbbb2222", recreate="always") as batch:
                    batch.add_column(sa.Column("new", sa.Integer(), nullable=False))
                """)
        let failed = try await project.upgrade(url)
        #expect(failed.status == 1 && failed.errors.contains("NOT NULL constraint failed"), "\(failed)")
        let status = try await Exporter.run(
            ["status", "--output", "json", "--scripts", project.project.scripts, "--database-url", url])
        #expect(status.status == 1 && status.output.contains(#""current_revision":"bbbb2222""#))
        #expect(status.output.contains(#""kind":"leftover_table""#), "\(status.output)")
        #expect(status.output.contains("drop _alembic_tmp_t_bbbb2222"))
    }
}
