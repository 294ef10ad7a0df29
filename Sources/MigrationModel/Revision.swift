/// One migration script, as a static reading of its file found it.
///
/// It is copied with the graph, its history and what is pending, a thousand at a time: a copy shares what it holds.
package struct Revision: Sendable, Equatable {
    private let content: Content

    private final class Content: Sendable {
        let id: RevisionID
        let down: Declaration
        let branchLabels: Declaration
        let dependsOn: Declaration
        let message: String
        let created: Timestamp?
        let author: String?
        let path: String
        let file: String

        init(
            _ id: RevisionID, _ down: Declaration, _ branchLabels: Declaration, _ dependsOn: Declaration,
            _ message: String, _ created: Timestamp?, _ author: String?, _ path: String, _ file: String
        ) {
            self.id = id
            self.down = down
            self.branchLabels = branchLabels
            self.dependsOn = dependsOn
            self.message = message
            self.created = created
            self.author = author
            self.path = path
            self.file = file
        }
    }

    package init(
        id: RevisionID, down: Declaration = .none, branchLabels: Declaration = .none,
        dependsOn: Declaration = .none, message: String = "", created: Timestamp? = nil, author: String? = nil,
        path: String = "", file: String? = nil
    ) {
        content = Content(id, down, branchLabels, dependsOn, message, created, author, path, file ?? path)
    }

    package var id: RevisionID { content.id }
    /// `down_revision`: what this revision builds on. Nothing for a base.
    package var down: Declaration { content.down }
    package var branchLabels: Declaration { content.branchLabels }
    package var dependsOn: Declaration { content.dependsOn }
    /// The first paragraph of the module's docstring, as Alembic's `Script.doc`.
    package var message: String { content.message }
    /// The docstring's `Create Date:`. A time without a zone is taken as UTC.
    package var created: Timestamp? { content.created }
    /// The docstring's `Author:`, which some projects' templates write.
    package var author: String? { content.author }
    /// The file, relative to its version location.
    package var path: String { content.path }
    /// The file as it was opened, for findings.
    package var file: String { content.file }

    package static func == (a: Revision, b: Revision) -> Bool {
        a.content === b.content
            || a.id == b.id && a.down == b.down && a.branchLabels == b.branchLabels && a.dependsOn == b.dependsOn
                && a.message == b.message && a.created == b.created && a.author == b.author && a.path == b.path
                && a.file == b.file
    }
}

/// What a script wrote for `down_revision`, `branch_labels` or `depends_on`, and where.
package struct Declaration: Sendable, Equatable {
    /// The value in the form that the script gave it, because `history` answers in the same form.
    package enum Value: Sendable, Equatable {
        case none
        case one(String)
        case many([String])
    }

    package let value: Value
    /// The line of the assignment, from 1; `nil` where the script has none.
    package let line: Int?
    /// The names, as Alembic's `util.to_tuple` flattens them.
    package let items: [String]

    package init(_ value: Value, line: Int? = nil) {
        self.value = value
        self.line = line
        items =
            switch value {
            case .none: []
            case .one(let name): [name]
            case .many(let names): names
            }
    }

    package static let none = Declaration(.none)
}
