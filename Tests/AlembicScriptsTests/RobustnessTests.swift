import AlembicScripts
import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("Files that nobody should write", .timeLimit(.minutes(2)))
struct RobustnessTests {
    struct Odd: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Behind a sound header.
        let tail: [UInt8]
        let kinds: [FindingKind]

        init(_ name: String, _ tail: String, _ kinds: FindingKind...) {
            testDescription = name
            self.tail = Array(tail.utf8)
            self.kinds = kinds
        }
    }

    @Test(arguments: [
        Odd("100,000 nested parentheses", "x = " + String(repeating: "(", count: 100_000), .noUpgradeFunction),
        Odd(
            "100,000 nested parentheses, closed",
            "x = " + String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000), .noUpgradeFunction
        ),
        Odd("100,000 operators", "x = " + String(repeating: "-", count: 100_000) + "1", .noUpgradeFunction),
        Odd("a string without an end", "x = 'abc", .noUpgradeFunction),
        Odd("a long string without an end", "x = '''abc\n\n", .noUpgradeFunction),
        Odd("a NUL", "x = 1\u{0}", .unparsableFile),
        Odd(
            "2,000 levels", (0..<2_000).map { String(repeating: " ", count: $0) + "if x:\n" }.joined(),
            .noUpgradeFunction),
    ])
    func `what is odd behind the header is a finding`(example: Odd) async throws {
        try await TemporaryDirectory.with { root in
            let header = "revision = 'a1'\ndown_revision = branch_labels = depends_on = None\n"
            try root.write(Array(header.utf8) + example.tail, to: "versions/a.py")
            try root.write(revision("b1").utf8, to: "versions/b.py")
            let scripts = try await onOwnThread { ScriptReader(root.appending("versions")).read() }
            let kinds = scripts.findings.filter { $0.kind != .multipleHeads && $0.kind != .multipleBases }.map(\.kind)
            #expect(kinds == example.kinds)
            #expect(scripts.graph.contains("b1"))
        }
    }

    @Test func `reading takes time in proportion to the size`() async throws {
        try await TemporaryDirectory.with { root in
            try await onOwnThread {
                func duration(_ lines: Int) throws -> Duration {
                    let table = String(repeating: "rows = [(1, 'one', None), {'a': f'{x}'}]\n", count: lines)
                    try root.write((revision("a1") + "\n" + table).utf8, to: "\(lines)/a.py")
                    let reader = ScriptReader(root.appending("\(lines)"))
                    return ContinuousClock().measure { #expect(reader.read().graph.contains("a1")) }
                }
                // Four times the size in eight times the time at most, so that a busy machine does not fail it.
                let small = try duration(5_000)
                #expect(try duration(20_000) < small * 8)
            }
        }
    }

    @Test func `a file of 50 MB is read, and a larger one is a finding`() async throws {
        try await TemporaryDirectory.with { root in
            try await onOwnThread {
                let comment = [UInt8](repeating: UInt8(ascii: "#"), count: (50 << 20) - 1_000)
                try root.write(Array((revision("a1") + "\n").utf8) + comment, to: "versions/a.py")
                let scripts = ScriptReader(root.appending("versions")).read()
                #expect(scripts.graph.contains("a1") && scripts.findings == [])
                try root.write(comment + comment, to: "versions/b.py")
                #expect(ScriptReader(root.appending("versions")).read().findings.map(\.kind) == [.unreadableFile])
            }
        }
    }

    @Test func `links in a circle end`() async throws {
        try await TemporaryDirectory.with { root in
            try root.write(revision("a1").utf8, to: "mig/versions/sub/a.py")
            symlink("..", root.appending("mig/versions/sub/up").string)
            symlink("loop", root.appending("mig/versions/loop").string)
            let ini = "[alembic]\nscript_location = %(here)s/mig\nrecursive_version_locations = true\n"
            try root.write(ini.utf8, to: "alembic.ini")
            let scripts = ScriptReader(root.appending("alembic.ini")).read()
            #expect(scripts.graph.revisions.map(\.path) == ["sub/a.py"])
            #expect(scripts.isComplete)
        }
    }

    /// A deployment replaces the files one by one; whatever a reading meets, the last one finds what is there.
    @Test func `a directory that is rewritten while it is read`() async throws {
        try await TemporaryDirectory.with { root in
            let versions = root.appending("versions")
            @Sendable func write(_ count: Int) throws {
                for number in 0..<20 {
                    let file = versions.appending("r\(number).py").string
                    guard number < count else {
                        unlink(file)
                        continue
                    }
                    let down = number == 0 ? "None" : "'r\(number - 1)'"
                    try root.write(revision("r\(number)", down).utf8, to: "versions/new")
                    rename(versions.appending("new").string, file)
                }
            }
            try write(20)
            let reader = ScriptReader(versions)
            try await withThrowingTaskGroup { group in
                group.addTask { try await onOwnThread { for round in 0..<100 { try write(round % 20 + 1) } } }
                group.addTask {
                    try await onOwnThread {
                        for _ in 0..<100 {
                            let scripts = reader.read()
                            #expect(scripts.findings.allSatisfy { !$0.cure.isEmpty })
                        }
                    }
                }
                try await group.waitForAll()
            }
            try write(7)
            #expect(reader.read().graph.heads == ["r6"])
            #expect(reader.read().graph.revisions.count == 7)
        }
    }
}
