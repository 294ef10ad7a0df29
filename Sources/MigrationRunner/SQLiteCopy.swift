import GRDB
import Inspector
import MigrationModel
import Synchronization

/// A copy of a database file that others may go on using, by SQLite's own online backup.
struct SQLiteCopy: Sendable {
    private let source: String
    private let copy: String
    /// How long to wait for somebody who writes.
    private let patience: Duration
    private let lane = BlockingLane(label: "sqlite-backup")

    init(of source: String, to copy: String, patience: Duration) {
        self.source = source
        self.copy = copy
        self.patience = patience
    }

    /// Why it failed; `nil` where the copy is whole. Ends soon when its task is cancelled.
    func make() async -> String? {
        let work = Work()
        return await withTaskCancellationHandler {
            await lane.run(limit: .seconds(86_400)) { attempt(work) } ?? "it took more than a day."
        } onCancel: {
            work.cancel()
        }
    }

    private func attempt(_ work: Work) -> String? {
        do {
            try copyPages(work)
            return try check(work)
        } catch is CancellationError {
            return "it was ended."
        } catch let error as DatabaseError {
            // Of a copy that has no room, its message says that there is no error.
            return "\(copy): \(error.resultCode)."
        } catch {
            return "\(copy): \(error)."
        }
    }

    private func copyPages(_ work: Work) throws {
        var reading = Configuration()
        reading.readonly = true
        reading.busyMode = .timeout(patience.seconds)
        let source = try DatabaseQueue(path: source, configuration: reading)
        let copy = try DatabaseQueue(path: copy)
        try source.backup(to: copy, pagesPerStep: 512) { _ in try work.check() }
        try copy.close()
        try source.close()
    }

    private func check(_ work: Work) throws -> String? {
        let copy = try DatabaseQueue(path: copy)
        try work.hold(copy)
        let problems = try copy.writeWithoutTransaction { try String.fetchAll($0, sql: "PRAGMA integrity_check(3)") }
        try copy.close()
        return problems == ["ok"] ? nil : "the copy is damaged, and so may be the database: \(problems.listed)."
    }
}

/// Ends the work from another thread.
private final class Work: Sendable {
    private struct State {
        var isCancelled = false
        var queue: DatabaseQueue?
    }

    private let state = Mutex(State())

    func check() throws {
        if state.withLock({ $0.isCancelled }) { throw CancellationError() }
    }

    /// What is to be interrupted.
    func hold(_ queue: DatabaseQueue) throws {
        state.withLock { $0.queue = queue }
        try check()
    }

    func cancel() {
        let queue = state.withLock { state in
            state.isCancelled = true
            return state.queue
        }
        queue?.interrupt()
    }
}
