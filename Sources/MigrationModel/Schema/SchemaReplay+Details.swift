// Indexes and constraints.
extension SchemaReplay {
    mutating func create(_ index: IndexDefinition, on table: TableName, ifNotExists: Bool, _ step: SchemaStep) {
        guard has(table, step) else { return }
        guard step.condition == nil else { return change(table) { $0.detailsAreWhole = false } }
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

    /// Whether it is dropped for certain or not: nothing is claimed of it any more.
    mutating func drop(index name: String?, on table: TableName?, schema schemaName: String?) {
        guard let name else {
            for table in table.map({ [$0] }) ?? Array(schema.tables.keys) {
                change(table) { expected in
                    expected.definition.indexes = []
                    expected.detailsAreWhole = false
                }
            }
            return
        }
        let key = key(name, schema: table?.schema ?? schemaName)
        if let owner = tablesOfIndexes.removeValue(forKey: key) {
            change(owner) { [dialect] expected in
                expected.definition.indexes.removeAll { $0.name.map(dialect.key) == key.name }
            }
        } else {
            // One whose name is not known here may be meant.
            for table in table.map({ [$0] }) ?? Array(schema.tables.keys) {
                change(table) { expected in expected.definition.indexes.removeAll { $0.name == nil } }
            }
        }
    }

    mutating func rename(index name: String, to new: String, schema schemaName: String?, _ step: SchemaStep) {
        let key = key(name, schema: schemaName)
        guard step.condition == nil, let owner = tablesOfIndexes.removeValue(forKey: key) else {
            return drop(index: name, on: nil, schema: schemaName)
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
        guard step.condition == nil else { return change(table) { $0.detailsAreWhole = false } }
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
            guard expected.definition.constraints.count == count else { return }
            // One to which the database gave its name is meant.
            expected.definition.constraints.removeAll {
                ($0.name == nil || name == nil) && (form == nil || $0.form == form)
            }
            expected.detailsAreWhole = false
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
