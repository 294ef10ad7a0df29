/// A part of the history (`ScriptDirectory.walk_revisions`).
extension RevisionGraph {
    /// The revisions from one to another, newest first, both included: `alembic history -r FROM:TO`.
    ///
    /// Both are named as on Alembic's command line. What is not above `lower` along `down_revision` is left out.
    package func history(from lower: String, to upper: String) throws(NameError) -> [Revision] {
        var targets = try targets(named: upper, from: origin(lower, of: upper), mayStop: true)
        if let at = lower.firstIndex(of: "@") {
            let branch = try branch(named: String(lower[..<at]))
            targets.removeAll { !branch[$0] }
        }
        try refuseOverlaps(among: targets)
        let start = try named(lower)
        let below = reach(from: targets, along: upstream)
        guard start.allSatisfy({ below[$0] }) else {
            throw .refused(
                "Requested range \(lower):\(upper) does not refer to ancestor/descendant revisions along the same branch"
            )
        }
        try refuseOverlaps(among: start)
        let applied = reach(from: start, along: upstream)
        var wanted = revisions.indices.map { below[$0] && !applied[$0] }
        for position in start { wanted[position] = true }
        guard !start.isEmpty else { return newestFirst(from: targets, wanted: wanted).map { revisions[$0] } }
        let above = reach(from: start, along: children)
        for position in wanted.indices where !above[position] { wanted[position] = false }
        return newestFirst(from: targets, wanted: wanted, isClosed: false).map { revisions[$0] }
    }

    /// Where a relative upper end counts from.
    private func origin(_ lower: String, of upper: String) throws(NameError) -> [Int] {
        guard UpgradeTarget.revision(upper).dependsOnRows else { return [] }
        guard RelativeName(upper)?.branch == nil else { return try named(lower) }
        // Alembic counts down from the heads for the lower end alone, and not where it counts up from there again.
        guard Int(lower).map({ $0 >= 0 }) ?? true else { throw .unknown(lower) }
        let start = try named(lower)
        guard start.count < 2 else { throw .severalHeads(start.map { revisions[$0].id }, argument: upper) }
        return start
    }
}
