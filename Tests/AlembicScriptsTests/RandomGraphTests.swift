import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("Random graphs, beside the real Alembic's")
struct RandomGraphTests {
    private struct Graph: Decodable {
        struct Revision: Decodable {
            let id: String
            let down: [String]
            let dependsOn: [String]
            let labels: [String]
        }

        struct Upgrade: Decodable {
            let rows: [String]
            let to: String?
            /// `nil` where Alembic refuses, because a row is another one's ancestor.
            let steps: [String]?
        }

        let revisions: [Revision]
        let heads: [String]
        let effectiveHeads: [String]
        let bases: [String]
        let history: [String]
        let pending: [Upgrade]
    }

    @Test func `heads, bases, history and what is pending are Alembic's`() async throws {
        // Printed with a failure, so that it can be repeated.
        let seed = Int.random(in: 0..<1_000_000)
        let program = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle/graphs.py")
        let json = try await Alembic.python([program.string, String(seed), "150"])
        let graphs = try JSONDecoder().decode([Graph].self, from: Data(json.utf8))
        #expect(graphs.count == 150)
        for (number, expected) in graphs.enumerated() {
            let label = Comment("graph \(number) of seed \(seed)")
            let graph = RevisionGraph(try expected.revisions.map(Self.revision))
            #expect(graph.heads.map(\.text) == expected.heads, label)
            #expect(graph.effectiveHeads.map(\.text) == expected.effectiveHeads, label)
            #expect(graph.bases.map(\.text) == expected.bases, label)
            #expect(graph.history.map(\.id.text) == expected.history, label)
            for upgrade in expected.pending {
                guard let steps = upgrade.steps else { continue }
                let targets = upgrade.to.flatMap { RevisionID($0) }.map { [$0] } ?? graph.effectiveHeads
                let pending = graph.pending(from: upgrade.rows.compactMap { RevisionID($0) }, to: targets)
                #expect(pending.map(\.id.text) == steps, "\(label) from \(upgrade.rows) to \(upgrade.to ?? "heads")")
            }
        }
    }

    private static func revision(_ written: Graph.Revision) throws -> Revision {
        Revision(
            id: try #require(RevisionID(written.id)), down: Declaration(.many(written.down)),
            branchLabels: Declaration(.many(written.labels)), dependsOn: Declaration(.many(written.dependsOn)))
    }
}
