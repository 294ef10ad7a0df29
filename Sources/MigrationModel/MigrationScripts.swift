/// One reading of a script directory: the revisions it declares and what is wrong with its files.
package struct MigrationScripts: Sendable, Equatable {
    package let graph: RevisionGraph
    /// What each revision's `upgrade()` does to the schema, in order.
    package let steps: [RevisionID: [SchemaStep]]
    /// Revisions with a step that cannot be followed to its end, in load order.
    package let opaqueRevisions: [RevisionID]
    /// The schemas that steps name, whose tables are wanted too.
    package let schemas: Set<String>
    /// The version table that `env.py` names, where it names it by literals.
    package let versionTable: VersionTableChoice?
    /// Whether `env.py` leaves it certain that an upgrade is one transaction, however many revisions it applies.
    package let isOneTransaction: Bool
    /// What is wrong with the configuration, the files and the graph, in a stable order.
    package let findings: [Finding]

    /// - `revisions`: in load order (`ScriptDirectory._load_revisions`), which decides the order of heads.
    /// - `findings`: what is wrong with the configuration and the files; the graph adds its own.
    package init(
        revisions: [Revision], steps: [RevisionID: [SchemaStep]] = [:],
        versionTable: VersionTableChoice? = nil, isOneTransaction: Bool = false, findings: [Finding] = []
    ) {
        let graph = RevisionGraph(revisions)
        self.graph = graph
        self.steps = steps
        opaqueRevisions = graph.revisions.map(\.id).filter { steps[$0]?.contains(where: \.isOpaque) == true }
        schemas = Set(steps.values.joined().lazy.flatMap(\.change.tables).compactMap(\.schema))
        self.versionTable = versionTable
        self.isOneTransaction = isOneTransaction
        self.findings = findings + graph.findings
    }

    /// Whether every revision could be read. Without that no verdict is given: the head may be among the unread ones.
    package var isComplete: Bool { !findings.contains { $0.kind.hidesRevisions } }
}
