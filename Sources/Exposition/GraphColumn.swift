import MigrationModel

/// The drawing in front of each line of a history: one lane for each branch, as `git log --graph` has it.
///
/// A merge opens lanes to its right and a fork closes them, on its own line:
///
///     ●─┐  merge
///     │ ●  right
///     ● │  left
///     ●─┘  fork
struct GraphColumn {
    /// The revision that each lane leads down to; `nil` where a lane is free.
    private var lanes: [RevisionID?] = []
    private let isShown: (RevisionID) -> Bool
    private var drawn: Set<RevisionID> = []

    init(isShown: @escaping (RevisionID) -> Bool) {
        self.isShown = isShown
    }

    /// The lanes at the next revision, with its mark in one of them.
    mutating func next(_ id: RevisionID, parents: [RevisionID], mark: String) -> String {
        drawn.insert(id)
        let awaiting = lanes.indices.filter { lanes[$0] == id }
        let own = awaiting.first ?? freeLane()
        let closed = Set(awaiting.dropFirst())
        let before = lanes
        // A parent above its child is part of a cycle.
        let below = parents.filter { isShown($0) && !drawn.contains($0) }
        lanes[own] = below.first
        var opened: Set<Int> = []
        for parent in below.dropFirst() { opened.insert(lane(leadingTo: parent)) }
        let line = (0..<lanes.count).map { lane in
            if lane == own { return mark }
            if closed.contains(lane) { return opened.contains(lane) ? "┤" : "┘" }
            if opened.contains(lane) { return lane < before.count && before[lane] != nil ? "┤" : "┐" }
            return lane < before.count && before[lane] != nil ? "│" : " "
        }
        for lane in closed { lanes[lane] = nil }
        defer { while lanes.last == .some(nil) { lanes.removeLast() } }
        return Self.joined(line, from: own, to: closed.union(opened))
    }

    private mutating func freeLane() -> Int {
        if let free = lanes.firstIndex(of: nil) { return free }
        lanes.append(nil)
        return lanes.count - 1
    }

    private mutating func lane(leadingTo parent: RevisionID) -> Int {
        if let there = lanes.firstIndex(of: parent) { return there }
        let lane = freeLane()
        lanes[lane] = parent
        return lane
    }

    /// Two characters for each lane, with a line from the revision to the lanes that begin or end at it.
    private static func joined(_ lanes: [String], from own: Int, to ends: Set<Int>) -> String {
        let first = min(own, ends.min() ?? own)
        let last = max(own, ends.max() ?? own)
        var line = ""
        for (lane, symbol) in lanes.enumerated() {
            let isCrossed = lane > first && lane < last && lane != own && !ends.contains(lane)
            if lane < own, ends.contains(lane) {
                line += "├─"
            } else if lane < last, symbol == "┐" {
                line += "┬─"
            } else {
                line += isCrossed ? (symbol == "│" ? "┼" : "─") : lane < last && symbol == "┘" ? "┴" : symbol
                line += lane >= first && lane < last ? "─" : " "
            }
        }
        return line
    }
}
