import MigrationModel

extension MigrationHistory {
    /// `history` for people: the same lines as `alembic history`, in the same order.
    package var text: String {
        revisions.map { revision in
            let parents = revision.down.items.isEmpty ? "<base>" : revision.down.items.joined(separator: ", ")
            let dependencies = revision.dependsOn.items.filter { !$0.isEmpty }
            let needs = dependencies.isEmpty ? "" : " (\(dependencies.joined(separator: ", ")))"
            let labels = revision.branchLabels.items.sorted()
            let named = labels.isEmpty ? "" : " (\(labels.joined(separator: ", ")))"
            return "\(parents)\(needs) -> \(revision.id)\(named)\(mark(of: revision)), \(revision.message.onOneLine)\n"
        }.joined()
    }
}
