package import MigrationModel

/// How a guarded run ended. A closed set: the label of a metric.
package enum RunOutcome: String, Sendable, CaseIterable {
    case applied
    case nothingPending = "nothing_pending"
    /// It was only asked what would be applied.
    case dryRun = "dry_run"
    /// Nothing was started, because the scripts, the rows or the settings forbid it.
    case refused
    /// Another run held the lock for too long.
    case locked
    case failed
    case timedOut = "timed_out"
    case connectTimeout = "connect_timeout"
    /// The database could not be reached, or the scripts could not be read.
    case couldNotTell = "could_not_tell"

    package var isSuccess: Bool { [.applied, .nothingPending, .dryRun].contains(self) }
}

/// What a guarded run did, by what the database really held before and after it.
package struct RunReport: Sendable {
    package let database: WatchedDatabase
    package let outcome: RunOutcome
    /// What went wrong, in one sentence; `nil` after a success.
    package let error: String?
    /// What to do about it, and where the database stands now.
    package let advice: String?
    /// `nil` where the run ended before it was read.
    package let before: Sample?
    package let after: Sample?
    /// The last lines that Alembic wrote, without secrets.
    package let log: [String]
    package let startedAt: Timestamp
    package let duration: Duration

    package init(
        of database: WatchedDatabase, outcome: RunOutcome, error: String? = nil, advice: String? = nil,
        before: Sample?, after: Sample?, log: [String] = [], startedAt: Timestamp, duration: Duration
    ) {
        self.database = database
        self.outcome = outcome
        self.error = error
        self.advice = advice
        self.before = before
        self.after = after
        self.log = log
        self.startedAt = startedAt
        self.duration = duration
    }

    /// What the rows say was applied, in order. Empty where either sample is missing.
    package var applied: [Revision] { Self.applied(from: before, to: after) }

    /// What a dry run found pending, in order.
    package var planned: [Revision] { outcome == .dryRun ? before?.status.pending ?? [] : [] }

    package static func applied(from before: Sample?, to after: Sample?) -> [Revision] {
        guard let before, let after, before.found != nil, after.found != nil else { return [] }
        return after.scripts.graph.pending(from: before.status.known, to: after.status.known)
    }

    /// Tables that the run made although no recorded revision accounts for them: what a migration left behind that
    /// failed outside a transaction.
    package static func leftovers(from before: Sample?, to after: Sample?) -> [TableName] {
        guard let old = before?.found?.tables, let new = after?.found?.tables else { return [] }
        guard applied(from: before, to: after).isEmpty else { return [] }
        return new.filter { !old.contains($0) }
    }
}
