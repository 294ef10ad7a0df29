import AlembicScripts
import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

/// `FUZZ_GRAPHS` says how many, `FUZZ_SEED` makes the same ones again.
@Suite("Random script directories, beside the real Alembic")
struct RandomGraphTests {
    @Test func `heads, bases, history, ranges, what is pending, taken back and refused are Alembic's`() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["FUZZ_SEED"].flatMap(Int.init) ?? Int.random(in: 0..<1_000_000)
        let count = environment["FUZZ_GRAPHS"].flatMap(Int.init) ?? 300
        print("\(count) random script directories of seed \(seed); FUZZ_SEED=\(seed) makes them again")
        for first in stride(from: 0, to: count, by: 500) {
            let numbers = first..<min(first + 500, count)
            try await TemporaryDirectory.with { root in
                let graphs = try await AlembicGraph.random(in: root, seed: seed, numbers: numbers)
                #expect(graphs.count == numbers.count)
                // Long enough to keep other tests from their clocks.
                try await onOwnThread {
                    for (number, theirs) in zip(numbers, graphs) {
                        let ini = root.appending("g\(number)").appending("alembic.ini")
                        let ours = ScriptReader(ini, workingDirectory: root).read()
                        compare(ours, theirs, "graph \(number) of seed \(seed)")
                    }
                }
            }
        }
    }

    private func compare(_ ours: MigrationScripts, _ theirs: AlembicGraph, _ name: String) {
        let kinds = ours.findings.map(\.kind)
        if let error = theirs.error {
            let wanted = Self.faults.filter { error.contains($0.text) }.flatMap(\.kinds)
            #expect(kinds.contains(where: wanted.contains), "\(name): \(error), \(ours.findings)")
            return
        }
        let faults = Set(Self.faults.flatMap(\.kinds))
        #expect(!kinds.contains { faults.contains($0) || $0.hidesRevisions }, "\(name): \(ours.findings)")
        let graph = ours.graph
        #expect(graph.heads.map(\.text) == theirs.heads, "\(name)")
        #expect(graph.effectiveHeads.map(\.text) == theirs.effectiveHeads, "\(name)")
        #expect(graph.bases.map(\.text) == theirs.bases, "\(name)")
        let labels = graph.revisions.map { [$0.id.text] + $0.branchLabels.items.sorted() }
        #expect(Set(labels) == theirs.labels.map(Set.init), "\(name)")
        let order = Order(graph, isFixed: theirs.isOrdered ?? true)
        #expect(order.agree(graph.history, theirs.history?.ids), "\(name): history")
        for range in theirs.ranges ?? [] { compare(range, in: graph, order, "\(name): \(range.from):\(range.to)") }
        for upgrade in theirs.upgrades ?? [] {
            compare(upgrade, in: ours, order, "\(name): from \(upgrade.rows) to \(upgrade.to)")
        }
        for downgrade in theirs.downgrades ?? [] {
            compare(downgrade, back: graph, order, "\(name): back from \(downgrade.rows) to \(downgrade.to)")
        }
    }

    private func compare(_ range: AlembicGraph.Range, in graph: RevisionGraph, _ order: Order, _ name: String) {
        let ours = Result { () throws(NameError) in try graph.history(from: range.from, to: range.to) }
        switch (ours, range.answer.ids, range.answer.refusal) {
        case (.success(let revisions), let ids?, _):
            #expect(order.agree(revisions, ids), "\(name): \(revisions.map(\.id)) and not \(ids)")
        case (.failure(let error), nil, let refusal?):
            // A walk down to the base fails in Alembic with whatever it tries next.
            #expect(Self.sameReason("\(error)", refusal) || range.from == "-1", "\(name): \(error) and not \(refusal)")
        case (_, nil, nil): break
        case (let ours, let ids, let refusal):
            Issue.record(
                "\(name): \(ours.map { $0.map(\.id) }), but Alembic says \(ids.map { "\($0)" } ?? refusal ?? "")")
        }
    }

    private func compare(_ upgrade: AlembicGraph.Upgrade, in scripts: MigrationScripts, _ order: Order, _ name: String)
    {
        guard let target = UpgradeTarget(upgrade.to) else { return }
        let rows = VersionTable(name: TableName("alembic_version"), rows: upgrade.rows.map { .text($0) })
        let status = MigrationStatus(of: rows, in: scripts, target: target)
        let kinds = Set(status.findings.map(\.kind))
        let said = "\(name): \(status.state), \(status.findings.map(\.message))"
        let areExact = upgrade.rows.allSatisfy { RevisionID($0).map(scripts.graph.contains) ?? false }
        if let ids = upgrade.answer.ids {
            guard areExact else {
                // Alembic takes a beginning of an id, a label or a symbol for a row, and then cannot update it.
                #expect(kinds.contains(.inexactRow), "\(said)")
                return
            }
            #expect(status.pending.map { order.agree($0, ids) } == true, "\(said): \(ids)")
            #expect((status.state == .upToDate) == ids.isEmpty, "\(said)")
        } else if let refusal = upgrade.answer.refusal {
            // What is wrong with the rows comes before what is wrong with the target, and Alembic says one thing only.
            let wanted = Self.refusals.first { refusal.contains($0.text) }?.kinds ?? [.unknownTarget]
            let isRefused =
                kinds.contains(where: wanted.contains) || kinds.contains(where: Self.rows.contains)
                || status.state == .multipleHeads && refusal.contains("Multiple head")
            #expect(isRefused, "\(said), but Alembic says \(refusal)")
            #expect(!(status.state.isUpToDate ?? false), "\(said), but Alembic says \(refusal)")
        }
    }

    private func compare(_ way: AlembicGraph.Upgrade, back graph: RevisionGraph, _ order: Order, _ name: String) {
        let rows = way.rows.compactMap(RevisionID.init)
        let ours = Result { () throws(NameError) in try graph.reverted(by: way.to, from: rows) }
        switch (ours, way.answer.ids, way.answer.refusal) {
        case (.success(let revisions), let ids?, _):
            #expect(order.agree(revisions, ids), "\(name): \(revisions.map(\.id)) and not \(ids)")
        case (.failure, _?, _):
            // It picks one of several rows, and warns that it will not do so for ever.
            #expect(rows.count > 1 && way.to.contains("-"), "\(name): \(ours)")
        case (.success(let revisions), nil, let refusal?):
            Issue.record("\(name): \(revisions.map(\.id)), but Alembic says \(refusal)")
        case (.failure, nil, _), (_, nil, nil): break
        }
    }

    private static func sameReason(_ ours: String, _ theirs: String) -> Bool {
        let reasons = [
            "Multiple head revisions", "Can't locate revision", "Requested range", "overlaps with", "Ambiguous walk",
            "Relative revision", "Walked too far", "Ambiguous upgrade",
        ]
        return reasons.contains { ours.contains($0) && theirs.contains($0) }
    }

    private static let faults: [(text: String, kinds: [FindingKind])] = [
        ("KeyError", [.missingParent, .missingDependency]),
        ("elf-loop is detected", [.loop]),
        ("ycle is detected", [.cycle, .dependencyCycle]),
        ("already used by revision", [.duplicateLabel]),
        ("not allowed in revision identifier", [.invalidID]),
        ("present more than once", [.duplicateRevision]),
    ]

    private static let rows: [FindingKind] = [.unknownRevision, .ambiguousPrefix, .inexactRow, .overlappingRows]

    private static let refusals: [(text: String, kinds: [FindingKind])] = [
        ("Can't locate revision", [.unknownTarget]),
        ("overlaps with", [.unknownTarget]),
        ("Multiple head", []),
    ]
}

/// How two orders of revisions are compared.
private struct Order {
    let graph: RevisionGraph
    let isFixed: Bool

    init(_ graph: RevisionGraph, isFixed: Bool) {
        self.graph = graph
        self.isFixed = isFixed
    }

    func agree(_ ours: [Revision], _ theirs: [String]?) -> Bool {
        guard let theirs else { return false }
        // By code points: `String` would hold two spellings of one `é` for equal.
        let (ours, others) = (ours.map { Array($0.id.text.utf8) }, theirs.map { Array($0.utf8) })
        return isFixed ? ours == others : Set(ours) == Set(others) && ours.count == others.count
    }
}
