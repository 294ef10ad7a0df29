package import MigrationModel

/// Reads one database and its scripts, and judges them: what the sampler does each time, and a command once.
package struct Inspection: Sendable {
    package let database: WatchedDatabase
    private let readScripts: @Sendable () async -> MigrationScripts
    private let reader: any DatabaseReader
    private let limit: Duration
    private let now: @Sendable () -> Timestamp

    /// - `limit`: for reading the database.
    /// - `now`: the wall clock.
    package init(
        of database: WatchedDatabase, scripts: @escaping @Sendable () async -> MigrationScripts,
        reader: any DatabaseReader, limit: Duration, now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.readScripts = scripts
        self.reader = reader
        self.limit = limit
        self.now = now
    }

    package func sample(after previous: Sample? = nil) async -> Sample {
        let clock = ContinuousClock()
        let begin = clock.now
        let scripts = await readScripts()
        let request = ReadingRequest(
            versionTable: database.versionTable ?? scripts.versionTable ?? .byShape(schema: nil),
            schemas: database.schemas.isEmpty ? [] : database.schemas + scripts.schemas.sorted(), limit: limit)
        let reading: Result<DatabaseReading, ReadError>
        do {
            reading = .success(try await reader.read(request))
        } catch {
            reading = .failure(error)
        }
        return Sample(
            of: database, scripts: scripts, reading: reading, takenAt: now(), duration: clock.now - begin,
            after: previous)
    }

    package func close() async { await reader.close() }
}
