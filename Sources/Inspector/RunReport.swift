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
    package let operation: RunOperation
    package let outcome: RunOutcome
    /// What went wrong, in one sentence; `nil` after a success.
    package let error: String?
    /// What to do about it, and where the database stands now.
    package let advice: String?
    /// `nil` where the run ended before it was read.
    package let before: Sample?
    package let after: Sample?
    /// What a dry run found that would be run, in order.
    package let planned: [Revision]
    /// Alembic's offline SQL for that, where it was asked for.
    package let sql: String?
    package let backup: RunBackup?
    /// The last lines that Alembic wrote, without secrets.
    package let log: [String]
    package let startedAt: Timestamp
    package let duration: Duration

    package init(
        of database: WatchedDatabase, operation: RunOperation = .upgrade, outcome: RunOutcome, error: String? = nil,
        advice: String? = nil, before: Sample?, after: Sample?, planned: [Revision] = [], sql: String? = nil,
        backup: RunBackup? = nil, log: [String] = [], startedAt: Timestamp, duration: Duration
    ) {
        self.database = database
        self.operation = operation
        self.outcome = outcome
        self.error = error
        self.advice = advice
        self.before = before
        self.after = after
        self.planned = planned
        self.sql = sql
        self.backup = backup
        self.log = log
        self.startedAt = startedAt
        self.duration = duration
    }

    /// What the rows say was applied, in order.
    package var applied: [Revision] { Self.steps(from: before, to: after) }

    /// What the rows say was taken back, newest first.
    package var reverted: [Revision] { Self.steps(from: after, to: before).reversed() }

    /// Of these two, the one that the operation is for.
    package static func done(_ operation: RunOperation, from before: Sample?, to after: Sample?) -> [Revision] {
        if case .downgrade = operation {
            steps(from: after, to: before).reversed()
        } else {
            steps(from: before, to: after)
        }
    }

    /// What the rows say was applied between two samples, in order. Empty where either is missing.
    package static func steps(from lower: Sample?, to upper: Sample?) -> [Revision] {
        guard let lower, let upper, lower.found != nil, upper.found != nil else { return [] }
        return upper.scripts.graph.pending(from: lower.status.known, to: upper.status.known)
    }
}
