import Inspector
import MigrationModel

/// Whether a run may start, from one sample: a value, tested without a database.
enum RunDecision: Equatable {
    case run
    case nothingPending
    case refuse(RunFailure)

    /// `expected`: the one revision at which the caller thinks that the database stands.
    init(_ sample: Sample, target: UpgradeTarget, expected: String? = nil) {
        if let failure = Self.failure(of: sample, target, expected) {
            self = .refuse(failure)
        } else {
            self = sample.status.pending?.isEmpty == false ? .run : .nothingPending
        }
    }

    private static func failure(of sample: Sample, _ target: UpgradeTarget, _ expected: String?) -> RunFailure? {
        if case .failure(.timedOut(let limit, "connecting")) = sample.reading { return .connectTimeout(limit) }
        if let why = sample.failureText { return .unreadable(why) }
        let status = sample.status
        // Alembic would read these and go astray, or fail half-way.
        if let finding = sample.scripts.findings.first(where: { $0.kind.forbidsRuns }) { return .unsound(finding) }
        if let finding = status.findings.first(where: { $0.kind != .beyondTarget }) { return .unsound(finding) }
        // A database without a version table has another state.
        if target == .head, sample.scripts.graph.heads.count > 1 { return .multipleHeads(sample.scripts.graph.heads) }
        if let expected, status.current != [expected] {
            return .standsElsewhere(expected: expected, rows: status.current)
        }
        guard status.pending != nil else {
            return .unreadable("The rows of the version table do not tell what is pending.")
        }
        return nil
    }
}

extension FindingKind {
    fileprivate var forbidsRuns: Bool {
        switch self {
        case .duplicateRevision, .duplicateLabel, .missingParent, .missingDependency, .loop, .cycle, .dependencyCycle:
            true
        default: false
        }
    }
}
