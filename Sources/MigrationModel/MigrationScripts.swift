/// One reading of a script directory: the revisions it declares and what is wrong with its files.
package struct MigrationScripts: Sendable, Equatable {
    package let graph: RevisionGraph
    /// What each revision's `upgrade()` does to the tables, in order.
    package let operations: [RevisionID: [TableOperation]]
    /// The version table that `env.py` names, where it names it by literals.
    package let versionTable: VersionTableChoice?
    /// What is wrong with the configuration, the files and the graph, in a stable order.
    package let findings: [Finding]

    /// - `revisions`: in load order (`ScriptDirectory._load_revisions`), which decides the order of heads.
    /// - `findings`: what is wrong with the configuration and the files; the graph adds its own.
    package init(
        revisions: [Revision], operations: [RevisionID: [TableOperation]] = [:],
        versionTable: VersionTableChoice? = nil, findings: [Finding] = []
    ) {
        let graph = RevisionGraph(revisions)
        self.graph = graph
        self.operations = operations
        self.versionTable = versionTable
        self.findings = findings + graph.findings
    }

    /// Whether every revision could be read. Without that no verdict is given: the head may be among the unread ones.
    package var isComplete: Bool { !findings.contains { $0.kind.hidesRevisions } }

    /// The schemas that operations name, whose tables are wanted too.
    package var schemas: Set<String> {
        Set(operations.values.joined().flatMap(\.tables).compactMap(\.schema))
    }
}
