import Inspector
import MigrationModel

/// Where a run that failed has left the database, in words.
struct Standing {
    private let operation: RunOperation
    private let planned: [Revision]
    private let before: Sample
    private let after: Sample
    private let leftovers: Leftovers?

    /// - `planned`: what was to be run.
    /// - `leftovers`: `nil` where nothing was compared.
    init(
        _ operation: RunOperation, _ planned: [Revision], from before: Sample, to after: Sample, leftovers: Leftovers?
    ) {
        self.operation = operation
        self.planned = planned
        self.before = before
        self.after = after
        self.leftovers = leftovers
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
        return text + (leftovers.map(\.text) ?? "")
    }
}

extension Leftovers {
    /// What there is, and what was not compared, so that nobody takes silence for a proof.
    fileprivate var text: String {
        var text = ""
        let news = [("left behind", made), ("has dropped", dropped), ("has changed", changed.map(\.description))]
        for (what, names) in news where !names.isEmpty {
            text += " A migration that failed outside a transaction \(what): \(names.listed)."
        }
        if let doubt {
            text += " More may be left: what \(doubt.file):\(doubt.line) did cannot be followed (\(doubt.reason))."
        }
        switch inside {
        case .compared: break
        case .untouchedOnly:
            text += " What the recorded revisions change was compared by the names of the tables alone."
        case .notRead: text += " Only the names of tables were compared."
        }
        return text
    }
}
