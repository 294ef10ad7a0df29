import Inspector
import MigrationModel

/// Whether a run may start, from one sample: a value, tested without a database.
enum RunDecision: Equatable {
    /// With what would be run, in order; a stamp may have nothing to run and still something to write.
    case run([Revision])
    case nothingPending
    case refuse(RunFailure)

    /// `expected`: the one revision at which the caller thinks that the database stands.
    init(_ sample: Sample, target: UpgradeTarget, operation: RunOperation = .upgrade, expected: String? = nil) {
        do throws(RunFailure) {
            try Self.check(sample, operation, expected)
            self =
                switch operation {
                case .upgrade: try Self.upgrade(sample, target)
                case .downgrade(let name): try Self.downgrade(sample, name)
                case .stamp(let name, _): try Self.stamp(sample, name)
                }
        } catch {
            self = .refuse(error)
        }
    }

    /// What forbids a run, wherever it is to go.
    private static func check(_ sample: Sample, _ operation: RunOperation, _ expected: String?) throws(RunFailure) {
        if case .failure(.timedOut(let limit, "connecting", _)) = sample.reading { throw .connectTimeout(limit) }
        if let why = sample.failureText { throw .unreadable(why) }
        // Alembic would read these and go astray, or fail half-way.
        if let finding = sample.scripts.findings.first(where: { $0.kind.forbidsRuns }) { throw .unsound(finding) }
        if let finding = sample.status.findings.first(where: { $0.kind.forbids(operation) }) { throw .unsound(finding) }
        if let expected, sample.status.current != [expected] {
            throw .standsElsewhere(expected: expected, rows: sample.status.current)
        }
    }

    private static func upgrade(_ sample: Sample, _ target: UpgradeTarget) throws(RunFailure) -> RunDecision {
        // A database without a version table has another state.
        if target == .head, sample.scripts.graph.heads.count > 1 { throw .multipleHeads(sample.scripts.graph.heads) }
        guard let pending = sample.status.pending else {
            throw .unreadable("The rows of the version table do not tell what is pending.")
        }
        return pending.isEmpty ? .nothingPending : .run(pending)
    }

    private static func downgrade(_ sample: Sample, _ name: String) throws(RunFailure) -> RunDecision {
        do throws(NameError) {
            let reverted = try sample.scripts.graph.reverted(by: name, from: sample.status.known)
            return reverted.isEmpty ? .nothingPending : .run(reverted)
        } catch {
            throw .noDestination(error)
        }
    }

    private static func stamp(_ sample: Sample, _ name: String) throws(RunFailure) -> RunDecision {
        do throws(NameError) {
            let graph = sample.scripts.graph
            let stamped = try graph.stamped(as: name)
            if sample.hasRows(stamped) { return .nothingPending }
            return .run(graph.pending(from: sample.status.known, to: stamped))
        } catch {
            throw .noDestination(error)
        }
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

    /// Of those about the rows and the target.
    fileprivate func forbids(_ operation: RunOperation) -> Bool {
        switch (self, operation) {
        case (.beyondTarget, _), (.unknownTarget, .downgrade), (.unknownTarget, .stamp): false
        // What stands there goes first.
        case (_, .stamp(_, purging: true)): false
        default: true
        }
    }
}
