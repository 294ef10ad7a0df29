package import MigrationModel

/// One database as it is to be judged at one moment: what every renderer works from.
package struct DatabaseView: Sendable {
    package let database: WatchedDatabase
    /// The newest sample, however old; `nil` until the first one ends.
    package let sample: Sample?
    /// The verdict. A sample that is too old is worth nothing, whatever it said.
    package let state: State
    /// Since when that verdict holds; `nil` while there never was a sample.
    package let stateSince: Timestamp?
    /// Why the state is unknown, in words.
    package let error: String?
    package let runs: RunHistory
    /// Whether a run is going on, within its deadline.
    package let isRunning: Bool
    private let isFresh: Bool

    package init(
        _ database: WatchedDatabase, sample: Sample?, runs: RunHistory = RunHistory(), freshFor: Duration,
        at now: Timestamp
    ) {
        self.database = database
        self.sample = sample
        self.runs = runs
        isRunning = runs.deadline.map { now <= $0 } ?? false
        guard let sample else {
            isFresh = false
            state = .unknown
            stateSince = nil
            error = "No sample has ended yet."
            return
        }
        let freshUntil = sample.takenAt.advanced(by: freshFor)
        isFresh = now <= freshUntil
        state = isFresh ? sample.status.state : .unknown
        stateSince = isFresh || sample.status.state == .unknown ? sample.past.stateSince : freshUntil
        error =
            isFresh
            ? sample.failureText
            : "The newest sample is older than \(freshFor.seconds) s, so it no longer counts, and the next one has not "
                + "ended yet.\(sample.failureText.map { " It said: \($0)" } ?? "")"
    }

    /// What the scripts and the rows say; `nil` while no sample counts.
    package var status: MigrationStatus? { isFresh ? sample?.status : nil }

    /// What the database answered; `nil` where it did not, or too long ago.
    package var found: DatabaseReading? { isFresh ? sample?.found : nil }

    /// How the tables compare; `nil` while that is not known.
    package var schema: SchemaComparison? { found == nil || state == .unknown ? nil : sample?.schema }

    /// Whether the newest sample counts and reached the database.
    package var reachesDatabase: Bool { isFresh && sample?.reachedDatabase == true }

    /// Why the newest sample gave no verdict.
    package var failure: ReadError.Reason? { isFresh ? sample?.failure : nil }
}
