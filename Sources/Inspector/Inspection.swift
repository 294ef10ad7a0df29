package import MigrationModel

/// Reads one database and its scripts, and judges them: what the sampler does each time, and a command once.
package struct Inspection: Sendable {
    package let database: WatchedDatabase
    private let readScripts: @Sendable () async -> MigrationScripts
    private let readExpectation: @Sendable () async -> ExpectationSource
    private let readsDefinitions: Bool
    private let readComments: @Sendable ([ScriptPlace]) async -> [ScriptPlace: String]
    private let reader: any DatabaseReader
    private let limit: Duration
    private let now: @Sendable () -> Timestamp

    /// - `expectation`: where the knowledge of what should exist comes from; by default the database's list, or the
    ///   scripts.
    /// - `readsDefinitions`: whether to compare columns and what is on them too, or only the names of tables.
    /// - `comments`: why the scripts accept what a review finds at these places.
    /// - `limit`: for reading the database.
    /// - `now`: read from the clocks.
    package init(
        of database: WatchedDatabase, scripts: @escaping @Sendable () async -> MigrationScripts,
        expectation: (@Sendable () async -> ExpectationSource)? = nil, readsDefinitions: Bool = true,
        comments: @escaping @Sendable ([ScriptPlace]) async -> [ScriptPlace: String] = { _ in [:] },
        reader: any DatabaseReader, limit: Duration, now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.readScripts = scripts
        self.readExpectation = expectation ?? { database.ownExpectation }
        self.readsDefinitions = readsDefinitions
        self.readComments = comments
        self.reader = reader
        self.limit = limit
        self.now = now
    }

    package func sample(after previous: Sample? = nil) async -> Sample {
        let clock = ContinuousClock()
        let begin = clock.now
        let scripts = await readScripts()
        let expectation = await readExpectation()
        let request = request(
            scripts, expectation, withDefinitions: readsDefinitions && expectation.needsDefinitions, limit: limit)
        let reading: Result<DatabaseReading, ReadError>
        do {
            reading = .success(try await reader.read(request))
        } catch {
            reading = .failure(error)
        }
        let sample = Sample(
            of: database, scripts: scripts, expectation: expectation, reading: reading, takenAt: now(), after: previous)
        return sample.with(await review(of: sample), duration: clock.now - begin)
    }

    /// What the tables are made of at this moment; `nil` where that cannot be read, or only slowly, for which a lock of
    /// somebody's on a table is enough.
    package func definitions(asOf sample: Sample) async -> DatabaseSchema? {
        let request = request(
            sample.scripts, sample.expectation, withDefinitions: true, limit: min(limit, .seconds(5)))
        do {
            return try await reader.read(request).definitions
        } catch {
            return nil
        }
    }

    private func request(
        _ scripts: MigrationScripts, _ expectation: ExpectationSource, withDefinitions: Bool, limit: Duration
    ) -> ReadingRequest {
        let others = scripts.schemas.union(expectation.schemas).sorted()
        return ReadingRequest(
            versionTable: database.versionTable ?? scripts.versionTable ?? .byShape(schema: nil),
            schemas: database.schemas.isEmpty ? [] : database.schemas + others,
            depth: withDefinitions ? .definitions(alsoIn: others) : .names, limit: limit)
    }

    private func review(of sample: Sample) async -> Review {
        let review = Review(
            of: sample.status.pending ?? [], in: sample.scripts, withLocks: database.engine == .postgresql)
        guard !review.concerns.isEmpty else { return review }
        return review.accepting(await readComments(review.concerns.map(\.place)))
    }

    package func close() async { await reader.close() }
}

extension WatchedDatabase {
    /// Where the knowledge of what should exist comes from, where no file has it.
    package var ownExpectation: ExpectationSource { expectedTables.map { .list($0) } ?? .scripts }
}

extension ExpectationSource {
    /// A list says nothing of what its tables are made of.
    fileprivate var needsDefinitions: Bool {
        switch self {
        case .scripts, .snapshot: true
        case .list, .unusable: false
        }
    }

    fileprivate var schemas: Set<String> {
        switch self {
        case .snapshot(let snapshot): snapshot.schemas
        case .list(let tables): Set(tables.compactMap(\.schema))
        case .scripts, .unusable: []
        }
    }
}
