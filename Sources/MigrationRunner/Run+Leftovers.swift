import Inspector
import MigrationModel

/// What a run changed that nobody recorded.
extension Run {
    /// What tables are made of before it, to be compared. A stamp runs no migration.
    func contents(of sample: Sample) async -> DatabaseSchema? {
        if case .stamp = operation { return nil }
        return await runner.inspection.definitions(asOf: sample)
    }

    /// `nil` where the database cannot be read.
    func leftovers(_ contents: DatabaseSchema?, from before: Sample, to after: Sample) async -> Leftovers? {
        if case .stamp = operation { return nil }
        guard var old = before.foundSchema, var new = after.foundSchema else { return nil }
        old.definitions = contents
        new.definitions = contents == nil ? nil : await runner.inspection.definitions(asOf: after)
        let steps = after.scripts.steps
        return Leftovers(
            from: old, to: new,
            applied: RunReport.steps(from: before, to: after).flatMap { steps[$0.id] ?? [] },
            takenBack: RunReport.steps(from: after, to: before).flatMap { steps[$0.id] ?? [] })
    }
}
