import Foundation
import TestSupport
import Testing

@Suite("review", .timeLimit(.minutes(2)))
struct ReviewCommandTests {
    static let risky = """
        op.create_index('ix', 't_aaaa1111', ['id'])
        op.add_column('t_aaaa1111', sa.Column('a', sa.Text(), nullable=False))
        op.drop_column('t_aaaa1111', 'b')  # review: ok nothing has used it since 1.4
        op.alter_column('t_aaaa1111', 'c', type_=sa.BigInteger())
        op.create_foreign_key('fk', 't_aaaa1111', 'other', ['x'], ['id'])
        op.create_check_constraint('ck', 't_aaaa1111', 'x > 0')
        op.create_index('iy', 't_aaaa1111', ['id'], postgresql_concurrently=True)
        with op.get_context().autocommit_block():
            op.create_index('iz', 't_aaaa1111', ['id'], postgresql_concurrently=True)
        op.rename_table('t_aaaa1111', 'people')
        op.execute('UPDATE people SET x = 1')
        op.execute('ALTER TABLE people ALTER COLUMN x SET NOT NULL')
        op.execute('ALTER TABLE people ADD CONSTRAINT u CHECK (x > 1) NOT VALID')
        """

    private func project(_ upgrade: String = risky) throws -> RunnableProject {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: upgrade)
        return project
    }

    private func review(
        _ project: RunnableProject, _ more: String..., url: String? = nil
    ) async throws -> Exporter.Result {
        try await Exporter.run(
            ["review", "--scripts", project.project.scripts] + more,
            environment: url.map { ["DATABASE_URL": $0] } ?? [:])
    }

    /// Kinds with their lines, of which the body of `upgrade()` begins at 18.
    static let found = [
        "index_without_concurrently 18", "not_null_without_default 19", "type_change 21",
        "foreign_key_without_not_valid 22", "check_without_not_valid 23", "concurrently_in_transaction 24",
        "renamed_table 27", "mixed_data_change 28", "set_not_null 29",
    ]

    @Test func `of what is pending names line, reason and safe form`() async throws {
        let project = try project()
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("bbbb2222", tables: ["t_aaaa1111", "t_bbbb2222"])
        let result = try await review(project, url: database.url())
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        let lines = result.output.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^ {2}(\w+) .*cccc3333_message\.py:(\d+):/).map { "\($0.1) \($0.2)" }
        }
        #expect(lines.filter { !$0.hasPrefix("accepted") } == Self.found, "\(result.output)")
        #expect(lines.contains("accepted 20"))
        #expect(result.output.contains("nothing has used it since 1.4"))
        #expect(result.output.contains("reviewed  1 revision\nfound     9\naccepted  1\n"))
        #expect(result.output.contains("postgresql_concurrently=True"))
        let status = try await Exporter.run(
            ["status", "--scripts", project.project.scripts, "--output", "json"],
            environment: ["DATABASE_URL": database.url()])
        #expect(status.status == 1)
        #expect(status.output.contains(#""review":[{"kind":"index_without_concurrently","revision":"cccc3333","#))
        #expect(status.output.contains(#""line":20,"accepted":"nothing has used it since 1.4"}"#), "\(status.output)")
        let text = try await Exporter.run(
            ["status", "--scripts", project.project.scripts], environment: ["DATABASE_URL": database.url()])
        #expect(text.output.contains("what would hold up or break running code:\n  index_without_concurrently  "))
        #expect(!text.output.contains("dropped_column"))
    }

    @Test func `needs no database, and knows what the revisions make themselves`() async throws {
        let project = try project()
        let all = try await review(project, "--output", "json")
        // The table is new, but to run CONCURRENTLY inside a transaction fails there too.
        #expect(all.status == 1, "\(all.output)\(all.errors)")
        #expect(all.output.contains(#""database":null,"reviewed_revisions":[{"revision":"aaaa1111""#))
        #expect(
            all.output.contains(#""open_count":1,"concerns":[{"kind":"concurrently_in_transaction""#), "\(all.output)")
        let from = try await review(project, "--from", "bbbb", "--output", "json", url: "postgresql://127.0.0.1:1/none")
        #expect(from.output.contains(#""open_count":9"#), "\(from.output)")
        let nowhere = try await review(project, "--from", "nowhere")
        #expect(nowhere.status == 64)
        #expect(nowhere.errors.contains("--from: Can't locate revision identified by 'nowhere'."))
        let down = try await review(project, url: "postgresql://nobody@127.0.0.1:1/none")
        #expect(down.status == 2 && down.errors.contains("Cannot connect"), "\(down.errors)")
        #expect(down.output == "")
    }

    @Test func `answers with JSON too where it cannot tell`() async throws {
        let project = try project()
        let down = try await review(project, "--output", "json", url: "postgresql://nobody@127.0.0.1:1/none")
        #expect(down.status == 2 && down.errors.contains("Cannot connect"), "\(down.errors)")
        #expect(down.output.hasPrefix(#"{"error":"Cannot connect"#), "\(down.output)")
        try project.project.write("revision = compute()\n", to: "migrations/versions/computed.py")
        let unreadable = try await review(project, "--output", "json")
        #expect(unreadable.status == 2 && unreadable.errors.contains("computed.py:1"), "\(unreadable.errors)")
        #expect(unreadable.output.hasPrefix(#"{"error":""#) && unreadable.output.contains("computed.py:1: "))
    }

    @Test func `of nothing risky is 0, and says what it could not read`() async throws {
        let project = try project("op.execute(f'DROP {input()}')")
        let result = try await review(project)
        #expect(result.status == 0)
        #expect(
            result.output.contains("reviewed      3 revisions\nfound         nothing\nnot readable  1\n"),
            "\(result.output)")
        #expect(result.output.contains("cccc3333_message.py:18: "))
    }

    @Test func `sees locks that an earlier revision holds, unless each has its own transaction`() async throws {
        let project = try project("op.add_column('t_aaaa1111', sa.Column('a', sa.Integer()))")
        try project.add("dddd4444", after: "cccc3333", upgrade: "op.execute('UPDATE t_aaaa1111 SET a = 1')")
        let one = try await review(project, "--from", "bbbb2222")
        #expect(one.status == 1, "\(one.output)")
        #expect(one.output.contains("Rows of t_aaaa1111, after cccc3333, are changed in the transaction"))
        #expect(one.output.contains("transaction_per_migration=True"), "\(one.output)")
        try project.project.write(
            RunnableProject.environment.replacing(
                "connection=connection", with: "connection=connection, transaction_per_migration=True"),
            to: "migrations/env.py")
        let each = try await review(project, "--from", "bbbb2222")
        #expect(each.status == 0, "\(each.output)")
    }

    @Test func `leaves out what PostgreSQL does without looking at a row`() async throws {
        let project = try project(
            """
            op.alter_column('t_aaaa1111', 'a', type_=sa.Text(), existing_type=sa.String(50))
            op.alter_column('t_aaaa1111', 'a', type_=sa.Text(), existing_type=sa.String(50), postgresql_using='b')
            op.execute('ALTER TABLE t_aaaa1111 ADD CONSTRAINT u UNIQUE USING INDEX ix')
            """)
        let result = try await review(project, "--from", "bbbb2222", "--output", "json")
        #expect(result.output.contains(#""open_count":1,"concerns":[{"kind":"type_change""#), "\(result.output)")
        #expect(result.output.contains(#""line":19"#), "\(result.output)")
    }

    @Test func `annotates a workflow of GitHub's`() async throws {
        let project = try project("op.drop_table('t_aaaa1111')\nop.drop_table('a,b%')")
        let result = try await review(project, "--from", "bbbb2222", "--output", "github")
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines[0].hasSuffix(
                "/migrations/versions/cccc3333_message.py,line=18,title=dropped_table::The table t_aaaa1111 goes away, "
                    + "and code that runs may still use it.%0AFirst release code that does not use the table; drop it in "
                    + "the next."), "\(result.output)")
        #expect(lines[0].hasPrefix("::error file="))
        #expect(lines[1].contains("The table a,b%25 goes away"))
        let below = try await Exporter.run(
            ["review", "--scripts", project.project.scripts, "--from", "bbbb2222", "--output", "github"],
            environment: ["GITHUB_WORKSPACE": project.project.directory.path])
        #expect(
            below.output.hasPrefix("::error file=migrations/versions/cccc3333_message.py,line=18,"), "\(below.output)")
    }

    @Test func `of SQLite is about the code that runs, and not about locks`() async throws {
        let project = try project("op.create_index('ix', 't_aaaa1111', ['id'])\nop.drop_column('t_aaaa1111', 'b')")
        try project.project.write("", to: "app.db")
        let url = "sqlite:///\(project.project.directory.file("app.db"))"
        #expect(try await project.upgrade(url, "bbbb2222").status == 0)
        let result = try await review(project, "--output", "json", url: url)
        #expect(result.output.contains(#""open_count":1,"concerns":[{"kind":"dropped_column""#), "\(result.output)")
    }
}
