// Names without a schema, behind SQL that says in which schemas to look for them.
extension SchemaReplay {
    /// It holds for the connection, and all revisions may run on one.
    mutating func setSearchPath(_ first: String?, _ step: SchemaStep) {
        guard first == defaultSchema ?? "public" else {
            pathDoubt = Doubt(.anyTable, Doubt.searchPath, at: step.place)
            return
        }
        if step.condition == nil { pathDoubt = nil }
    }

    /// The names may mean tables of the default schema, or others.
    mutating func doubtNames(in step: SchemaStep, _ doubt: Doubt) {
        if schema.doubtsAboutAll.last != doubt { doubtOfAll(doubt) }
        switch step.change {
        case .renameIndex(let name, _, let schema): drop(index: name, on: nil, schema: schema, step)
        case .renameType(let name, let new): rename(type: name, to: new, isSure: false)
        case .dropTable(let table, true), .renameTable(let table, _), .dropReferences(let table):
            loosenReferences(to: named(table), step)
        default: break
        }
        for table in step.change.tables { taint(named(table), doubt) }
    }
}

extension SchemaChange {
    /// Whether it names something without its schema.
    var dependsOnSearchPath: Bool {
        switch self {
        case .opaque, .dropIndex: false
        case .renameIndex(_, _, let schema): schema == nil
        case .renameType: true
        default: (tables + referredTables).contains { $0.schema == nil }
        }
    }

    private var referredTables: [TableName] {
        let constraints: [ConstraintDefinition] =
            switch self {
            case .createTable(_, let definition, _, _): definition.constraints
            case .addColumn(_, let added): added.constraints
            case .addConstraint(_, let constraint, _): [constraint]
            default: []
            }
        return constraints.compactMap { if case .foreignKey(_, let table, _) = $0.kind { table } else { nil } }
    }
}
