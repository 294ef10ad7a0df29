/// The migration history that a project declares: every revision and what it builds on.
///
/// A graph is checked once, when it is made. It then holds the sound part: every parent in it exists and no revision is
/// its own ancestor; what had to be left out for that is in `findings`. The rules are those of Alembic's
/// `script/revision.py` (`RevisionMap`).
package struct RevisionGraph: Sendable, Equatable {
    /// In load order. Of two files with one id the later one counts, in the place of the first.
    package let revisions: [Revision]
    package let findings: [Finding]

    /// Positions in `revisions` by id.
    let positions: [RevisionID: Int]
    /// The revision that carries a branch label itself.
    let labels: [RevisionID: Int]
    /// `down_revision`, in written order.
    let parents: [[Int]]
    /// `parents` and the dependencies that no ancestor has already, in written order.
    let upstream: [[Int]]
    /// How many steps along `upstream` each stands above its farthest base.
    let depths: [Int]
    /// Positions of the revisions that are nobody's `down_revision`.
    let headPositions: [Int]
    /// Those of them that nobody depends on either.
    let effectiveHeadPositions: [Int]

    package init(_ loaded: some Sequence<Revision>) {
        var links = RevisionLinks(loaded)
        links.cutCycles()
        links.nameSeveralEnds()
        revisions = links.revisions
        findings = links.findings
        positions = links.positions
        labels = links.labels
        parents = links.parents
        upstream = links.upstream
        depths = links.depths
        headPositions = links.headPositions
        effectiveHeadPositions = links.effectiveHeadPositions
    }
}

extension RevisionGraph {
    /// Revisions that are nobody's `down_revision`: what `alembic heads` prints.
    package var heads: [RevisionID] { headPositions.map { revisions[$0].id } }

    /// Heads that nobody depends on: the rows that stand after `alembic upgrade heads`.
    package var effectiveHeads: [RevisionID] { effectiveHeadPositions.map { revisions[$0].id } }

    /// Revisions without a `down_revision`.
    package var bases: [RevisionID] { revisions.indices.filter { parents[$0].isEmpty }.map { revisions[$0].id } }

    package func contains(_ id: RevisionID) -> Bool { positions[id] != nil }

    package subscript(id: RevisionID) -> Revision? { positions[id].map { revisions[$0] } }

    /// The given revisions and everything they build on or depend on.
    package func ancestry(of ids: some Sequence<RevisionID>) -> Set<RevisionID> {
        let reached = reach(from: ids.compactMap { positions[$0] }, along: upstream)
        return Set(revisions.indices.filter { reached[$0] }.map { revisions[$0].id })
    }

    /// Every revision, newest first, in the order of `alembic history`.
    package var history: [Revision] {
        newestFirst(from: effectiveHeadPositions, wanted: Array(repeating: true, count: revisions.count))
            .map { revisions[$0] }
    }

    /// The revisions that an upgrade from `current` to `targets` applies, in Alembic's order.
    ///
    /// Ids that the graph lacks count for nothing.
    package func pending(from current: some Sequence<RevisionID>, to targets: some Sequence<RevisionID>) -> [Revision] {
        let targets = targets.compactMap { positions[$0] }
        let applied = reach(from: current.compactMap { positions[$0] }, along: upstream)
        var wanted = reach(from: targets, along: upstream)
        for position in wanted.indices where applied[position] { wanted[position] = false }
        return newestFirst(from: targets, wanted: wanted).reversed().map { revisions[$0] }
    }

    /// The given revisions and everything before them, each after what it builds on.
    package func applyOrder(upTo ids: some Sequence<RevisionID>) -> [Revision] {
        pending(from: [], to: ids)
    }

    /// By which revisions each is named as `down_revision`, in load order.
    var children: [[Int]] {
        var children: [[Int]] = Array(repeating: [], count: revisions.count)
        for position in revisions.indices { for parent in parents[position] { children[parent].append(position) } }
        return children
    }

    func reach(from starts: some Sequence<Int>, along links: [[Int]]) -> [Bool] {
        var reached = Array(repeating: false, count: links.count)
        var open = Array(starts)
        while let position = open.popLast() {
            guard !reached[position] else { continue }
            reached[position] = true
            open.append(contentsOf: links[position])
        }
        return reached
    }
}
