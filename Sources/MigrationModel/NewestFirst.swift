extension RevisionGraph {
    /// Alembic's topological order (`RevisionMap._topological_sort`), newest first, of the wanted revisions.
    ///
    /// One branch is followed down to the point where another one joins it, then that one. Where a revision has two or
    /// more dependencies Alembic's own order changes from run to run; ours is the written one.
    func newestFirst(from heads: some Sequence<Int>, wanted: [Bool]) -> [Int] {
        var wanted = wanted
        var tips = Set(heads).filter { wanted[$0] }.sorted()
        var ancestries = tips.map { reach(from: [$0], along: upstream) }
        var sorted: [Int] = []
        var at = 0
        while !tips.isEmpty {
            let tip = tips[at]
            if let blocker = tips.indices.first(where: { $0 != at && ancestries[$0][tip] }) {
                at = blocker
                continue
            }
            if wanted[tip] {
                sorted.append(tip)
                wanted[tip] = false
            }
            let next = upstream[tip].filter { wanted[$0] && !tips.contains($0) }
            if next.isEmpty {
                tips.remove(at: at)
                ancestries.remove(at: at)
                at = max(at - 1, 0)
            } else if upstream[tip].count == 1 {
                tips[at] = next[0]
                ancestries[at][tip] = false
            } else {
                tips[at] = next[0]
                ancestries[at] = reach(from: [next[0]], along: upstream)
                tips.append(contentsOf: next.dropFirst())
                ancestries.append(contentsOf: next.dropFirst().map { reach(from: [$0], along: upstream) })
            }
        }
        return sorted
    }
}
