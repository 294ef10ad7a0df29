import MigrationModel

/// Where each revision of a history is drawn, a row for each, and along which lanes the lines between them run.
struct GraphLayout: Equatable {
    /// From a revision down to one that it builds on: along `lane`, which either of the two may stand beside.
    struct Line: Equatable {
        let row: Int
        let start: Int
        let lane: Int
        /// `nil` where the line leads to what is not drawn any more.
        let end: End?
        let isDependency: Bool
    }

    struct End: Equatable {
        let row: Int
        let lane: Int
    }

    /// By row.
    private(set) var lanes: [Int] = []
    private(set) var lines: [Line] = []
    private(set) var width = 0

    /// - `revisions`: newest first.
    /// - `limit`: how many of them are drawn.
    init(_ revisions: [Revision], limit: Int) {
        let known = Set(revisions.map(\.id))
        var waiting: [RevisionID?] = []
        var open: [RevisionID: [Line]] = [:]
        var drawn: Set<RevisionID> = []
        for (row, revision) in revisions.prefix(limit).enumerated() {
            let own = waiting.firstIndex(of: revision.id) ?? Self.freeLane(&waiting)
            for lane in waiting.indices where waiting[lane] == revision.id { waiting[lane] = nil }
            for line in open.removeValue(forKey: revision.id) ?? [] {
                lines.append(line.ending(at: End(row: row, lane: own)))
            }
            lanes.append(own)
            drawn.insert(revision.id)
            let below = revision.parents.map { ($0, false) } + revision.dependencies.map { ($0, true) }
            // A parent above its child is part of a cycle.
            for (id, isDependency) in below where known.contains(id) && !drawn.contains(id) {
                let lane =
                    waiting[own] == nil ? own : waiting.firstIndex(of: id) ?? Self.freeLane(&waiting)
                waiting[lane] = id
                open[id, default: []].append(
                    Line(row: row, start: own, lane: lane, end: nil, isDependency: isDependency))
            }
            width = max(width, waiting.count)
            while waiting.last == .some(nil) { waiting.removeLast() }
        }
        lines += open.values.joined()
        lines.sort { ($0.row, $0.lane) < ($1.row, $1.lane) }
    }

    private static func freeLane(_ waiting: inout [RevisionID?]) -> Int {
        if let free = waiting.firstIndex(of: nil) { return free }
        waiting.append(nil)
        return waiting.count - 1
    }
}

extension GraphLayout.Line {
    fileprivate func ending(at end: GraphLayout.End) -> GraphLayout.Line {
        GraphLayout.Line(row: row, start: start, lane: lane, end: end, isDependency: isDependency)
    }
}

extension Revision {
    fileprivate var dependencies: [RevisionID] { dependsOn.items.compactMap { RevisionID($0) } }
}
