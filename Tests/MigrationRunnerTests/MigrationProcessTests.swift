import Glibc
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import MigrationRunner

@Suite("The process of a run", .timeLimit(.minutes(1)))
struct MigrationProcessTests {
    private func process(_ script: String, grace: Duration = .seconds(5)) throws -> MigrationProcess {
        try process("/bin/sh", ["-c", script], grace: grace)
    }

    private func process(
        _ executable: FilePath, _ arguments: [String], grace: Duration = .seconds(5)
    ) throws -> MigrationProcess {
        MigrationProcess(
            invocation: .init(executable: executable, arguments: arguments, directory: "/tmp"),
            environment: ["GIVEN": "yes"],
            supervisor: Supervisor(program: FilePath(try Exporter.path), arguments: ["supervise"]),
            grace: grace)
    }

    @Test(arguments: [("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 137)])
    func `its status comes through`(script: String, status: Int32) async throws {
        #expect(try await process(script).run { _ in } == .exited(status))
    }

    @Test(arguments: [(7, "exit status 7"), (137, "ended by signal 9"), (255, "exit status 255")])
    func `what failed is told as a shell tells it`(status: Int32, text: String) throws {
        #expect(try Run.failureStatus(.exited(status)) == text)
    }

    @Test func `its lines come through, of both streams, and its environment`() async throws {
        let lines = Mutex<[String]>([])
        _ = try await process("echo $GIVEN; echo two >&2; printf three").run { line in
            lines.withLock { $0.append(line) }
        }
        #expect(lines.withLock { $0 } == ["yes", "two", "three"])
    }

    /// It reads no variable, and these may hold a password.
    @Test func `the watch beside it has no environment`() async throws {
        let watch =
            #"for p in /proc/[0-9]*; do if [ "$(cut -d" " -f4 $p/stat)" = $PPID ] && "#
            + #"[ "$(tr "\0" " " <$p/cmdline | cut -d" " -f2-)" = "supervise " ]; "#
            + #"then echo "watched, $(wc -c <$p/environ)"; fi; done"#
        let lines = Mutex<[String]>([])
        _ = try await process("\(watch) 2>/dev/null").run { line in lines.withLock { $0.append(line) } }
        #expect(lines.withLock { $0 } == ["watched, 0"])
    }

    @Test func `what it leaves behind is ended with it`() async throws {
        #expect(try await process("sleep 3471 & exit 0").run { _ in } == .exited(0))
        #expect(try await areGone(mentioning: "sleep\03471", within: 5))
    }

    /// A shell would let them through by itself, and Python does not.
    @Test func `no signal is kept from it`() async throws {
        let lines = Mutex<[String]>([])
        _ = try await process("/bin/grep", ["SigBlk", "/proc/self/status"]).run { line in
            lines.withLock { $0.append(line) }
        }
        #expect(lines.withLock { $0 } == ["SigBlk:\t0000000000000000"])
    }

    @Test func `it has its time to end by itself, and is heard until then`() async throws {
        let lines = Mutex<[String]>([])
        let tidy = try process("trap 'sleep 0.5; echo tidy; exit 3' TERM; echo ready; while :; do sleep 0.1; done")
        let stop = StopSignal()
        let (ending, interruption) = await interruptible(by: [{ await stop.requested().map { .stopped($0) } }]) {
            await tidy.run { line in
                lines.withLock { $0.append(line) }
                if line == "ready" { stop.request("enough") }
            }
        }
        #expect(interruption == .stopped("enough"))
        #expect(ending == .exited(3))
        // Of the sleep that the signal ended, some shells say so.
        #expect(lines.withLock { $0.filter { $0 != "Terminated" } } == ["ready", "tidy"])
    }

    @Test func `all that does not end by SIGTERM ends by SIGKILL`() async throws {
        let stubborn = try process("trap '' TERM; sleep 3472 & echo ready; sleep 3472", grace: .milliseconds(300))
        let stop = StopSignal()
        let (_, interruption) = await interruptible(by: [{ await stop.requested().map { .stopped($0) } }]) {
            await stubborn.run { if $0 == "ready" { stop.request("enough") } }
        }
        #expect(interruption == .stopped("enough"))
        #expect(try await areGone(mentioning: "sleep\03472", within: 5))
    }
}
