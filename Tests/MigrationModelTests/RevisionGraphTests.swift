import MigrationModel
import TestSupport
import Testing

@Suite("The revision graph")
struct RevisionGraphTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let revisions: [Revision]
        let heads: [RevisionID]
        let effectiveHeads: [RevisionID]
        let bases: [RevisionID]
        let history: [RevisionID]

        init(
            _ name: String, _ revisions: [Revision], heads: [RevisionID], effectiveHeads: [RevisionID]? = nil,
            bases: [RevisionID], history: [RevisionID]
        ) {
            testDescription = name
            self.revisions = revisions
            self.heads = heads
            self.effectiveHeads = effectiveHeads ?? heads
            self.bases = bases
            self.history = history
        }
    }

    @Test(arguments: [
        Shape("empty", [], heads: [], bases: [], history: []),
        Shape(
            "a line", [Revision("c", after: "b"), Revision("a"), Revision("b", after: "a")], heads: ["c"], bases: ["a"],
            history: ["c", "b", "a"]),
        Shape(
            "a fork", [Revision("a"), Revision("b", after: "a"), Revision("c", after: "a")], heads: ["b", "c"],
            bases: ["a"], history: ["b", "c", "a"]),
        Shape(
            "a diamond",
            [Revision("a"), Revision("b", after: "a"), Revision("c", after: "a"), Revision("m", after: "b", "c")],
            heads: ["m"], bases: ["a"], history: ["m", "b", "c", "a"]),
        Shape(
            "two bases merged", [Revision("a"), Revision("b"), Revision("m", after: "a", "b")], heads: ["m"],
            bases: ["a", "b"], history: ["m", "a", "b"]),
        Shape(
            "a head on which another branch depends",
            [
                Revision("a1"), Revision("a2", after: "a1"), Revision("b1"),
                Revision("b2", after: "b1", dependsOn: "a2"),
            ],
            heads: ["a2", "b2"], effectiveHeads: ["b2"], bases: ["a1", "b1"], history: ["b2", "b1", "a2", "a1"]),
        Shape(
            "a dependency by branch label",
            [Revision("a1", labels: "lib"), Revision("b1", dependsOn: "lib")],
            heads: ["a1", "b1"], effectiveHeads: ["b1"], bases: ["a1", "b1"], history: ["b1", "a1"]),
    ])
    func `its ends and its order`(shape: Shape) {
        let graph = RevisionGraph(shape.revisions)
        #expect(graph.heads == shape.heads)
        #expect(graph.effectiveHeads == shape.effectiveHeads)
        #expect(graph.bases == shape.bases)
        #expect(graph.history.map(\.id) == shape.history)
    }

    @Test func `pending is what an upgrade would apply, in the order in which it would`() {
        let graph = RevisionGraph([
            Revision("a"), Revision("b", after: "a"), Revision("c", after: "a"), Revision("m", after: "b", "c"),
            Revision("n", after: "m"),
        ])
        #expect(graph.pending(from: [], to: ["n"]).map(\.id) == ["a", "c", "b", "m", "n"])
        #expect(graph.pending(from: ["b"], to: ["n"]).map(\.id) == ["c", "m", "n"])
        #expect(graph.pending(from: ["b", "c"], to: ["m"]).map(\.id) == ["m"])
        #expect(graph.pending(from: ["n"], to: ["n"]).isEmpty)
    }

    @Test(arguments: [
        ([Revision("a"), Revision("b", after: "zzz")], [FindingKind.missingParent]),
        ([Revision("a", dependsOn: "zzz")], [.missingDependency]),
        ([Revision("a", after: "b"), Revision("b", after: "a")], [.cycle]),
        ([Revision("a", after: "a")], [.loop]),
        ([Revision("a", dependsOn: "a")], [.loop]),
        ([Revision("a", dependsOn: "b"), Revision("b", after: "a")], [.dependencyCycle]),
        ([Revision("a"), Revision("a")], [.duplicateRevision]),
        ([Revision("a"), Revision("b", after: "a", "a")], [.duplicateParent]),
        ([Revision("a", labels: "x"), Revision("b", after: "a", labels: "x")], [.duplicateLabel]),
        ([Revision("a", labels: "a")], [.duplicateLabel]),
        ([Revision("a"), Revision("b", after: "a", dependsOn: "a")], [.redundantDependency]),
        ([Revision("a"), Revision("b", after: "a"), Revision("c", after: "a")], [.multipleHeads]),
        ([Revision("a"), Revision("b"), Revision("c", after: "a", "b")], [.multipleBases]),
        ([Revision("a"), Revision("b", after: "a")], []),
    ])
    func `what is wrong is found, all at once`(revisions: [Revision], kinds: [FindingKind]) {
        let found = RevisionGraph(revisions).findings.map(\.kind)
        // A fault often leaves several ends behind, which are named too.
        let ends: Set<FindingKind> = [.multipleHeads, .multipleBases]
        #expect(found.filter { !ends.contains($0) || kinds.contains($0) } == kinds)
    }

    @Test func `two spellings of one letter are two ids`() {
        let graph = RevisionGraph([Revision("caf\u{E9}"), Revision("cafe\u{301}", after: "caf\u{E9}")])
        #expect(graph.findings == [])
        #expect(graph.history.map(\.id) == ["cafe\u{301}", "caf\u{E9}"])
    }

    @Test func `beside a cycle the sound part still answers`() {
        let graph = RevisionGraph([
            Revision("a"), Revision("b", after: "a"), Revision("x", after: "y"), Revision("y", after: "x"),
        ])
        #expect(graph.findings.first?.message == "Cycle is detected in revisions (x, y).")
        #expect(graph.pending(from: ["a"], to: ["b"]).map(\.id) == ["b"])
        #expect(Set(graph.history.map(\.id)) == ["a", "b", "x", "y"])
    }

    @Test func `a parent that is the beginning of an id gets a hint`() {
        let graph = RevisionGraph([Revision("abcdef"), Revision("b", after: "abc")])
        #expect(graph.findings[0].cure == "Write the id in full: 'abcdef'.")
        #expect(graph.findings[0].file == "b.py")
        #expect(graph.findings[0].line == 1)
    }

    @Test func `a chain of 20,000 revisions needs no stack and little time`() {
        let ids = (0..<20_000).map { "r\($0)" }
        let chain = ids.indices.compactMap { index in
            RevisionID(ids[index]).map { id in
                Revision(id: id, down: index == 0 ? .none : Declaration(.one(ids[index - 1])))
            }
        }
        let graph = RevisionGraph(chain)
        #expect(graph.history.count == 20_000)
        #expect(graph.pending(from: ["r10000"], to: graph.heads).count == 9_999)
    }
}
