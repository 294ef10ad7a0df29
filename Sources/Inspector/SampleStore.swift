package import MigrationModel
import Synchronization

/// The newest sample of each database. One writer for each, any number of readers, and no waiting on I/O.
package final class SampleStore: Sendable {
    private let state: Mutex<Snapshot>

    /// `freshFor`: how long a sample counts.
    package init(_ databases: [WatchedDatabase], freshFor: Duration) {
        state = Mutex(Snapshot(databases: databases.map { .init(database: $0, sample: nil) }, freshFor: freshFor))
    }

    package var latest: Snapshot { state.withLock { $0 } }

    package func publish(_ sample: Sample, of database: WatchedDatabase) {
        state.withLock { $0 = $0.replacing(sample, of: database) }
    }

    /// From now on these databases are watched.
    ///
    /// `keeping`: the names of those whose newest sample still counts. What is known of runs stays with the name.
    func exchange(_ databases: [WatchedDatabase], keeping kept: Set<String>, freshFor: Duration) {
        state.withLock { $0 = $0.exchanging(databases, keeping: kept, freshFor: freshFor) }
    }

    /// A part of the configuration was read and is in force.
    package func noteRead(_ part: ConfigurationStatus.Part, at moment: Timestamp) {
        state.withLock {
            $0 = $0.changing { snapshot in
                var configuration = snapshot.configuration ?? ConfigurationStatus(readAt: moment)
                configuration.noteRead(part, at: moment)
                snapshot.configuration = configuration
            }
        }
    }

    /// A part of the configuration was read and is wrong, so that the older one stays in force.
    package func noteWrong(_ part: ConfigurationStatus.Part) {
        state.withLock { $0 = $0.changing { $0.configuration?.noteWrong(part) } }
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
    package private(set) var databases: [Entry]
    package private(set) var freshFor: Duration
    package private(set) var isDraining = false
    /// `nil` where nobody said.
    package fileprivate(set) var configuration: ConfigurationStatus?
    /// What is known of runs of databases that are not watched any more: one may go on, and they may come back.
    private var formerRuns: [String: RunHistory] = [:]
    /// Grows with each publication, so that what was made from a snapshot is known to be still right.
    package private(set) var generation = 0

    package init(databases: [Entry], freshFor: Duration) {
        self.databases = databases
        self.freshFor = freshFor
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

    func sample(of name: String) -> Sample? { databases.first { $0.database.name == name }?.sample }

    fileprivate func replacing(_ sample: Sample, of database: WatchedDatabase) -> Snapshot {
        changing { snapshot in
            snapshot.databases = databases.map {
                $0.database.name == database.name ? Entry(database: $0.database, sample: sample, runs: $0.runs) : $0
            }
        }
    }

    fileprivate func changingRuns(of name: String, _ change: (inout RunHistory) -> Void) -> Snapshot {
        changing { snapshot in
            for index in databases.indices where databases[index].database.name == name {
                return change(&snapshot.databases[index].runs)
            }
            change(&snapshot.formerRuns[name, default: RunHistory()])
        }
    }

    fileprivate func exchanging(
        _ watched: [WatchedDatabase], keeping kept: Set<String>, freshFor: Duration
    ) -> Snapshot {
        changing { snapshot in
            snapshot.freshFor = freshFor
            for old in databases { snapshot.formerRuns[old.database.name] = old.runs }
            snapshot.databases = watched.map { database in
                let old = databases.first { $0.database.name == database.name }
                return Entry(
                    database: database, sample: kept.contains(database.name) ? old?.sample : nil,
                    runs: snapshot.formerRuns.removeValue(forKey: database.name) ?? RunHistory())
            }
        }
    }

    fileprivate var draining: Snapshot { changing { $0.isDraining = true } }

    fileprivate func changing(_ change: (inout Snapshot) -> Void) -> Snapshot {
        var next = self
        change(&next)
        next.generation += 1
        return next
    }
}
