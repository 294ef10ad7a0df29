import Exposition
import MigrationModel
import TestSupport
import Testing

@Suite("History for people")
struct HistoryTests {
    static let merged = MigrationScripts(
        Revision("a"), Revision("b", after: "a"), Revision("c", after: "a"), Revision("m", after: "b", "c"),
        Revision("x", dependsOn: "m", labels: "apart"))

    @Test func `branches and merges are drawn, and what stands where is marked`() {
        let status = MigrationStatus(of: .holding("b"), in: Self.merged, target: .heads)
        let history = MigrationHistory(of: Self.merged.graph, applied: nil, status: status)
        #expect(
            history.text(.plain) == """
                ○  <base> (m) -> x (apart) (head) (pending), message of x
                ○─┐  b, c -> m (effective head) (mergepoint) (pending), message of m
                ◉ │  a -> b (current), message of b
                │ ○  a -> c (pending), message of c
                ●─┘  <base> -> a (branchpoint), message of a

                """)
    }

    @Test func `three heads of one base`() {
        let scripts = MigrationScripts(
            Revision("a"), Revision("b", after: "a"), Revision("c", after: "a"), Revision("d", after: "a"))
        #expect(
            MigrationHistory(of: scripts.graph, applied: nil).text(.plain) == """
                ●  a -> b (head), message of b
                │ ●  a -> c (head), message of c
                │ │ ●  a -> d (head), message of d
                ●─┴─┘  <base> -> a (branchpoint), message of a

                """)
    }

    @Test func `a chart for documents`() {
        let history = MigrationHistory(of: Self.merged.graph, applied: nil)
        #expect(
            history.mermaid == """
                flowchart BT
                    r0["x · message of x"]:::head
                    r1["m · message of m"]:::head
                    r2["b · message of b"]
                    r3["c · message of c"]
                    r4["a · message of a"]
                    r1 -.-> r0
                    r2 --> r1
                    r3 --> r1
                    r4 --> r2
                    r4 --> r3
                    classDef head stroke-width:3px
                    classDef current fill:#cfc
                    classDef pending fill:#ffc

                """)
    }
}
