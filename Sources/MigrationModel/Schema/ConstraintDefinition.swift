/// A rule that the rows of a table keep.
package struct ConstraintDefinition: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case primaryKey([String])
        case unique([String])
        /// `referred` is empty where the primary key of the other table is meant.
        case foreignKey([String], table: TableName, referred: [String])
        /// SQL.
        case check(String)
        case exclude(String)
    }

    /// `nil` where the database chooses it.
    package var name: String?
    package var kind: Kind
    package var place: ScriptPlace?

    package init(_ name: String?, _ kind: Kind, place: ScriptPlace? = nil) {
        self.name = name
        self.kind = kind
        self.place = place
    }
}

extension ConstraintDefinition {
    /// What a constraint is, without what it says.
    package enum Form: Sendable, Hashable {
        case primaryKey
        case unique
        case foreignKey
        case check
        case exclude
    }

    package var form: Form {
        switch kind {
        case .primaryKey: .primaryKey
        case .unique: .unique
        case .foreignKey: .foreignKey
        case .check: .check
        case .exclude: .exclude
        }
    }
}

/// An index that is there for itself: not that of a primary key or of a unique constraint.
package struct IndexDefinition: Sendable, Hashable {
    package var name: String?
    /// Columns by name, expressions as SQL.
    package var parts: [String]
    package var isUnique: Bool
    /// SQL behind `WHERE`, where that is known.
    package var condition: String?
    /// Whether there is a condition; `nil` where a script does not tell.
    package var isPartial: Bool?
    /// Columns that it holds beside those it is on; `nil` where they are not known.
    package var included: [String]? = []
    package var place: ScriptPlace?

    package init(
        _ name: String?, on parts: [String], isUnique: Bool, condition: String? = nil, place: ScriptPlace? = nil
    ) {
        self.name = name
        self.parts = parts
        self.isUnique = isUnique
        self.condition = condition
        isPartial = condition != nil
        self.place = place
    }
}

extension ConstraintDefinition {
    /// The name that PostgreSQL gives one without a name (`ChooseConstraintName`); `nil` where that is not sure.
    func usualName(on table: TableName) -> String? {
        switch kind {
        case .primaryKey: Self.usualName([table.name, "pkey"])
        case .unique(let columns): Self.usualName([table.name] + columns + ["key"])
        case .foreignKey(let columns, _, _): Self.usualName([table.name] + columns + ["fkey"])
        case .check, .exclude: nil
        }
    }

    /// A longer one is cut.
    fileprivate static func usualName(_ parts: [String]) -> String? {
        let name = parts.joined(separator: "_")
        return name.utf8.count < 64 ? name : nil
    }
}

extension IndexDefinition {
    /// The name that SQLAlchemy gives the index of a column (`DEFAULT_NAMING_CONVENTION`).
    func usualName(on table: TableName) -> String? {
        ConstraintDefinition.usualName(["ix"] + [table.schema, table.name].compactMap(\.self) + parts)
    }
}
