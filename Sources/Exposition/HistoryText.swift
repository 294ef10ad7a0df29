import MigrationModel

extension MigrationHistory {
    /// `history` for people: the lines of `alembic history`, in its order. A branch label stands only where it was given.
    package var text: String {
        revisions.map { revision in
            let parents = revision.down.items.isEmpty ? "<base>" : revision.down.items.joined(separator: ", ")
            let dependencies = revision.dependsOn.items.filter { !$0.isEmpty }
            let needs = dependencies.isEmpty ? "" : " (\(dependencies.joined(separator: ", ")))"
            let labels = revision.branchLabels.items.sorted()
            let named = labels.isEmpty ? "" : " (\(labels.joined(separator: ", ")))"
            return "\(parents)\(needs) -> \(revision.id)\(named)\(marks(of: revision)), \(revision.message.onOneLine)\n"
        }.joined()
    }
}
