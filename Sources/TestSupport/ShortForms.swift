package import MigrationModel

// Short forms for tests, where a graph should read like a drawing.

extension RevisionID: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let id = RevisionID(text) else { preconditionFailure("a revision id in a test is empty") }
        self = id
    }
}

extension Revision {
    /// `Revision("c", after: "a", "b", dependsOn: "x", labels: "branch")`
    package init(_ id: RevisionID, after parents: String..., dependsOn: String..., labels: String...) {
        self.init(
            id: id, down: .listed(parents), branchLabels: .listed(labels), dependsOn: .listed(dependsOn),
            message: "message of \(id)", path: "\(id).py")
    }
}

extension Declaration {
    fileprivate static func listed(_ names: [String]) -> Declaration {
        switch names.count {
        case 0: .none
        case 1: Declaration(.one(names[0]), line: 1)
        default: Declaration(.many(names), line: 1)
        }
    }
}

extension MigrationScripts {
    package init(_ revisions: Revision..., steps: [RevisionID: [SchemaStep]] = [:]) {
        self.init(revisions: revisions, steps: steps)
    }

    /// Each revision's changes, one a line, in a file named after it.
    package init(_ revisions: Revision..., changes: [RevisionID: [SchemaChange]]) {
        self.init(
            revisions: revisions,
            steps: Dictionary(
                uniqueKeysWithValues: changes.map { revision, changes in (revision, .of(revision, changes)) }))
    }
}

extension [SchemaStep] {
    /// The changes, one a line from 1 on.
    package static func of(_ revision: RevisionID, _ changes: [SchemaChange], condition: String? = nil) -> Self {
        changes.enumerated().map { position, change in
            let place = ScriptPlace(revision: revision, file: "\(revision).py", line: position + 1)
            return SchemaStep(change, at: place, condition: condition)
        }
    }
}

extension VersionTable {
    /// A version table with these texts in it.
    package static func holding(_ rows: String...) -> VersionTable {
        VersionTable(name: TableName("alembic_version"), rows: rows.map { .text($0) })
    }
}
