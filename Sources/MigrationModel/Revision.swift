/// One migration script, as a static reading of its file found it.
package struct Revision: Sendable, Equatable {
    package let id: RevisionID
    /// `down_revision`: what this revision builds on. Nothing for a base.
    package let down: Declaration
    package let branchLabels: Declaration
    package let dependsOn: Declaration
    /// The first paragraph of the module's docstring, as Alembic's `Script.doc`.
    package let message: String
    /// The docstring's `Create Date:`. A time without a zone is taken as UTC.
    package let created: Timestamp?
    /// The docstring's `Author:`, which some projects' templates write.
    package let author: String?
    /// The file, relative to its version location.
    package let path: String
    /// The file as it was opened, for findings.
    package let file: String

    package init(
        id: RevisionID, down: Declaration = .none, branchLabels: Declaration = .none,
        dependsOn: Declaration = .none, message: String = "", created: Timestamp? = nil, author: String? = nil,
        path: String = "", file: String? = nil
    ) {
        self.id = id
        self.down = down
        self.branchLabels = branchLabels
        self.dependsOn = dependsOn
        self.message = message
        self.created = created
        self.author = author
        self.path = path
        self.file = file ?? path
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

    package init(_ value: Value, line: Int? = nil) {
        self.value = value
        self.line = line
    }

    package static let none = Declaration(.none)

    /// The names, as Alembic's `util.to_tuple` flattens them.
    package var items: [String] {
        switch value {
        case .none: []
        case .one(let name): [name]
        case .many(let names): names
        }
    }
}
