// Indexes and constraints.
extension SchemaReplay {
    mutating func create(_ index: IndexDefinition, on table: TableName, ifNotExists: Bool, _ step: SchemaStep) {
        guard has(table, step) else { return }
        if let condition = step.condition {
            return change(table) { $0.doubtDetails(Doubt(.inside([table]), "an index \(condition)", at: step.place)) }
        }
        if ifNotExists, let key = key(index, on: table), tablesOfIndexes[key] != nil { return }
        change(table) { $0.definition.indexes.append(index) }
        note(index, on: table)
    }

    mutating func note(_ index: IndexDefinition, on table: TableName) {
        if let key = key(index, on: table) { tablesOfIndexes[key] = table }
    }

    mutating func forget(_ index: IndexDefinition, on table: TableName) {
        if let key = key(index, on: table) { tablesOfIndexes[key] = nil }
    }

    private func key(_ index: IndexDefinition, on table: TableName) -> TableName? {
        index.name.map { key($0, schema: table.schema) }
    }

    private func key(_ index: String, schema: String?) -> TableName {
        dialect.key(TableName(schema: schema, index).relative(to: defaultSchema))
    }

    /// Whether an index has this name, and no table that is known.
    func isIndex(_ name: TableName) -> Bool { tablesOfIndexes[key(name.name, schema: name.schema)] != nil }

    mutating func rebuild(_ table: TableName, _ step: SchemaStep) {
        guard has(table, step) else { return }
        for index in schema.tables[table]?.definition.indexes ?? [] where !index.isOnColumns {
            forget(index, on: table)
        }
        change(table) { expected in
            let definition = expected.definition
            expected.definition.constraints.removeAll { $0.form == .check }
            expected.definition.indexes.removeAll { !$0.isOnColumns }
            guard expected.definition != definition else { return }
            expected.doubtDetails(
                Doubt(.inside([table]), "checks and indexes on expressions, which a batch may lose", at: step.place))
        }
    }

    /// Whether it is dropped for certain or not: nothing is claimed of it any more.
    mutating func drop(index name: String?, on table: TableName?, schema schemaName: String?, _ step: SchemaStep) {
        guard let name else { return forgetIndexes(of: table, step) { _ in true } }
        let key = key(name, schema: table?.schema ?? schemaName)
        if let owner = tablesOfIndexes.removeValue(forKey: key) {
            change(owner) { [dialect] expected in
                expected.definition.indexes.removeAll { $0.name.map(dialect.key) == key.name }
                guard let condition = step.condition else { return }
                expected.doubtDetails(
                    Doubt(.inside([owner]), "the index \(name), dropped \(condition)", at: step.place))
            }
        } else if !dropIndexByUsualName(key.name, of: table) {
            // One whose name is not known here may be meant.
            forgetIndexes(of: table, step) { $0.name == nil }
        }
    }

    /// One that SQLAlchemy gave its usual name. Whether there is one.
    private mutating func dropIndexByUsualName(_ name: String, of table: TableName?) -> Bool {
        for table in table.map({ [$0] }) ?? Array(schema.tables.keys) {
            let position = schema.tables[table]?.definition.indexes.firstIndex { [dialect] index in
                index.name == nil && index.usualName(on: table).map(dialect.key) == name
            }
            guard let position else { continue }
            change(table) { _ = $0.definition.indexes.remove(at: position) }
            return true
        }
        return false
    }

    private mutating func forgetIndexes(
        of table: TableName?, _ step: SchemaStep, where isMeant: (IndexDefinition) -> Bool
    ) {
        for table in table.map({ [$0] }) ?? Array(schema.tables.keys) {
            change(table) { expected in
                guard expected.definition.indexes.contains(where: isMeant) else { return }
                expected.definition.indexes.removeAll(where: isMeant)
                expected.doubtDetails(
                    Doubt(.inside([table]), "indexes of which one may be dropped here", at: step.place))
            }
        }
    }

    mutating func rename(index name: String, to new: String, schema schemaName: String?, _ step: SchemaStep) {
        let key = key(name, schema: schemaName)
        guard step.condition == nil, let owner = tablesOfIndexes.removeValue(forKey: key) else {
            return drop(index: name, on: nil, schema: schemaName, step)
        }
        tablesOfIndexes[self.key(new, schema: key.schema)] = owner
        change(owner) { [dialect] expected in
            for position in expected.definition.indexes.indices
            where expected.definition.indexes[position].name.map(dialect.key) == key.name {
                expected.definition.indexes[position].name = new
            }
        }
    }

    mutating func add(_ constraint: ConstraintDefinition, to table: TableName, _ step: SchemaStep) {
        guard has(table, step) else { return }
        if let condition = step.condition {
            return change(table) {
                $0.doubtDetails(Doubt(.inside([table]), "a constraint \(condition)", at: step.place))
            }
        }
        let constraint = named(constraint)
        change(table) { expected in
            expected.definition.constraints.append(constraint)
            guard case .primaryKey(let columns) = constraint.kind else { return }
            for position in expected.definition.columns.indices
            where columns.contains(expected.definition.columns[position].name) {
                expected.definition.columns[position].isNullable = false
            }
        }
    }

    /// Whether it is dropped for certain or not: nothing is claimed of it any more.
    mutating func drop(
        constraint name: String?, _ form: ConstraintDefinition.Form?, of table: TableName, _ step: SchemaStep
    ) {
        guard has(table, step) else { return }
        change(table) { expected in
            let count = expected.definition.constraints.count
            if let name { expected.definition.constraints.removeAll { $0.name == name } }
            if let condition = step.condition {
                expected.doubtDetails(
                    Doubt(.inside([table]), "a constraint that is dropped \(condition)", at: step.place))
            }
            guard expected.definition.constraints.count == count else { return }
            // One to which the database gave its name is meant.
            let isMeant = { (constraint: ConstraintDefinition) in
                (constraint.name == nil || name == nil) && (form == nil || constraint.form == form)
            }
            let usual = expected.definition.constraints.firstIndex {
                isMeant($0) && name != nil && $0.usualName(on: table) == name
            }
            if let usual {
                expected.definition.constraints.remove(at: usual)
            } else if expected.definition.constraints.contains(where: isMeant) {
                expected.definition.constraints.removeAll(where: isMeant)
                expected.doubtDetails(
                    Doubt(.inside([table]), "constraints of which one may be dropped here", at: step.place))
            }
        }
    }

    mutating func rename(constraint name: String, to new: String, of table: TableName, _ step: SchemaStep) {
        guard has(table, step) else { return }
        change(table) { expected in
            let position = expected.definition.constraints.firstIndex { $0.name == name }
            guard let position else { return }
            if step.condition == nil {
                expected.definition.constraints[position].name = new
            } else {
                expected.definition.constraints.remove(at: position)
            }
        }
    }
}

extension IndexDefinition {
    /// Whether nothing of it is an expression.
    fileprivate var isOnColumns: Bool { !parts.isEmpty && parts.allSatisfy(\.isName) }
}
