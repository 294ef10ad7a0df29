/// One thing that a revision's `upgrade()` does to the schema or to the rows, as far as a static reading can tell.
package struct SchemaStep: Sendable, Equatable {
    package let change: SchemaChange
    package let place: ScriptPlace
    /// Why it may not run, or not once: `under if`. `nil` where it runs once.
    package let condition: String?
    /// Whether it runs outside of the migration's transaction: in an `autocommit_block()`, or behind a `COMMIT`.
    package let isAutocommitted: Bool

    package init(_ change: SchemaChange, at place: ScriptPlace, condition: String? = nil, isAutocommitted: Bool = false)
    {
        self.change = change
        self.place = place
        self.condition = condition
        self.isAutocommitted = isAutocommitted
    }

    /// Whether it may do something else than it says, or nothing.
    package var isOpaque: Bool {
        switch change {
        case .opaque, .setSearchPath: true
        case .changeRows: false
        default: condition != nil
        }
    }
}

package enum SchemaChange: Sendable, Equatable {
    /// `isWhole`: whether everything in the table's definition is known.
    case createTable(TableName, TableDefinition, isWhole: Bool, ifNotExists: Bool = false)
    /// `cascades`: with the foreign keys that refer to it.
    case dropTable(TableName, cascades: Bool = false)
    case renameTable(TableName, to: TableName)
    case addColumn(TableName, AddedColumn)
    case dropColumn(TableName, String)
    case alterColumn(TableName, String, ColumnAlteration)
    /// `isConcurrent`: without holding up writers, and only outside of a transaction.
    case createIndex(TableName, IndexDefinition, isConcurrent: Bool = false, ifNotExists: Bool = false)
    /// The table is `nil` where only the index is named, and the name is `nil` where it is not known.
    case dropIndex(String?, on: TableName?, schema: String? = nil, isConcurrent: Bool = false)
    case renameIndex(String, to: String, schema: String? = nil)
    /// `isNotValid`: without looking at the rows that are there.
    case addConstraint(TableName, ConstraintDefinition, isNotValid: Bool = false)
    /// The name is `nil` where it is not known, the form where nobody said.
    case dropConstraint(TableName, String?, ConstraintDefinition.Form? = nil)
    case renameConstraint(TableName, String, to: String)
    /// Foreign keys that refer to it, or some of them, go with what they rely on: `DROP CONSTRAINT … CASCADE`.
    case dropReferences(to: TableName)
    /// SQLite's table may be made anew, without its checks and without its indexes on expressions.
    case rebuildTable(TableName)
    /// A type of the database's own gets another name.
    case renameType(String, to: String)
    /// Inserts, updates or deletes rows; the table is `nil` where it is not known.
    case changeRows(TableName?)
    /// Alters a table in a way that is not followed, so that it must have existed before.
    case alterTable(TableName)
    /// From here on a name without a schema is looked for in the given one first, or where is not known.
    case setSearchPath(first: String?)
    case resetSearchPath
    case opaque(Doubt)
}

/// A column that is added, with what comes with it.
package struct AddedColumn: Sendable, Equatable {
    package var column: ColumnDefinition
    package var constraints: [ConstraintDefinition]
    package var indexes: [IndexDefinition]
    package var ifNotExists: Bool

    package init(
        _ column: ColumnDefinition, constraints: [ConstraintDefinition] = [], indexes: [IndexDefinition] = [],
        ifNotExists: Bool = false
    ) {
        self.column = column
        self.constraints = constraints
        self.indexes = indexes
        self.ifNotExists = ifNotExists
    }
}

/// What becomes of a column.
package struct ColumnAlteration: Sendable, Equatable {
    package enum Part<Value: Sendable & Equatable>: Sendable, Equatable {
        case kept
        case changed(Value)
        /// It may have changed, and to what is not known.
        case unknown
    }

    package var name: Part<String>
    package var type: Part<ColumnType>
    /// What it was before, where the script says so.
    package var oldType: ColumnType?
    package var isNullable: Part<Bool>
    package var defaultValue: Part<ColumnDefault>

    package init(
        name: Part<String> = .kept, type: Part<ColumnType> = .kept, from oldType: ColumnType? = nil,
        isNullable: Part<Bool> = .kept, defaultValue: Part<ColumnDefault> = .kept
    ) {
        self.name = name
        self.type = type
        self.oldType = oldType
        self.isNullable = isNullable
        self.defaultValue = defaultValue
    }
}

extension SchemaChange {
    /// The tables that it names.
    package var tables: [TableName] {
        switch self {
        case .createTable(let table, _, _, _), .dropTable(let table, _), .addColumn(let table, _),
            .dropColumn(let table, _), .alterColumn(let table, _, _), .createIndex(let table, _, _, _),
            .addConstraint(let table, _, _), .dropConstraint(let table, _, _), .renameConstraint(let table, _, _),
            .alterTable(let table), .dropReferences(let table), .rebuildTable(let table):
            return [table]
        case .renameTable(let table, let new): return [table, new]
        case .dropIndex(_, let table, _, _): return table.map { [$0] } ?? []
        case .changeRows, .renameIndex, .renameType, .setSearchPath, .resetSearchPath: return []
        case .opaque(let doubt): return doubt.scope.tables.sorted()
        }
    }
}

extension Doubt.Scope {
    /// The tables that it names.
    package var tables: Set<TableName> {
        switch self {
        case .tables(let tables), .inside(let tables), .additions(let tables): tables
        case .anyTable, .newTable, .insideAnyTable, .additionsToAnyTable: []
        }
    }
}
