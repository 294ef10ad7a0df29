/// Holds one table against what should be there, and says each thing that differs once: what is on a column that is
/// missing is not called missing too.
struct TableComparison {
    let table: TableName
    let expected: ExpectedTable
    let actual: TableDefinition
    /// What pending revisions make of it, where that is known.
    let later: ExpectedTable?
    let rules: ComparisonRules

    private let actualColumns: [String: ColumnDefinition]
    private let missingColumns: Set<String>

    init(
        _ table: TableName, _ expected: ExpectedTable, actual: TableDefinition, later: ExpectedTable?,
        rules: ComparisonRules
    ) {
        self.table = table
        self.expected = expected
        self.actual = actual
        self.later = later
        self.rules = rules
        actualColumns = rules.byKey(actual.columns)
        missingColumns = Set(expected.definition.columns.map { rules.dialect.key($0.name) }).subtracting(
            actualColumns.keys)
    }

    var differences: [SchemaDifference] {
        columns + unexpectedColumns + IndexComparison(self).missing + ConstraintComparison(self).missing
    }

    /// Whether a column that is missing is named in there: then what says so went with it.
    func losesColumn(_ sql: String) -> Bool {
        guard !missingColumns.isEmpty else { return false }
        if missingColumns.contains(rules.dialect.key(sql)) { return true }
        return SQLTokens(sql).tokens.contains { token in
            if case .word(let word) = token { missingColumns.contains(rules.dialect.key(word)) } else { false }
        }
    }

    /// Whether all of them are there.
    func has(_ columns: [String]) -> Bool {
        columns.allSatisfy { actualColumns[rules.dialect.key($0)] != nil }
    }

    private var columns: [SchemaDifference] {
        let isInKey = Set((actual.primaryKey + expected.definition.primaryKey).map(rules.dialect.key))
        return expected.definition.columns.flatMap { column -> [SchemaDifference] in
            let key = rules.dialect.key(column.name)
            guard let actual = actualColumns[key] else {
                return [difference(.missingColumn, column, expected: column.description.nonEmpty, actual: nil)]
            }
            return differences(of: column, actual, isInKey: isInKey.contains(key))
        }
    }

    private func differences(
        of column: ColumnDefinition, _ actual: ColumnDefinition, isInKey: Bool
    ) -> [SchemaDifference] {
        var found: [SchemaDifference] = []
        if let expected = column.type, let actual = actual.type, !rules.areSame(expected, actual) {
            found.append(difference(.type, column, expected: expected.text, actual: actual.text))
        } else if let labels = rules.differingLabels(of: column.type) {
            found.append(difference(.type, column, expected: labels.expected, actual: labels.actual))
        }
        // A key is never NULL, but for SQLite's own, which are never compared with what they are not.
        if !isInKey, let expected = column.isNullable, let actual = actual.isNullable, expected != actual {
            found.append(
                difference(
                    .nullable, column, expected: expected ? "NULL" : "NOT NULL", actual: actual ? "NULL" : "NOT NULL"))
        }
        if !rules.isMet(column.defaultValue, by: actual.defaultValue, type: actual.type) {
            found.append(
                difference(
                    .default, column, expected: column.defaultValue.words,
                    actual: actual.defaultValue.words))
        }
        return found
    }

    private var unexpectedColumns: [SchemaDifference] {
        guard expected.columnsAreWhole, !expected.doubts.contains(where: { $0.column == nil }) else { return [] }
        let explained = Set(
            (expected.definition.columns + (later?.definition.columns ?? [])).map { rules.dialect.key($0.name) }
                + (expected.doubts + (later?.doubts ?? [])).compactMap(\.column).map(rules.dialect.key))
        return actual.columns.filter { !explained.contains(rules.dialect.key($0.name)) }.map { column in
            SchemaDifference(
                .unexpectedColumn, table, column: column.name, actual: column.description.nonEmpty,
                place: expected.definition.place)
        }
    }

    private func difference(
        _ kind: SchemaDifference.Kind, _ column: ColumnDefinition, expected: String?, actual: String?
    ) -> SchemaDifference {
        SchemaDifference(
            kind, table, column: column.name, expected: expected, actual: actual,
            place: column.place ?? self.expected.definition.place)
    }
}

extension TableDefinition {
    var primaryKey: [String] {
        for constraint in constraints {
            if case .primaryKey(let columns) = constraint.kind { return columns }
        }
        return []
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
