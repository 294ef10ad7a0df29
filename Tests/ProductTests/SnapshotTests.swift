import Foundation
import TestSupport
import Testing

@Suite("A snapshot of a reference database", .timeLimit(.minutes(3)))
struct SnapshotTests {
    private static let ddl = """
        CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE SEQUENCE numbers;
        CREATE TABLE t_aaaa1111 (id serial PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok', price numeric(10, 2) DEFAULT 0,
            at timestamptz DEFAULT now(), until timestamptz DEFAULT '9999-12-31 00:00:00+00', tags text[],
            data jsonb DEFAULT '{}', title text, body text, note text, CONSTRAINT positive CHECK (price > 0));
        CREATE INDEX by_price ON t_aaaa1111 (price);
        CREATE INDEX by_words ON t_aaaa1111 ((coalesce(title, '') || ' ' || coalesce(lower(body), '')));
        CREATE VIEW recent AS SELECT id FROM t_aaaa1111;
        """

    private struct Place {
        let project: Project
        let database: TestDatabase
        let file: String

        func run(_ command: String, _ arguments: String...) async throws -> Exporter.Result {
            try await Exporter.run(
                [command, "--scripts", project.scripts] + arguments, environment: ["DATABASE_URL": database.url()])
        }
    }

    @Test func `says the same in every session, and an expression to its end`() async throws {
        let place = try await place()
        try await place.database.sql(
            """
            DO $$ BEGIN
                EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Tokyo''', current_database());
                EXECUTE format('ALTER DATABASE %I SET datestyle = ''SQL, DMY''', current_database());
                EXECUTE format('ALTER DATABASE %I SET quote_all_identifiers = on', current_database());
            END $$
            """)
        let same = try await place.run("snapshot", "--check", place.file)
        #expect(same.status == 0, "\(same.output) \(same.errors)")
        try await place.database.sql(
            """
            DROP INDEX by_words;
            CREATE INDEX by_words ON t_aaaa1111 ((coalesce(title, '') || ' ' || coalesce(lower(note), '')))
            """)
        let other = try await place.run("snapshot", "--check", place.file)
        #expect(other.status == 1, "\(other.output) \(other.errors)")
    }

    private func place() async throws -> Place {
        let project = try Project(["aaaa1111", "bbbb2222"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111")
        try await database.sql(Self.ddl)
        let place = Place(project: project, database: database, file: project.directory.file("expected.schema.json"))
        let written = try await place.run("snapshot", "--output", place.file)
        #expect(written.status == 0, "\(written.errors)")
        return place
    }

    @Test(arguments: [
        ("ALTER TABLE t_aaaa1111 DROP COLUMN tags", ["- column t_aaaa1111.tags text[]"], true),
        ("ALTER TABLE t_aaaa1111 ADD COLUMN more int", ["+ column t_aaaa1111.more integer"], false),
        (
            "ALTER TABLE t_aaaa1111 ALTER price TYPE numeric(12, 2)",
            ["- column t_aaaa1111.price type numeric(10,2)", "+ column t_aaaa1111.price type numeric(12,2)"], false
        ),
        (
            "ALTER TABLE t_aaaa1111 ALTER mood DROP NOT NULL",
            ["- column t_aaaa1111.mood NOT NULL", "+ column t_aaaa1111.mood NULL"], false
        ),
        (
            "ALTER TABLE t_aaaa1111 ALTER at DROP DEFAULT",
            ["- column t_aaaa1111.at default now()", "+ column t_aaaa1111.at default none"], false
        ),
        ("DROP INDEX by_price", ["- index on t_aaaa1111: by_price (price)"], false),
        (
            "ALTER TABLE t_aaaa1111 DROP CONSTRAINT positive",
            ["- constraint on t_aaaa1111: positive CHECK ((price > (0)::numeric))"], false
        ),
        (
            "ALTER TYPE mood ADD VALUE 'fine'",
            ["- column t_aaaa1111.mood type mood (sad, ok)", "+ column t_aaaa1111.mood type mood (sad, ok, fine)"],
            false
        ),
        ("CREATE TABLE stray (id int)", ["+ table stray"], false), ("DROP VIEW recent", ["- view recent"], true),
        ("DROP TABLE t_aaaa1111 CASCADE", ["- view recent", "- table t_aaaa1111"], true),
        ("DROP SEQUENCE numbers", ["- sequence numbers"], true),
    ])
    func `each kind of damage is told, and nothing else, by validate and by --check`(
        change: String, lines: [Substring], breaksCode: Bool
    ) async throws {
        let place = try await place()
        let right = try await place.run("snapshot", "--check", place.file)
        #expect(right.status == 0, "\(right.output)\(right.errors)")
        try await place.database.sql(change)
        let wrong = try await place.run("snapshot", "--check", place.file)
        #expect(wrong.status == 1 && !wrong.output.isEmpty)
        let validation = try await place.run("validate", "--expected-schema", place.file, "--output", "json")
        #expect(validation.output.contains(#""expected_from":"snapshot""#))
        let text = try await place.run("validate", "--expected-schema", place.file, "--validate.strict")
        #expect(text.output.split(separator: "\n").filter { $0.hasPrefix("- ") || $0.hasPrefix("+ ") } == lines)
        // What the scripts still have to create is pending, so that it is not valid either way.
        #expect(text.status == 1)
        let missing =
            validation.output.contains(#""kind":"missing_"#) && !validation.output.contains("missing_index")
            && !validation.output.contains("missing_constraint")
        #expect(missing == breaksCode)
    }

    @Test func `a database that stands elsewhere is no drift, and a broken file is said to be one`() async throws {
        let place = try await place()
        try await place.database.sql(
            "UPDATE alembic_version SET version_num = 'bbbb2222'; CREATE TABLE t_bbbb2222 (id integer)")
        let moved = try await place.run("validate", "--expected-schema", place.file)
        #expect(moved.output.contains("expected from    scripts"), "\(moved.output)")
        #expect(moved.output.contains("it stands at aaaa1111 and the database at bbbb2222, so the scripts count"))
        try await place.database.sql("UPDATE alembic_version SET version_num = 'aaaa1111'")
        try "{".write(toFile: place.file, atomically: true, encoding: .utf8)
        let broken = try await place.run("validate", "--expected-schema", place.file)
        #expect(broken.status == 2 && broken.output.contains("it is no snapshot of a schema"), "\(broken.output)")
        #expect(broken.output.contains("unusable_snapshot  \(place.file): The snapshot cannot be used"))
        #expect(try await place.run("snapshot", "--check", place.file).status == 2)
        let config = try await place.run("config", "check", "--expected-schema", place.file)
        #expect(config.status != 0)
        #expect(try await place.run("snapshot").status == 64)
        let both = try await place.run("validate", "--expected-schema", place.file, "--expected-tables", "a")
        #expect(both.status == 64 && both.errors.contains("Leave out expected-tables or expected-schema."))
    }

    @Test func `goes where a link leads, and into a pipe, and replaces neither`() async throws {
        let project = try Project(["aaaa1111"])
        let directory = project.directory.path
        let script = #"""
            cd "$1"; sqlite3 app.db "$2"; mkfifo pipe; mknod full c 1 7; mknod null c 1 3
            echo old >real; ln -s real link; ln -s new dangling
            snapshot() { "$exporter" snapshot --scripts alembic.ini --database-url sqlite:///app.db --output "$1" 2>&1; }
            timeout 20 cat pipe >through & snapshot pipe; wait $!
            snapshot link; snapshot dangling; snapshot null; snapshot full; echo "status $?"
            stat -c %F pipe link dangling null full real new
            cmp real through; cmp real new; grep -c t_aaaa1111 real
            """#
        let said = try await says(
            "exporter='\(try Exporter.path)'\n" + script, directory, SQLiteScene.standing(at: "aaaa1111"))
        let kinds = [
            "fifo", "symbolic link", "symbolic link", "character special file", "character special file",
            "regular file", "regular file",
        ]
        let complaint =
            "migration-exporter: full cannot be written. Is there such a directory, with room, and may this user write "
            + "there?"
        #expect(said.split(separator: "\n").map(String.init).dropLast() == [complaint, "status 2"] + kinds)
        #expect(said.hasSuffix("\n1"), "\(said)")
    }

    @Test func `SQLite has snapshots too`() async throws {
        let project = try Project(["aaaa1111"])
        let path = project.directory.file("app.db")
        let file = project.directory.file("expected.schema.json")
        _ = try await Alembic.python([
            "-c",
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.executescript("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);"
                "INSERT INTO alembic_version VALUES ('aaaa1111');"
                "CREATE TABLE t_aaaa1111 (id INTEGER, name VARCHAR(50) DEFAULT 'x', UNIQUE (name))")
            """, path,
        ])
        let environment = ["DATABASE_URL": "sqlite:///\(path)"]
        func run(_ arguments: String...) async throws -> Exporter.Result {
            try await Exporter.run(
                arguments + ["--scripts", project.scripts], environment: environment)
        }
        #expect(try await run("snapshot", "--output", file).status == 0)
        #expect(try await run("snapshot", "--check", file).status == 0)
        let valid = try await run("validate", "--expected-schema", file)
        #expect(valid.status == 0 && valid.output.contains("expected from    snapshot"), "\(valid.output)")
        _ = try await Alembic.python([
            "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('ALTER TABLE t_aaaa1111 DROP COLUMN id')",
            path,
        ])
        let damaged = try await run("validate", "--expected-schema", file)
        #expect(damaged.status == 1 && damaged.output.contains("- column t_aaaa1111.id INTEGER"), "\(damaged.output)")
    }
}
