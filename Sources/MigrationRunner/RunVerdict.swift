import Inspector
import MigrationModel

extension RunFailure {
    /// What the rows say where Alembic says that all is well: a value, tested without a database.
    ///
    /// - `planned`: what was to be run.
    /// - Returns: `nil` where it did what it was to do.
    static func after(
        _ operation: RunOperation, _ planned: [Revision], from before: Sample, to after: Sample
    ) -> RunFailure? {
        if let why = after.failureText { return .unreadable("Alembic ended well, but then: \(why)") }
        if case .stamp(let name, let isPurging) = operation {
            guard !after.isStamped(name, isPurging, over: before) else { return nil }
            let isUnchanged = before.found?.versionTable?.rows == after.found?.versionTable?.rows
            return isUnchanged ? .nothingChanged : .stampedOtherwise(as: name, rows: after.status.current)
        }
        let done = Set(RunReport.done(operation, from: before, to: after).map(\.id))
        let left = planned.map(\.id).filter { !done.contains($0) }
        guard !left.isEmpty else { return nil }
        let still = if case .downgrade = operation { "applied" } else { "pending" }
        return done.isEmpty ? .nothingChanged : .stoppedShort(of: left.map(\.text), still: still)
    }
}

extension Sample {
    /// Whether the rows hold what a stamp makes of those of `before`.
    fileprivate func isStamped(_ name: String, _ isPurging: Bool, over before: Sample) -> Bool {
        let graph = before.scripts.graph
        do throws(NameError) {
            let stamped = try graph.stamped(as: name)
            if isPurging || name == "base" { return hasRows(stamped) }
            let gone = try stamped.isEmpty ? graph.unstamped(by: name, from: before.status.known) : []
            return Set(stamped).isSubset(of: status.known) && Set(gone).isDisjoint(with: status.known)
        } catch {
            // The plan was made of the same name and scripts.
            return false
        }
    }
}
