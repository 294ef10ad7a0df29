package import MigrationModel

/// What is known of one database's guarded runs since this process started.
package struct RunHistory: Sendable {
    /// When the run that is going on must have ended; `nil` while there is none.
    package private(set) var deadline: Timestamp?
    package private(set) var outcomes: [RunOutcome: Int] = [:]
    /// When the last run that could change anything ended.
    package private(set) var lastEndedAt: Timestamp?
    package private(set) var lastDuration: Duration?

    package init() {}

    mutating func begin(deadline: Timestamp) { self.deadline = deadline }

    mutating func end(_ report: RunReport) {
        deadline = nil
        outcomes[report.outcome, default: 0] += 1
        guard report.outcome != .dryRun else { return }
        lastEndedAt = report.startedAt.advanced(by: report.duration)
        lastDuration = report.duration
    }
}
