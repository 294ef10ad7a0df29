/// Follows the steps of revisions, one after another, and knows at each point what should exist.
///
/// A step costs what it touches: 10,000 revisions are replayed in one pass.
package struct SchemaReplay: Sendable, Equatable {
    package private(set) var schema = ExpectedSchema()
    /// What a table without a schema means.
    let defaultSchema: String?
    let dialect: Dialect
    /// How each table is written, by the key by which SQLite knows it: it takes `Users` and `users` for one.
    private var spellings: [TableName: TableName] = [:]
    /// On which table each index is, of those that are known by name, by the key of that.
    var tablesOfIndexes: [TableName: TableName] = [:]
    /// Why a name without a schema may mean another table than one in the default schema; `nil` where it does not.
    var pathDoubt: Doubt?

    package init(defaultSchema: String? = nil, dialect: Dialect = .postgresql) {
        self.defaultSchema = defaultSchema
        self.dialect = dialect
    }

    /// `revisions`: each after what it builds on.
    package mutating func apply(_ revisions: some Sequence<Revision>, of scripts: MigrationScripts) {
        for revision in revisions {
            for step in scripts.steps[revision.id] ?? [] { apply(step) }
        }
    }

    package mutating func apply(_ step: SchemaStep) {
        if let pathDoubt, step.change.dependsOnSearchPath { return doubtNames(in: step, pathDoubt) }
        switch step.change {
        case .createTable(let table, let definition, let isWhole, let ifNotExists):
            create(named(table), definition, isWhole: isWhole, ifNotExists: ifNotExists, step)
        case .dropTable(let table, let cascades): drop(named(table), cascades: cascades, step)
        case .renameTable(let table, let new): rename(named(table), to: named(new), step)
        case .addColumn(let table, let added): add(added, to: named(table), step)
        case .dropColumn(let table, let column): drop(column, of: named(table), step)
        case .alterColumn(let table, let column, let alteration): alter(column, of: named(table), alteration, step)
        case .createIndex(let table, let index, _, let ifNotExists):
            create(index, on: named(table), ifNotExists: ifNotExists, step)
        case .dropIndex(let name, let table, let schema, _):
            drop(index: name, on: table.map(named), schema: schema, step)
        case .renameIndex(let name, let new, let schema): rename(index: name, to: new, schema: schema, step)
        case .addConstraint(let table, let constraint, _): add(constraint, to: named(table), step)
        case .dropConstraint(let table, let name, let form): drop(constraint: name, form, of: named(table), step)
        case .renameConstraint(let table, let name, let new):
            rename(constraint: name, to: new, of: named(table), step)
        case .renameType(let name, let new): rename(type: name, to: new, isSure: step.condition == nil)
        case .alterTable(let table): _ = has(named(table), step)
        case .dropReferences(let table): loosenReferences(to: named(table), step)
        case .rebuildTable(let table): rebuild(named(table), step)
        case .setSearchPath(let first): setSearchPath(first, step)
        case .resetSearchPath: if step.condition == nil { pathDoubt = nil }
        case .changeRows: break
        case .opaque(let doubt): taint(doubt, step)
        }
    }

    func named(_ table: TableName) -> TableName {
        switch dialect {
        case .postgresql: return table.relative(to: defaultSchema)
        case .sqlite:
            let table = table.relative(to: "main")
            return table.schema == nil ? spellings[dialect.key(table)] ?? table : table
        }
    }

    /// A column as its table has it: SQLite takes `Mail` and `mail` for one.
    func named(_ column: String, in table: TableName) -> String {
        guard dialect == .sqlite, let expected = schema.tables[table] else { return column }
        let names = expected.definition.columns.map(\.name) + expected.doubts.compactMap(\.column)
        return names.first { dialect.key($0) == dialect.key(column) } ?? column
    }

    private mutating func spell(_ table: TableName, as spelling: TableName?) {
        if dialect == .sqlite, table.schema == nil { spellings[dialect.key(table)] = spelling }
    }

    func named(_ constraint: ConstraintDefinition) -> ConstraintDefinition {
        guard case .foreignKey(let columns, let table, let referred) = constraint.kind else { return constraint }
        var named = constraint
        named.kind = .foreignKey(columns, table: self.named(table), referred: referred)
        return named
    }

    /// Whether the table is one of those of which something is claimed. A step says that it exists.
    mutating func has(_ table: TableName, _ step: SchemaStep) -> Bool {
        if schema.tables[table] != nil { return true }
        if schema.unverified[table] == nil, schema.presupposed[table] == nil {
            schema.presupposed[table] = step.place
            schema.isWhole = false
        }
        return false
    }

    /// Changes what is expected of a table that is expected.
    mutating func change(_ table: TableName, _ body: (inout ExpectedTable) -> Void) {
        guard let position = schema.tables.index(forKey: table) else { return }
        body(&schema.tables.values[position])
    }
}

// Whole tables.
extension SchemaReplay {
    private mutating func create(
        _ table: TableName, _ definition: TableDefinition, isWhole: Bool, ifNotExists: Bool, _ step: SchemaStep
    ) {
        if let condition = step.condition {
            // It may be there already, and then nothing is created.
            guard schema.tables[table] == nil else { return }
            return taint(table, Doubt(.tables([table]), condition, at: step.place))
        }
        if ifNotExists, schema.tables[table] != nil { return }
        // In a file that is attached, or for this connection only.
        if dialect == .sqlite, table.schema != nil {
            return taint(table, Doubt(.tables([table]), "a table of another database", at: step.place))
        }
        var created = ExpectedTable(definition, columnsAreWhole: isWhole)
        if ifNotExists, schema.unverified[table] != nil || schema.presupposed[table] != nil {
            let doubt = Doubt(.inside([table]), "if it was not there before", at: step.place)
            created = ExpectedTable(TableDefinition(place: definition.place))
            created.forgetColumns(doubt)
        }
        created.definition.constraints = created.definition.constraints.map(named)
        forget(table)
        schema.tables[table] = created
        spell(table, as: table)
        for index in created.definition.indexes { note(index, on: table) }
    }

    private mutating func drop(_ table: TableName, cascades: Bool, _ step: SchemaStep) {
        if let condition = step.condition {
            if cascades { loosenReferences(to: table, step) }
            return taint(table, Doubt(.tables([table]), condition, at: step.place))
        }
        forget(table)
        if cascades { forgetForeignKeys(to: table) }
    }

    private mutating func rename(_ table: TableName, to new: TableName, _ step: SchemaStep) {
        if let condition = step.condition {
            let doubt = Doubt(.tables([table, new]), condition, at: step.place)
            loosenReferences(to: table, step)
            taint(table, doubt)
            return taint(new, doubt)
        }
        if let doubt = schema.unverified[table] {
            forget(table)
            forget(new)
            schema.unverified[new] = doubt
            return
        }
        // PostgreSQL renames an index so too.
        if schema.tables[table] == nil, isIndex(table) {
            return rename(index: table.name, to: new.name, schema: table.schema, step)
        }
        guard has(table, step), let moved = schema.tables.removeValue(forKey: table) else {
            // Whatever it is made of, it has another name now.
            let place = schema.presupposed.removeValue(forKey: table)
            forget(new)
            schema.presupposed[new] = place
            return
        }
        spell(table, as: nil)
        forget(new)
        schema.tables[new] = moved
        spell(new, as: new)
        for index in moved.definition.indexes { note(index, on: new) }
        for other in schema.tables.keys where schema.tables[other]?.refers(to: table) == true {
            change(other) { $0.redirect(from: table, to: new) }
        }
    }

    /// Nothing is known of it any more, not even that it is doubtful.
    private mutating func forget(_ table: TableName) {
        if let gone = schema.tables.removeValue(forKey: table) {
            for index in gone.definition.indexes { forget(index, on: table) }
        }
        schema.unverified[table] = nil
        schema.presupposed[table] = nil
        spell(table, as: nil)
    }

    mutating func forgetForeignKeys(to table: TableName) {
        for other in schema.tables.keys where schema.tables[other]?.refers(to: table) == true {
            change(other) { $0.definition.constraints.removeAll { $0.refers(to: table) } }
        }
    }

    /// Claims no foreign key to it any more. Some may still be there.
    mutating func loosenReferences(to table: TableName, _ step: SchemaStep) {
        for other in schema.tables.keys where schema.tables[other]?.refers(to: table) == true {
            change(other) { expected in
                expected.definition.constraints.removeAll { $0.refers(to: table) }
                expected.doubtDetails(
                    Doubt(.inside([other]), "foreign keys to \(table), which may go with it", at: step.place))
            }
        }
    }

    private mutating func taint(_ doubt: Doubt, _ step: SchemaStep) {
        switch doubt.scope {
        case .tables(let tables): for table in tables { taint(named(table), doubt) }
        case .anyTable:
            for table in schema.tables.keys { schema.unverified[table] = doubt }
            schema.tables = [:]
            tablesOfIndexes = [:]
            doubtOfAll(doubt)
        case .newTable: doubtOfAll(doubt)
        case .inside(let tables):
            for table in tables where has(named(table), step) { change(named(table)) { $0.forgetColumns(doubt) } }
        case .insideAnyTable: for table in schema.tables.keys { change(table) { $0.forgetColumns(doubt) } }
        case .additions(let tables):
            for table in tables where has(named(table), step) { change(named(table)) { $0.expectMore(doubt) } }
        case .additionsToAnyTable: for table in schema.tables.keys { change(table) { $0.expectMore(doubt) } }
        }
    }

    mutating func doubtOfAll(_ doubt: Doubt) {
        schema.doubtsAboutAll.append(doubt)
        schema.isWhole = false
    }

    mutating func taint(_ table: TableName, _ doubt: Doubt) {
        let first = schema.unverified[table] ?? doubt
        forget(table)
        schema.unverified[table] = first
    }
}

extension ExpectedTable {
    /// Nothing is claimed of its columns any more, nor of what is on them.
    mutating func forgetColumns(_ doubt: Doubt) {
        if definition.columns.isEmpty, doubts.contains(where: { $0.column == nil }) { return }
        definition.columns = []
        definition.constraints = []
        definition.indexes = []
        doubts = doubts.filter { $0.column != nil } + [ColumnDoubt(column: nil, doubt: doubt)]
        columnsAreWhole = false
    }

    /// What is not known may be there beside what is.
    mutating func expectMore(_ doubt: Doubt) {
        columnsAreWhole = false
        if doubts.contains(where: { $0.column == nil }) { return }
        doubts.append(ColumnDoubt(column: nil, doubt: doubt))
    }

    func refers(to table: TableName) -> Bool { definition.constraints.contains { $0.refers(to: table) } }

    mutating func redirect(from table: TableName, to new: TableName) {
        for position in definition.constraints.indices {
            guard case .foreignKey(let columns, table, let referred) = definition.constraints[position].kind else {
                continue
            }
            definition.constraints[position].kind = .foreignKey(columns, table: new, referred: referred)
        }
    }
}

extension ConstraintDefinition {
    func refers(to other: TableName) -> Bool {
        if case .foreignKey(_, other, _) = kind { true } else { false }
    }
}

extension ExpectedSchema {
    /// What should exist after some revisions, each of which stands after what it builds on.
    package init(
        after revisions: some Sequence<Revision>, of scripts: MigrationScripts, defaultSchema: String? = nil,
        dialect: Dialect = .postgresql
    ) {
        var replay = SchemaReplay(defaultSchema: defaultSchema, dialect: dialect)
        replay.apply(revisions, of: scripts)
        self = replay.schema
    }
}
