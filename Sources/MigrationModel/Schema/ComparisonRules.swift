/// What counts as one and the same.
struct ComparisonRules {
    let dialect: Dialect
    /// Whether what is expected was written by the same database as what is there, so that every text counts.
    let isExact: Bool
    /// The tables that are there, by key.
    let tables: Set<TableName>
    /// The labels of the enumerated types on either side, by the names of these.
    private let expectedLabels: [String: [String]]
    private let actualLabels: [String: [String]]
    private let typeNames: TypeNames

    /// - `snapshot`: what is expected, where the same kind of database wrote it.
    /// - `labels`: of the enumerated types that are there.
    /// - `columns`: of all tables that are to be held against one another.
    init(
        _ dialect: Dialect, snapshot: DatabaseSchema?, labels: [TableName: [String]], tables: Set<TableName>,
        columns: [[ColumnDefinition]]
    ) {
        self.dialect = dialect
        self.tables = tables
        isExact = snapshot != nil
        expectedLabels = Self.byText(snapshot?.enums ?? [:])
        actualLabels = Self.byText(labels)
        typeNames = TypeNames(of: isExact ? [] : columns.joined().compactMap(\.type), in: dialect)
    }

    private static func byText(_ labels: [TableName: [String]]) -> [String: [String]] {
        Dictionary(labels.map { ($0.key.description, $0.value) }) { first, _ in first }
    }

    func byKey(_ columns: [ColumnDefinition]) -> [String: ColumnDefinition] {
        Dictionary(columns.map { (dialect.key($0.name), $0) }) { first, _ in first }
    }

    func areSame(_ expected: ColumnType, _ actual: ColumnType) -> Bool {
        isExact ? expected == actual : typeNames.areSame(expected, actual)
    }

    /// Both as a person reads them, where a snapshot says other labels of this type than the database.
    func differingLabels(of type: ColumnType?) -> (expected: String, actual: String)? {
        guard isExact, let name = type.map({ String($0.text.prefix { $0 != "[" }) }),
            let expected = expectedLabels[name], let actual = actualLabels[name], expected != actual
        else { return nil }
        return ("\(name) (\(expected.joined(separator: ", ")))", "\(name) (\(actual.joined(separator: ", ")))")
    }

    func isMet(_ expected: ColumnDefault, by actual: ColumnDefault, type: ColumnType?) -> Bool {
        isExact ? expected == actual : expected.isMet(by: actual, type: type)
    }

    func hasTable(_ table: TableName) -> Bool { tables.contains(dialect.key(table)) }

    func areSame(_ a: [String], _ b: [String]) -> Bool { a.map(dialect.key) == b.map(dialect.key) }

    func haveSameMembers(_ a: [String], _ b: [String]) -> Bool { Set(a.map(dialect.key)) == Set(b.map(dialect.key)) }
}
