import MigrationModel
import SystemPackage
import TestSupport
import Testing

@testable import AlembicScripts

@Suite("Comments that accept what a review finds")
struct ReviewCommentTests {
    @Test(arguments: [
        ("    op.drop_column('a', 'b')  # review: ok unused since 1.4", "unused since 1.4"),
        ("    op.drop_column('a', 'b')  #review:ok   two  words ", "two words"),
        ("    op.drop_column('a', 'b')  # noqa # review: ok later\r", "later"),
        ("    op.drop_column('a', 'b')  # review: ok", nil), ("    op.drop_column('a', 'b')  # review: okay", nil),
        ("    op.drop_column('a', 'b')", nil), ("", nil),
    ])
    func `need a reason`(line: String, reason: String?) {
        #expect(reviewComment(in: line) == reason)
    }

    @Test func `count on their own line`() async throws {
        try await TemporaryDirectory.with { root in
            let file = root.appending("a.py")
            try root.write("one # review: ok first\ntwo\nthree # review: ok third".utf8, to: "a.py")
            let places = [1, 2, 3, 4].map { ScriptPlace(revision: "aaaa", file: file.string, line: $0) }
            #expect(reviewComments(at: places) == [places[0]: "first", places[2]: "third"])
            let gone = ScriptPlace(revision: "aaaa", file: "/no/such.py", line: 1)
            #expect(reviewComments(at: [gone]).isEmpty)
        }
    }
}
