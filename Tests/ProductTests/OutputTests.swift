import Foundation
import TestSupport
import Testing

@Suite("What a command prints", .timeLimit(.minutes(2)))
struct OutputTests {
    @Test(arguments: [
        ["history"], ["history", "--output", "mermaid"], ["status"], ["validate"], ["review"],
        ["snapshot", "--output", "-"], ["config", "check"], ["config", "schema"], ["upgrade", "--dry-run"], ["--help"],
        ["status", "--help"], ["--version"],
    ])
    func `is missed where the disk is full or nobody takes it`(command: [String]) async throws {
        let project = try Project(["aaaa1111"])
        let file = project.directory.file("app.db")
        try await Tool("sqlite3", in: [], package: "sqlite3").run([file, SQLiteScene.standing(at: "aaaa1111")])
        let variables = ["DATABASE_URL=sqlite:///\(file)", "MIGRATION_EXPORTER_SCRIPTS=\(project.scripts)"]
        for (output, problem) in [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")] {
            let said = try await Tool("sh", in: [], package: "dash").run(
                ["-c", #"env "$@" 2>&1 \#(output); echo "status $?""#, "sh"] + variables + [try Exporter.path] + command
            )
            #expect(
                said.hasSuffix("migration-exporter: Standard output cannot be written: \(problem).\nstatus 2"),
                "\(said)")
        }
    }

    @Test func `arrives whole through a pipe that takes it in pieces and does not block`() async throws {
        let program = """
            import fcntl, json, os, struct, subprocess, sys, termios
            reader, writer = os.pipe()
            F_SETPIPE_SZ = 1031
            size = fcntl.fcntl(writer, F_SETPIPE_SZ, 4096)
            os.set_blocking(writer, False)
            program = subprocess.Popen([sys.argv[1], "config", "schema"], stdout=writer)
            os.close(writer)
            waiting = lambda: struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"    "))[0]
            while waiting() < size and program.poll() is None: pass
            text = open(reader, "rb").read()
            assert len(text) > size, len(text)
            json.loads(text)
            assert program.wait() == 0
            """
        _ = try await Alembic.python(["-c", program, try Exporter.path])
    }

    @Test(arguments: [
        ("A=1", true), ("NO_COLOR=", true), ("NO_COLOR=1", false), ("TERM=dumb", false), ("TERM=xterm", true),
    ])
    func `has colours on a terminal that wants them`(variable: String, isColoured: Bool) async throws {
        let project = try Project(["aaaa1111"])
        let command = "env -i \(variable) \(try Exporter.path) status --scripts \(project.scripts)"
        let terminal = try Tool("script", in: [], package: "bsdutils")
        let text = try await terminal.run([
            "-qc", "\(command) --database-url sqlite:////nowhere.db", project.directory.file("typescript"),
        ])
        #expect(text.contains("unknown"), "\(text)")
        #expect(text.contains("\u{1B}[") == isColoured, "\(text)")
    }
}
