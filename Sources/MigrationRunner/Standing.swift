import Inspector
import MigrationModel

/// Where a run that failed has left the database, in words.
struct Standing {
    private let operation: RunOperation
    private let planned: [Revision]
    private let before: Sample
    private let after: Sample

    /// - `planned`: what was to be run.
    init(_ operation: RunOperation, _ planned: [Revision], from before: Sample, to after: Sample) {
        self.operation = operation
        self.planned = planned
        self.before = before
        self.after = after
    }

    var text: String {
        guard after.found != nil else { return "Where the database stands now could not be read." }
        let rows = after.status.current.isEmpty ? "no revision" : after.status.current.joined(separator: ", ")
        let done = RunReport.done(operation, from: before, to: after).count
        var text = "The database stands at \(rows)"
        switch operation {
        case .upgrade: text += ": \(done) of \(planned.count) pending revisions were applied."
        case .downgrade: text += ": \(done) of \(planned.count) revisions were taken back."
        case .stamp: text += "."
        }
        let left = RunReport.leftovers(from: before, to: after)
        if !left.made.isEmpty {
            text += " A migration that failed outside a transaction left behind: "
            text += left.made.map(\.description).joined(separator: ", ") + "."
        }
        if !left.dropped.isEmpty {
            text += " A migration that failed outside a transaction has dropped: "
            text += left.dropped.map(\.description).joined(separator: ", ") + "."
        }
        return text
    }
}
