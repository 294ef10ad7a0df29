import AlembicScripts
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("What a docstring says")
struct CreateDateTests {
    @Test(arguments: [
        ("2024-01-02 03:04:05.678901", "2024-01-02T03:04:05Z"),
        ("2024-01-02 03:04:05.678901+00:00", "2024-01-02T03:04:05Z"),
        ("2024-01-02T03:04:05+02:00", "2024-01-02T01:04:05Z"),
        ("2024-01-02 03:04:05-0330", "2024-01-02T06:34:05Z"),
        ("2024-01-02 03:04:05Z", "2024-01-02T03:04:05Z"),
        ("2024-01-02 03:04", "2024-01-02T03:04:00Z"),
        ("2024-01-02", "2024-01-02T00:00:00Z"),
        ("2024-02-30", nil), ("2015-9-8 9:18:14", nil), ("2024-01-02 12:34.56.789", nil), ("yesterday", nil),
        ("2024-01-02 03:04:05 CET", nil), ("", nil),
    ])
    func `a create date is`(written: String, expected: String?) async throws {
        let read = try await Self.read("'''m\n\nRevision ID: a1\nCreate Date: \(written)\nAuthor: Ann B.\n'''")
        #expect(read.created?.description == expected)
        #expect(read.author == "Ann B.")
        #expect(read.message == "m")
    }

    private static func read(_ docstring: String) async throws -> Revision {
        try await TemporaryDirectory.with { root in
            try root.write("\(docstring)\nrevision = 'a1'\ndown_revision = None".utf8, to: "a.py")
            return try #require(ScriptReader(root).read().graph.revisions.first)
        }
    }
}
