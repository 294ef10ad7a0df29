package import MigrationModel

/// One reading of one database and its scripts, judged. Immutable: whoever holds one can trust it never to change.
package struct Sample: Sendable {
    package let takenAt: Timestamp
    /// Of reading and judging.
    package private(set) var duration: Duration
    package let scripts: MigrationScripts
    package let expectation: ExpectationSource
    package let reading: Result<DatabaseReading, ReadError>
    package let status: MigrationStatus
    package let schema: SchemaComparison
    /// What that compares with what should exist; `nil` where the database could not be read.
    package let foundSchema: FoundSchema?
    package let past: SamplePast
    /// What is pending, as code that runs will meet it.
    package private(set) var review = Review.empty

    package init(
        of database: WatchedDatabase, scripts: MigrationScripts, expectation: ExpectationSource? = nil,
        reading: Result<DatabaseReading, ReadError>, takenAt: Timestamp, duration: Duration = .zero,
        after previous: Sample? = nil
    ) {
        let expectation = expectation ?? database.ownExpectation
        self.takenAt = takenAt
        self.duration = duration
        self.scripts = scripts
        self.expectation = expectation
        self.reading = reading
        switch reading {
        case .success(let found):
            status = MigrationStatus(of: found.versionTable, in: scripts, target: database.target)
            let foundSchema = FoundSchema(
                dialect: database.engine.dialect, tables: found.tables, definitions: found.definitions,
                defaultSchema: database.schemas.first ?? found.defaultSchema)
            let last = previous?.comparison(with: status, scripts, expectation)
            schema =
                if let last, last.found == foundSchema {
                    last.comparison
                } else {
                    SchemaComparison(
                        of: foundSchema, status: status, scripts: scripts, source: expectation,
                        ignored: database.ignoredTables, isStrict: database.isStrict, after: last)
                }
            self.foundSchema = foundSchema
        case .failure:
            status = MigrationStatus(unreadableWith: scripts, target: database.target)
            schema = .unknown(expectation.kind)
            foundSchema = nil
        }
        past = SamplePast(
            of: status, missingTables: schema.missing.count, failure: Self.failure(of: reading, scripts),
            takenAt: takenAt, after: previous.map { ($0.status, $0.past) })
    }

    /// The comparison that was made for this sample, and of what, where the same is expected now. Values that are still the
    /// same storage are equal at no cost, so that a database in which nothing changes is not compared again.
    private func comparison(
        with status: MigrationStatus, _ scripts: MigrationScripts, _ expectation: ExpectationSource
    ) -> (found: FoundSchema, comparison: SchemaComparison)? {
        guard let foundSchema, self.status == status, self.expectation == expectation, self.scripts == scripts else {
            return nil
        }
        return (foundSchema, schema)
    }

    package func with(_ review: Review, duration: Duration) -> Sample {
        var sample = self
        sample.review = review
        sample.duration = duration
        return sample
    }

    /// Why there is no verdict, or `nil` where there is one.
    package var failure: ReadError.Reason? { Self.failure(of: reading, scripts) }

    /// What the database answered, or `nil` where it could not be read.
    package var found: DatabaseReading? { try? reading.get() }

    /// Whether the version table has a row for each of these and no other, not even one that is no revision.
    package func hasRows(_ revisions: [RevisionID]) -> Bool {
        guard let rows = found?.versionTable?.rows else { return false }
        return rows.count == revisions.count && Set(rows) == Set(revisions.map { .text($0.text) })
    }

    /// Whether the database itself answered, be it with an error.
    package var reachedDatabase: Bool {
        switch reading {
        case .success: true
        case .failure(let error): error.reachedDatabase
        }
    }

    /// Everything that is wrong with the files, the rows, the version table and the tables, in a stable order.
    package var findings: [Finding] { fileFindings + status.findings + versionTableFindings + leftoverFindings }

    /// What is wrong with the scripts, and with the snapshot that says what should exist.
    package var fileFindings: [Finding] { scripts.findings + [expectation.finding].compactMap(\.self) }

    private var versionTableFindings: [Finding] {
        guard let found, !found.otherVersionTables.isEmpty else { return [] }
        let named = found.otherVersionTables.prefix(3).map(\.description).joined(separator: ", ")
        let rest = found.otherVersionTables.count - 3
        let others = rest > 0 ? "\(named) and \(rest) more" : named
        let used =
            found.versionTable.map { "Beside \($0.name), which is read, there is" }
            ?? "Instead of the version table that was asked for there is"
        return [
            Finding(
                .otherVersionTable, "\(used) \(others).",
                cure: "Where another is meant, name it with --version-table and --version-table-schema.")
        ]
    }

    /// Alembic's batch mode copies a table into one of such a name. SQLite keeps it where the copying fails, and the next
    /// attempt fails because of it.
    private var leftoverFindings: [Finding] {
        (found?.tables ?? []).filter { $0.name.hasPrefix("_alembic_tmp_") }.map { table in
            let table = table.relative(to: found?.defaultSchema)
            return Finding(
                .leftoverTable, "\(table) is what a batch operation left behind that failed half way.",
                cure: "Undo by hand what its revision did before, drop \(table), and upgrade again.")
        }
    }

    private static func failure(
        of reading: Result<DatabaseReading, ReadError>, _ scripts: MigrationScripts
    ) -> ReadError.Reason? {
        if case .failure(let error) = reading { return error.reason }
        return scripts.isComplete ? nil : .scripts
    }
}

extension Sample {
    /// Why there is no verdict, in words.
    package var failureText: String? {
        if case .failure(let error) = reading { return error.description }
        let hiding = scripts.findings.filter(\.kind.hidesRevisions)
        guard let first = hiding.first else { return nil }
        let more = hiding.count > 1 ? " (and \(hiding.count - 1) more findings)" : ""
        return "The scripts cannot be read: \(first.sentence)\(more)"
    }
}
