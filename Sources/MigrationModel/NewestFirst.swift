extension RevisionGraph {
    /// Alembic's topological order (`RevisionMap._topological_sort`), newest first, of the wanted revisions.
    ///
    /// One branch is followed down to the point where another one joins it, then that one. Where a revision has two or
    /// more dependencies Alembic's own order changes from run to run; ours is the written one.
    ///
    /// - `isClosed`: whether every revision between two wanted ones is wanted too.
    func newestFirst(from heads: some Sequence<Int>, wanted: [Bool], isClosed: Bool = true) -> [Int] {
        var walk = NewestFirstWalk(self, from: heads, wanted: wanted, isClosed: isClosed)
        return walk.run()
    }
}

/// The state of one walk down a graph.
///
/// Alembic asks before each step whether another tip builds on this one, and computes ancestries for that. Here a count
/// tells in most cases: in a closed set, a tip that no unvisited revision names has no tip above it.
private struct NewestFirstWalk {
    private let graph: RevisionGraph
    private let isClosed: Bool
    private var wanted: [Bool]
    private var tips: [Int]
    private var isTip: [Bool]
    /// How many unvisited wanted revisions build directly on each.
    private var unvisitedAbove: [Int]
    /// The search in which each was seen last.
    private var seen: [Int]
    private var searches = 0

    init(_ graph: RevisionGraph, from heads: some Sequence<Int>, wanted: [Bool], isClosed: Bool) {
        self.graph = graph
        self.isClosed = isClosed
        self.wanted = wanted
        tips = Set(heads).filter { wanted[$0] }.sorted()
        isTip = Array(repeating: false, count: wanted.count)
        seen = Array(repeating: 0, count: wanted.count)
        unvisitedAbove = Array(repeating: 0, count: wanted.count)
        for tip in tips { isTip[tip] = true }
        for position in wanted.indices where wanted[position] {
            for below in graph.upstream[position] { unvisitedAbove[below] += 1 }
        }
    }

    mutating func run() -> [Int] {
        var sorted: [Int] = []
        var at = 0
        while !tips.isEmpty {
            let tip = tips[at]
            if let blocker = firstTip(above: tip) {
                at = blocker
                continue
            }
            sorted.append(tip)
            wanted[tip] = false
            isTip[tip] = false
            for below in graph.upstream[tip] { unvisitedAbove[below] -= 1 }
            let next = graph.upstream[tip].filter { wanted[$0] && !isTip[$0] }
            for position in next { isTip[position] = true }
            if let first = next.first {
                tips[at] = first
                tips.append(contentsOf: next.dropFirst())
            } else {
                tips.remove(at: at)
                at = max(at - 1, 0)
            }
        }
        return sorted
    }

    /// The place of the first tip, in their order, that builds on this one.
    private mutating func firstTip(above tip: Int) -> Int? {
        if isClosed, unvisitedAbove[tip] == 0 { return nil }
        searches += 1
        return tips.indices.first { tips[$0] != tip && reaches(tip, from: tips[$0]) }
    }

    /// What one tip does not lead to, the next one need not be followed into.
    private mutating func reaches(_ goal: Int, from start: Int) -> Bool {
        var open = [start]
        while let position = open.popLast() {
            guard graph.depths[position] > graph.depths[goal], seen[position] != searches else { continue }
            seen[position] = searches
            for below in graph.upstream[position] {
                if below == goal { return true }
                open.append(below)
            }
        }
        return false
    }
}
