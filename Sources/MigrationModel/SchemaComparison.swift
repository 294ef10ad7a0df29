/// What a database has against what should exist, now and after an upgrade.
package struct SchemaComparison: Sendable, Equatable {
    /// Where the knowledge of what should exist comes from.
    package enum Source: String, Sendable, CaseIterable {
        case scripts
        case list
        case snapshot
    }

    package let source: Source
    /// How many tables should exist now.
    package let expectedCount: Int
    package let existing: [TableName]
    /// Does not exist yet, and pending revisions create it.
    package let pending: [TableName]
    /// Everything that differs, table by table.
    package let differences: [SchemaDifference]
    package let unverified: [Unverified]
    /// Why it is not known what should exist; `nil` where it is.
    package let problem: Problem?
    /// Whether every difference counts, and not only those that break code.
    package let isStrict: Bool

    /// Of which nothing is claimed, and the place that made it so.
    package struct Unverified: Sendable, Equatable {
        /// `nil` for every table.
        package let table: TableName?
        /// `nil` for the table as a whole.
        package let column: String?
        package let doubt: Doubt

        package init(table: TableName?, column: String? = nil, doubt: Doubt) {
            self.table = table
            self.column = column
            self.doubt = doubt
        }
    }

    package enum Problem: Sendable, Equatable {
        /// The scripts are to say, and the rows do not tell where in them the database stands.
        case standsNowhere
        /// There is no version table, and tables that the scripts create are there.
        case noVersionTable
        /// The snapshot cannot be used.
        case snapshot(Finding)
        /// Nothing could be read.
        case nothingRead
    }

    package var isKnown: Bool { problem == nil }

    /// `nil` where it is not known what should exist.
    package var isValid: Bool? {
        guard isKnown else { return nil }
        return pending.isEmpty && !differences.contains { isStrict || $0.kind.breaksCode }
    }

    /// Should exist now, and does not.
    package var missing: [TableName] { tables(.missingTable) }
    /// Exists, and nothing says that it should. Empty where that cannot be known.
    package var unexpected: [TableName] { tables(.unexpectedTable) }
    /// The columns that should exist now and do not, in tables that do.
    package var missingColumns: [SchemaDifference] { differences.filter { $0.kind == .missingColumn } }

    private func tables(_ kind: SchemaDifference.Kind) -> [TableName] {
        differences.filter { $0.kind == kind }.map(\.table)
    }

    /// Nothing could be read.
    package static func unknown(_ source: Source) -> SchemaComparison {
        SchemaComparison(
            source: source, expectedCount: 0, existing: [], pending: [], differences: [], unverified: [],
            problem: .nothingRead, isStrict: false)
    }
}

extension ExpectationSource {
    package var kind: SchemaComparison.Source {
        switch self {
        case .scripts: .scripts
        case .list: .list
        case .snapshot, .unusable: .snapshot
        }
    }
}
