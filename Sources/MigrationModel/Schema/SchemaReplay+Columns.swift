// What is inside a table.
extension SchemaReplay {
    mutating func add(_ added: AddedColumn, to table: TableName, _ step: SchemaStep) {
        guard has(table, step) else { return }
        let name = named(added.column.name, in: table)
        if schema.tables[table]?.definition[column: name] != nil { return }
        if let condition = step.condition {
            return change(table) { $0.doubt(name, Doubt(.inside([table]), condition, at: step.place)) }
        }
        change(table) { expected in
            var column = added.column
            if added.ifNotExists, expected.mayHave(name) {
                // Which of both made it is not known.
                column = ColumnDefinition(name, nil, isNullable: nil, defaultValue: .unknown, place: column.place)
            }
            expected.doubts.removeAll { $0.column == name }
            expected.definition.columns.append(column)
        }
        if !added.ifNotExists {
            for constraint in added.constraints { add(constraint, to: table, step) }
            for index in added.indexes { create(index, on: table, ifNotExists: false, step) }
        }
    }

    mutating func drop(_ column: String, of table: TableName, _ step: SchemaStep) {
        guard has(table, step) else { return }
        let column = named(column, in: table)
        for index in schema.tables[table]?.definition.indexes ?? [] where index.mentions(column) {
            forget(index, on: table)
        }
        change(table) { expected in
            expected.definition.columns.removeAll { $0.name == column }
            expected.forgetGenerated(
                from: column, Doubt(.inside([table]), "a column that another one is made of", at: step.place))
            expected.definition.constraints.removeAll { $0.mentions(column) }
            expected.definition.indexes.removeAll { $0.mentions(column) }
            if let condition = step.condition {
                expected.doubt(column, Doubt(.inside([table]), condition, at: step.place))
            } else {
                expected.doubts.removeAll { $0.column == column }
            }
        }
    }

    mutating func alter(_ column: String, of table: TableName, _ alteration: ColumnAlteration, _ step: SchemaStep) {
        guard has(table, step) else { return }
        let column = named(column, in: table)
        change(table) { expected in
            if let position = expected.definition.columns.firstIndex(where: { $0.name == column }) {
                expected.definition.columns[position].alter(alteration, isSure: step.condition == nil)
            }
            if let condition = step.condition, alteration.changesMoreThanTheName {
                expected.doubtDetails(
                    of: column, Doubt(.inside([table]), "its type, default or NULL \(condition)", at: step.place))
            }
        }
        switch alteration.name {
        case .kept: return
        case .changed(let new) where step.condition == nil: rename(column, to: new, of: table)
        case .changed(let new): forget([column, new], of: table, step.condition ?? "", step)
        // What it is called now is one column more.
        case .unknown: forget([column], of: table, "a column that gets a name that is not known", step)
        }
        if case .unknown = alteration.name { change(table) { $0.columnsAreWhole = false } }
    }

    private mutating func forget(_ columns: [String], of table: TableName, _ reason: String, _ step: SchemaStep) {
        change(table) { expected in
            for column in columns {
                expected.definition.columns.removeAll { $0.name == column }
                expected.definition.constraints.removeAll { $0.mentions(column) }
                expected.definition.indexes.removeAll { $0.mentions(column) }
                expected.doubt(column, Doubt(.inside([table]), reason, at: step.place))
            }
        }
    }

    mutating func rename(type name: String, to new: String, isSure: Bool) {
        for table in schema.tables.keys {
            change(table) { expected in
                for position in expected.definition.columns.indices
                where expected.definition.columns[position].type?.text == name {
                    expected.definition.columns[position].type = isSure ? ColumnType(new) : nil
                }
            }
        }
    }

    private mutating func rename(_ column: String, to new: String, of table: TableName) {
        change(table) { expected in
            for position in expected.doubts.indices where expected.doubts[position].column == column {
                expected.doubts[position] = .init(column: new, doubt: expected.doubts[position].doubt)
            }
            for position in expected.definition.columns.indices
            where expected.definition.columns[position].name == column {
                expected.definition.columns[position].name = new
            }
            expected.definition.constraints = expected.definition.constraints.compactMap {
                $0.renaming(column, to: new)
            }
            for position in expected.definition.indexes.indices {
                expected.definition.indexes[position].rename(column, to: new)
            }
        }
        for other in schema.tables.keys where schema.tables[other]?.refers(to: table) == true {
            change(other) { expected in
                for position in expected.definition.constraints.indices {
                    expected.definition.constraints[position].renameReferred(column, to: new, of: table)
                }
            }
        }
    }
}

extension ExpectedTable {
    /// A column may be there or not.
    fileprivate mutating func doubt(_ column: String, _ doubt: Doubt) {
        guard !doubts.contains(where: { $0.column == column }) else { return }
        doubts.append(ColumnDoubt(column: column, doubt: doubt))
    }

    /// Columns that the database computes from one that is dropped are gone too, or it was not dropped.
    fileprivate mutating func forgetGenerated(from column: String, _ doubt: Doubt) {
        for made in definition.columns {
            guard case .generated(let sql) = made.defaultValue, SQLTokens(sql).mentions(column) else { continue }
            definition.columns.removeAll { $0.name == made.name }
            self.doubt(made.name, doubt)
        }
    }

    fileprivate func mayHave(_ column: String) -> Bool {
        !columnsAreWhole || doubts.contains { $0.column == nil || $0.column == column }
    }
}

extension ColumnAlteration {
    fileprivate var changesMoreThanTheName: Bool { type != .kept || isNullable != .kept || defaultValue != .kept }
}

extension ColumnDefinition {
    fileprivate mutating func alter(_ alteration: ColumnAlteration, isSure: Bool) {
        switch alteration.type {
        case .kept: break
        case .changed(let new): type = isSure || type == new ? new : nil
        case .unknown: type = nil
        }
        switch alteration.isNullable {
        case .kept: break
        case .changed(let new): isNullable = isSure || isNullable == new ? new : nil
        case .unknown: isNullable = nil
        }
        switch alteration.defaultValue {
        case .kept: break
        case .changed(let new): defaultValue = isSure || defaultValue == new ? new : .unknown
        case .unknown: defaultValue = .unknown
        }
    }
}

extension ConstraintDefinition {
    /// Whether it is gone when the column is.
    fileprivate func mentions(_ column: String) -> Bool {
        switch kind {
        case .primaryKey(let columns), .unique(let columns), .foreignKey(let columns, _, _): columns.contains(column)
        case .check(let sql), .exclude(let sql): SQLTokens(sql).mentions(column)
        }
    }

    /// `nil` where it cannot be followed: SQL without a name.
    fileprivate func renaming(_ column: String, to new: String) -> ConstraintDefinition? {
        var renamed = self
        switch kind {
        case .primaryKey(let columns): renamed.kind = .primaryKey(columns.replacing(column, by: new))
        case .unique(let columns): renamed.kind = .unique(columns.replacing(column, by: new))
        case .foreignKey(let columns, let table, let referred):
            renamed.kind = .foreignKey(columns.replacing(column, by: new), table: table, referred: referred)
        case .check, .exclude: if mentions(column), name == nil { return nil }
        }
        return renamed
    }

    fileprivate mutating func renameReferred(_ column: String, to new: String, of other: TableName) {
        guard case .foreignKey(let columns, other, let referred) = kind else { return }
        kind = .foreignKey(columns, table: other, referred: referred.replacing(column, by: new))
    }
}

extension IndexDefinition {
    /// Whether it is gone when the column is.
    fileprivate func mentions(_ column: String) -> Bool {
        parts.isEmpty || parts.contains { $0 == column || !$0.isName && SQLTokens($0).mentions(column) }
            || condition.map { SQLTokens($0).mentions(column) } == true || included?.contains(column) != false
    }

    fileprivate mutating func rename(_ column: String, to new: String) {
        parts = parts.replacing(column, by: new)
        included = included?.replacing(column, by: new)
    }
}

extension [String] {
    fileprivate func replacing(_ name: String, by new: String) -> [String] { map { $0 == name ? new : $0 } }
}
