import Inspector
import MigrationModel

/// Where a run that failed has left the database, in words.
struct Standing {
    private let before: Sample
    private let after: Sample

    init(_ before: Sample, _ after: Sample) {
        self.before = before
        self.after = after
    }

    /// `nil` where it is not known what was to be done.
    var text: String? {
        guard let pending = before.status.pending, !pending.isEmpty else { return nil }
        guard after.found != nil else { return "Where the database stands now could not be read." }
        let applied = RunReport.applied(from: before, to: after)
        let rows = after.status.current.isEmpty ? "no revision" : after.status.current.joined(separator: ", ")
        var text =
            "The database stands at \(rows): \(applied.count) of \(pending.count) pending revisions were applied."
        let left = RunReport.leftovers(from: before, to: after)
        if !left.isEmpty {
            text += " A migration that failed outside a transaction left behind: "
            text += left.map(\.description).joined(separator: ", ") + "."
        }
        return text
    }
}
