package import MigrationModel

/// What one sample inherits from those before it.
package struct SamplePast: Sendable, Equatable {
    package let stateSince: Timestamp
    /// When the rows last changed while this process looked on; `nil` before that.
    package let revisionChangedAt: Timestamp?
    /// The rows that were seen last, so that a change is noticed across an outage.
    package let lastRows: [String]?
    /// `nil` before the first success.
    package let lastSuccessAt: Timestamp?
    package let samples: Int
    package let failures: [ReadError.Reason: Int]
    /// What was seen since the start, oldest first: the newest changes, the last of which still holds.
    package let changes: [StateChange]

    private static let keptChanges = 50

    init(
        of status: MigrationStatus, missingTables: Int, failure: ReadError.Reason?, takenAt: Timestamp,
        after previous: (status: MigrationStatus, past: SamplePast)?
    ) {
        let past = previous?.past
        let isKnown = status.state != .unknown
        stateSince = previous.flatMap { $0.status.state == status.state ? $0.past.stateSince : nil } ?? takenAt
        let changed = isKnown && past?.lastRows.map { $0 != status.current } == true
        revisionChangedAt = changed ? takenAt : past?.revisionChangedAt
        lastRows = isKnown ? status.current : past?.lastRows
        lastSuccessAt = failure == nil ? takenAt : past?.lastSuccessAt
        samples = (past?.samples ?? 0) + 1
        var failures = past?.failures ?? [:]
        if let failure { failures[failure, default: 0] += 1 }
        self.failures = failures
        let change = StateChange(at: takenAt, state: status.state, missingTables: missingTables)
        let changes = past?.changes ?? []
        self.changes =
            changes.last?.isSame(as: change) == true ? changes : changes.suffix(Self.keptChanges - 1) + [change]
    }
}

/// A verdict and when it began.
package struct StateChange: Sendable, Equatable {
    package let at: Timestamp
    package let state: State
    package let missingTables: Int

    fileprivate func isSame(as other: StateChange) -> Bool {
        state == other.state && missingTables == other.missingTables
    }
}
