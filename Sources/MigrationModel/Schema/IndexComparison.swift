/// Which of the expected indexes a table lacks.
///
/// One on the same columns serves under any name; of one on an expression only the name can be compared.
struct IndexComparison {
    private let table: TableComparison

    init(_ table: TableComparison) { self.table = table }

    var missing: [SchemaDifference] {
        table.expected.definition.indexes.compactMap { index in
            guard let absence = absence(of: index) else { return nil }
            return SchemaDifference(
                .missingIndex, table.table, expected: index.description, actual: absence.actual,
                place: index.place ?? table.expected.definition.place)
        }
    }

    private struct Absence {
        /// The one that has its name.
        let actual: String?
    }

    /// `nil` where it is there, or where that cannot be told.
    private func absence(of index: IndexDefinition) -> Absence? {
        if index.parts.contains(where: { table.losesColumn($0) }) { return nil }
        let named = index.name.flatMap { name in
            table.actual.indexes.first { $0.name.map(key) == key(name) }
        }
        if table.rules.isExact {
            return named?.says(the: index) == true ? nil : Absence(actual: named?.description)
        }
        let isOnColumns = table.has(index.parts)
        if let named {
            let isComparable = isOnColumns && table.has(named.parts)
            let isRight = isComparable ? serves(named, index) : isAsUnique(named, as: index)
            return isRight ? nil : Absence(actual: named.description)
        }
        if isOnColumns {
            let isThere =
                table.actual.indexes.contains { serves($0, index) }
                || table.actual.constraints.contains { serves($0, index) }
            return isThere ? nil : Absence(actual: nil)
        }
        // A part that is no column is an expression, or a column that is gone and took the index with it.
        let areExpressions = index.parts.allSatisfy { table.has([$0]) || !$0.isName }
        return index.name == nil || !areExpressions ? nil : Absence(actual: nil)
    }

    private func serves(_ actual: IndexDefinition, _ expected: IndexDefinition) -> Bool {
        table.rules.areSame(actual.parts, expected.parts) && isAsUnique(actual, as: expected)
    }

    /// Whether it makes the same rows unique, or finds the same: one for a part of the rows does not serve for all.
    private func isAsUnique(_ actual: IndexDefinition, as expected: IndexDefinition) -> Bool {
        actual.isUnique == expected.isUnique
            && (expected.isPartial == nil || actual.isPartial == expected.isPartial)
    }

    private func serves(_ actual: ConstraintDefinition, _ expected: IndexDefinition) -> Bool {
        switch actual.kind {
        case .unique(let columns), .primaryKey(let columns):
            expected.isPartial != true && table.rules.areSame(columns, expected.parts)
        case .exclude: actual.name == expected.name
        case .foreignKey, .check: false
        }
    }

    private func key(_ name: String) -> String { table.rules.dialect.key(name) }
}

extension IndexDefinition {
    fileprivate func says(the other: IndexDefinition) -> Bool {
        parts == other.parts && isUnique == other.isUnique && condition == other.condition
    }
}

extension String {
    /// Whether it could be the name of a column, and no expression.
    var isName: Bool { allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }
}
