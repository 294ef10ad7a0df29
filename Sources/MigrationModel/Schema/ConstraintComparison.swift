/// Which of the expected constraints a table lacks.
///
/// One that says the same serves under any name. What a check says is not compared, only its name.
struct ConstraintComparison {
    private let table: TableComparison

    init(_ table: TableComparison) { self.table = table }

    var missing: [SchemaDifference] {
        var spareChecks = checksToSpare
        return table.expected.definition.constraints.compactMap { constraint in
            let isThere: Bool
            if isLost(constraint.kind) {
                isThere = true
            } else if table.rules.isExact {
                isThere = table.actual.constraints.contains {
                    $0.name == constraint.name && $0.kind == constraint.kind
                }
            } else if case .check = constraint.kind {
                isThere = hasCheck(constraint.name, sparing: &spareChecks)
            } else {
                isThere = has(constraint)
            }
            guard !isThere else { return nil }
            return SchemaDifference(
                .missingConstraint, table.table, expected: constraint.description,
                actual: instead(of: constraint)?.description,
                place: constraint.place ?? table.expected.definition.place)
        }
    }

    /// Whether it went with a column or with a table that is missing.
    private func isLost(_ kind: ConstraintDefinition.Kind) -> Bool {
        switch kind {
        case .primaryKey(let columns), .unique(let columns): columns.contains { table.losesColumn($0) }
        case .foreignKey(let columns, let other, _):
            !table.rules.hasTable(other) || columns.contains { table.losesColumn($0) }
        case .check(let sql), .exclude(let sql): table.losesColumn(sql)
        }
    }

    private func has(_ constraint: ConstraintDefinition) -> Bool {
        switch constraint.kind {
        case .primaryKey(let columns):
            return !table.has(columns) || table.rules.haveSameMembers(columns, table.actual.primaryKey)
        case .unique(let columns):
            return !table.has(columns) || table.actual.isUnique(columns, table.rules)
        case .foreignKey(let columns, let other, let referred):
            guard table.has(columns) else { return true }
            return table.actual.constraints.contains { actual in
                guard case .foreignKey(let found, let table, let foundReferred) = actual.kind else { return false }
                return refers(columns, other, referred, found, table, foundReferred)
            }
        case .exclude:
            return constraint.name.map { name in table.actual.constraints.contains { $0.name == name } } ?? true
        case .check: return true
        }
    }

    private func refers(
        _ columns: [String], _ other: TableName, _ referred: [String], _ found: [String], _ foundTable: TableName,
        _ foundReferred: [String]
    ) -> Bool {
        guard table.rules.dialect.key(other) == table.rules.dialect.key(foundTable) else { return false }
        if referred.isEmpty || foundReferred.isEmpty { return table.rules.haveSameMembers(columns, found) }
        // The order of the pairs is the database's own.
        let wanted = Set(zip(columns, referred).map(pair))
        return wanted == Set(zip(found, foundReferred).map(pair))
    }

    private func pair(_ column: String, _ referred: String) -> [String] {
        [table.rules.dialect.key(column), table.rules.dialect.key(referred)]
    }

    /// Checks that are there beyond those that are expected by their names: one of them may be the same under the name
    /// that a naming convention gave it.
    private var checksToSpare: Int {
        let expected = table.expected.definition.constraints.filter(\.isCheck)
        let found = table.actual.constraints.filter(\.isCheck)
        return found.count - expected.count { isNamed($0.name, among: found) }
    }

    private func hasCheck(_ name: String?, sparing spare: inout Int) -> Bool {
        // SQLite does not say the names, and a rebuilt table loses its checks.
        guard table.rules.dialect == .postgresql, let name else { return true }
        if isNamed(name, among: table.actual.constraints.filter(\.isCheck)) { return true }
        spare -= 1
        return spare >= 0
    }

    private func isNamed(_ name: String?, among checks: [ConstraintDefinition]) -> Bool {
        guard let name = name.map(table.rules.dialect.key) else { return false }
        return checks.contains { $0.name == name || $0.name?.hasSuffix("_" + name) == true }
    }

    /// The one that stands in its place, to be shown beside it.
    private func instead(of constraint: ConstraintDefinition) -> ConstraintDefinition? {
        let primary = table.actual.constraints.first { actual in
            if case (.primaryKey, .primaryKey) = (actual.kind, constraint.kind) { true } else { false }
        }
        return primary ?? table.actual.constraints.first { $0.name != nil && $0.name == constraint.name }
    }
}

extension ConstraintDefinition {
    fileprivate var isCheck: Bool { if case .check = kind { true } else { false } }
}

extension TableDefinition {
    /// Whether a constraint or an index makes these unique among all rows.
    fileprivate func isUnique(_ columns: [String], _ rules: ComparisonRules) -> Bool {
        constraints.contains { constraint in
            switch constraint.kind {
            case .unique(let found), .primaryKey(let found): rules.haveSameMembers(columns, found)
            case .foreignKey, .check, .exclude: false
            }
        }
            || indexes.contains {
                $0.isUnique && $0.condition == nil && rules.haveSameMembers(columns, $0.parts)
            }
    }
}
