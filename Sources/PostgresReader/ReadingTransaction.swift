import Inspector
import MigrationModel
import PostgresSession

/// One reading over one session: the transaction, and what its answers mean.
struct ReadingTransaction {
    let session: Session
    let request: ReadingRequest
    let deadline: Deadline
    let scrub: @Sendable (String) -> String
    private let start = ContinuousClock.now

    init(
        session: Session, request: ReadingRequest, deadline: Deadline, scrub: @escaping @Sendable (String) -> String
    ) {
        self.session = session
        self.request = request
        self.deadline = deadline
        self.scrub = scrub
    }

    /// What was read, and the catalog to ask for changes of next time.
    typealias Answer = (reading: DatabaseReading, catalog: Catalog)

    /// All of it in one message, for a version table that is where it was, or still is not there. `nil` where it
    /// is elsewhere now: nothing of that transaction is used then.
    ///
    /// `known`: what needs no answer where nothing has changed.
    func read(expecting table: TableName?, known: Catalog?) async throws(ReadError) -> Answer? {
        let rows = table.map(ReadingScript.rows) ?? ""
        let answers: [Session.Rows]
        do throws(PostgresError) {
            answers = try await session.run(survey(known) + rows + ReadingScript.commit, deadline: deadline)
        } catch  where error.isStaleExpectation {
            // Where even this fails, the next question on the session tells why.
            _ = await rollBack()
            return nil
        } catch {
            throw translated(error, reading: table)
        }
        let found = try Survey(answers, request: request, known: known)
        guard found.catalog.chosen?.name == table else { return nil }
        return try answer(found, rows: table == nil ? [] : answers.last ?? [])
    }

    /// In two messages: where is the version table, and what is in it.
    func discover() async throws(ReadError) -> Answer {
        let found = try Survey(await ask(survey(nil), reading: nil, role: nil), request: request, known: nil)
        guard let chosen = found.catalog.chosen else {
            _ = try await ask(ReadingScript.commit, reading: nil, role: found.guarantees.role)
            return try answer(found, rows: [])
        }
        try found.checkReadable(chosen)
        let answers = try await ask(
            ReadingScript.rows(of: chosen.name) + ReadingScript.commit, reading: chosen.name,
            role: found.guarantees.role)
        return try answer(found, rows: answers.first ?? [])
    }

    /// Ends what an error has left open. Whether the session can be used again.
    func rollBack() async -> Bool {
        if session.connection.isIdle { return true }
        guard session.connection.isAlive else { return false }
        do throws(PostgresError) {
            _ = try await session.run(ReadingScript.rollback, deadline: deadline)
        } catch {
            return false
        }
        return session.connection.isIdle
    }

    private func survey(_ known: Catalog?) -> String {
        let scope = CatalogScope(request)
        return ReadingScript.begin(within: deadline.remaining, bytesAsTheyAre: session.connection.hasNoEncoding)
            + Fingerprint.query(scope)
            + ReadingScript.candidates(scope, unless: known?.fingerprint)
            + CatalogScript.queries(scope, unless: known?.fingerprint)
    }

    private func answer(_ found: Survey, rows: Session.Rows) throws(ReadError) -> Answer {
        var versionTable: VersionTable?
        if let chosen = found.catalog.chosen {
            try found.checkReadable(chosen)
            versionTable = VersionTable(name: chosen.name, rows: try VersionRows.rows(rows, of: chosen))
        }
        let catalog = found.catalog
        let reading = DatabaseReading(
            defaultSchema: found.guarantees.defaultSchema, versionTable: versionTable,
            otherVersionTables: request.versionTable.others(than: catalog.chosen, of: catalog.candidates),
            tables: catalog.tables, definitions: catalog.definitions, latency: .now - start,
            encryption: session.connection.encryption)
        return (reading, catalog)
    }

    private func ask(_ sql: String, reading table: TableName?, role: String?) async throws(ReadError) -> [Session.Rows]
    {
        do throws(PostgresError) {
            return try await session.run(sql, deadline: deadline)
        } catch {
            throw translated(error, reading: table, role: role)
        }
    }

    private func translated(_ error: PostgresError, reading table: TableName?, role: String? = nil) -> ReadError {
        ReadError(asking: error, reading: table, role: role, limit: request.limit, scrub: scrub)
    }
}
