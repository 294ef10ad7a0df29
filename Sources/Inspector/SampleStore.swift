package import MigrationModel
import Synchronization

/// The newest sample of each database. One writer for each, any number of readers, and no waiting on I/O.
package final class SampleStore: Sendable {
    private let state: Mutex<Snapshot>

    /// `freshFor`: how long a sample counts: three intervals, so that two may be missed.
    package init(_ databases: [WatchedDatabase], freshFor: Duration) {
        state = Mutex(Snapshot(databases: databases.map { .init(database: $0, sample: nil) }, freshFor: freshFor))
    }

    package var latest: Snapshot { state.withLock { $0 } }

    package func publish(_ sample: Sample, of database: WatchedDatabase) {
        state.withLock { $0 = $0.replacing(sample, of: database) }
    }

    /// A run of this database begins, and will have ended by then.
    package func beginRun(of database: String, deadline: Timestamp) {
        state.withLock { $0 = $0.changingRuns(of: database) { $0.begin(deadline: deadline) } }
    }

    package func endRun(_ report: RunReport) {
        state.withLock { $0 = $0.changingRuns(of: report.database.name) { $0.end(report) } }
    }

    /// From now on nobody should send new requests here.
    package func beginDraining() {
        state.withLock { $0 = $0.draining }
    }
}

/// All that is known at one moment: what every answer is made from.
package struct Snapshot: Sendable {
    package struct Entry: Sendable {
        package let database: WatchedDatabase
        /// `nil` until the first sample ends.
        package let sample: Sample?
        package var runs = RunHistory()
    }

    /// In the configured order; never empty.
    package let databases: [Entry]
    package let freshFor: Duration
    package let isDraining: Bool
    /// Grows with each publication, so that what was made from a snapshot is known to be still right.
    package let generation: Int

    package init(databases: [Entry], freshFor: Duration, isDraining: Bool = false, generation: Int = 0) {
        self.databases = databases
        self.freshFor = freshFor
        self.isDraining = isDraining
        self.generation = generation
    }

    /// Every database as it is to be judged at this moment.
    package func views(at now: Timestamp) -> [DatabaseView] {
        databases.map { DatabaseView($0.database, sample: $0.sample, runs: $0.runs, freshFor: freshFor, at: now) }
    }

    /// When the first of the samples that are fresh now ceases to be, or the first run passes its deadline.
    package func freshUntil(at now: Timestamp) -> Timestamp? {
        let ends = databases.flatMap { [$0.sample?.takenAt.advanced(by: freshFor), $0.runs.deadline] }
        return ends.compactMap(\.self).filter { $0 >= now }.min()
    }

    fileprivate func replacing(_ sample: Sample, of database: WatchedDatabase) -> Snapshot {
        let entries = databases.map {
            $0.database.name == database.name ? Entry(database: $0.database, sample: sample, runs: $0.runs) : $0
        }
        return Snapshot(databases: entries, freshFor: freshFor, isDraining: isDraining, generation: generation + 1)
    }

    fileprivate func changingRuns(of name: String, _ change: (inout RunHistory) -> Void) -> Snapshot {
        let entries = databases.map { entry in
            var entry = entry
            if entry.database.name == name { change(&entry.runs) }
            return entry
        }
        return Snapshot(databases: entries, freshFor: freshFor, isDraining: isDraining, generation: generation + 1)
    }

    fileprivate var draining: Snapshot {
        Snapshot(databases: databases, freshFor: freshFor, isDraining: true, generation: generation + 1)
    }
}
