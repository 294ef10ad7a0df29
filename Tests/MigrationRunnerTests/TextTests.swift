import MigrationModel
import SystemPackage
import Testing

@testable import MigrationRunner

@Suite("What Alembic writes")
struct TextTests {
    @Test(arguments: [
        ("INFO  [alembic.runtime.migration] Running upgrade aaaa -> bbbb, message", "bbbb"),
        ("INFO  [alembic.runtime.migration] Running upgrade  -> aaaa, first", "aaaa"),
        ("INFO  [alembic.runtime.migration] Running upgrade aaaa, bbbb -> cccc", "cccc"),
        ("INFO  [alembic.runtime.migration] Running downgrade bbbb -> aaaa, message", "bbbb"),
        ("Running low on memory", nil), ("Running upgrade ->", nil),
    ])
    func `names the revision that it is at`(line: String, revision: String?) {
        var log = RunningLog()
        log.add(line)
        #expect(log.revision == revision)
        log.add("  something else")
        #expect(log.revision == revision)
    }

    @Test func `the error of a traceback is its last word`() {
        var log = RunningLog()
        for line in [
            "Traceback (most recent call last):", "  File \"x.py\", line 1, in upgrade",
            "sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedTable) relation \"x\" does not exist",
            "[SQL: DROP TABLE x]", "(Background on this error at: https://sqlalche.me/e/20/f405)", "",
        ] { log.add(line) }
        #expect(log.lastWords?.hasPrefix("sqlalchemy.exc.ProgrammingError") == true)
    }

    @Test func `pieces become lines, and a line without an end is cut`() {
        var splitter = LineSplitter()
        #expect(splitter.add(Array("one\r\ntw".utf8)) == ["one"])
        #expect(splitter.add(Array("o\n\n".utf8)) == ["two", ""])
        #expect(splitter.finish() == nil)
        #expect(splitter.add([UInt8](repeating: 0x61, count: 20_000)) == [])
        let long = splitter.finish() ?? ""
        #expect(LineSplitter.shown(long) { $0 } == String(repeating: "a", count: 8_192) + " …")
        #expect(LineSplitter.shown("short") { $0 } == "short")
    }

    @Test(arguments: [8_192 - 3, 2 * 8_192 - 3]) func `a secret across a cut is not shown in halves`(place: Int) {
        var splitter = LineSplitter()
        let line = String(repeating: "-", count: place) + "hunter2" + String(repeating: "-", count: 9_000)
        #expect(splitter.add(Array(line.utf8)) == [])
        let shown = splitter.finish().map { LineSplitter.shown($0) { $0.replacing("hunter2", with: "***") } }
        #expect(shown?.contains("--") == true && shown?.contains("h") == false && shown?.contains("2") == false)
    }

    @Test func `the error of a tool is its last word, and not the details below it`() {
        var log = RunningLog()
        for line in [
            "pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout",
            "pg_dump: detail: Query was: LOCK TABLE public.orders IN ACCESS SHARE MODE",
        ] { log.add(line) }
        #expect(log.lastWords?.hasSuffix("lock timeout") == true)
    }
}

@Suite("How Alembic is started")
struct AlembicCommandTests {
    private func resolve(
        _ words: [String] = ["alembic"], scripts: FilePath, files: Set<FilePath>, directories: Set<FilePath> = [],
        environment: [String: String] = ["PATH": "/usr/bin:/opt/bin"]
    ) throws(RunFailure) -> AlembicCommand.Invocation {
        try AlembicCommand(
            words: words, scripts: scripts, environment: environment,
            files: .init(
                exists: { files.contains($0) || directories.contains($0) }, isDirectory: directories.contains,
                isExecutable: { files.contains($0) && !$0.string.contains("broken") })
        ).resolve()
    }

    @Test func `beside the scripts, before PATH`() throws {
        let files: Set<FilePath> = ["/srv/app/alembic.ini", "/srv/app/.venv/bin/alembic", "/opt/bin/alembic"]
        let found = try resolve(scripts: "/srv/app/alembic.ini", files: files)
        #expect(found.executable == "/srv/app/.venv/bin/alembic")
        #expect(found.arguments == ["-c", "/srv/app/alembic.ini"])
        #expect(found.directory == "/srv/app")
        let onPath = try resolve(
            scripts: "/srv/app/alembic.ini", files: files.subtracting(["/srv/app/.venv/bin/alembic"]))
        #expect(onPath.executable == "/opt/bin/alembic")
    }

    @Test func `a directory's configuration is above it`() throws {
        let found = try resolve(
            ["uv", "run", "alembic"], scripts: "/srv/app/migrations/versions",
            files: ["/srv/app/pyproject.toml", "/usr/bin/uv"], directories: ["/srv/app/migrations/versions"])
        #expect(found.executable == "/usr/bin/uv")
        #expect(found.arguments == ["run", "alembic", "-c", "/srv/app/pyproject.toml"])
    }

    @Test func `what is missing is named`() {
        #expect(throws: RunFailure.noCommand("alembic")) {
            try resolve(scripts: "/a/alembic.ini", files: ["/a/alembic.ini"])
        }
        #expect(throws: RunFailure.noConfiguration(scripts: "/a/versions")) {
            try resolve(scripts: "/a/versions", files: [], directories: ["/a/versions"])
        }
        #expect(throws: RunFailure.notExecutable("/broken/alembic")) {
            try resolve(["/broken/alembic"], scripts: "/a/alembic.ini", files: ["/broken/alembic", "/a/alembic.ini"])
        }
    }
}
