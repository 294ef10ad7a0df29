import Exposition
import Inspector
import MigrationModel
import Synchronization

/// One run that was asked for, while it goes on and after.
final class PlacedRun: Sendable {
    private struct State {
        var log: [String] = []
        var report: RunReport?
        var waiting: [CheckedContinuation<RunReport, Never>] = []
    }

    /// As many lines as are shown while it goes on.
    private static let mostLines = 200

    /// Not to be guessed: it is part of an address.
    let id: String
    let request: RunRequest
    let counter: RunDesk.Counter
    let startedAt: Timestamp
    private let onEnd: @Sendable (RunReport) -> Void
    private let state = Mutex(State())

    init(
        _ request: RunRequest, at counter: RunDesk.Counter, startedAt: Timestamp,
        onEnd: @escaping @Sendable (RunReport) -> Void
    ) {
        id = String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
        self.request = request
        self.counter = counter
        self.startedAt = startedAt
        self.onEnd = onEnd
    }

    var database: WatchedDatabase { counter.database }

    var report: RunReport? { state.withLock { $0.report } }

    /// What is known of it now.
    var json: JSON {
        state.withLock { state in
            state.report?.json
                ?? .runInProgress(id: id, database: database.name, startedAt: startedAt, log: state.log)
        }
    }

    func note(_ line: String) {
        state.withLock { $0.log = $0.log.suffix(Self.mostLines - 1) + [line] }
    }

    func end(_ report: RunReport) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.report = report
            return state.waiting
        }
        onEnd(report)
        for continuation in waiting { continuation.resume(returning: report) }
    }

    /// Returns when it has ended.
    func ended() async -> RunReport {
        await withCheckedContinuation { continuation in
            let report = state.withLock { state in
                if state.report == nil { state.waiting.append(continuation) }
                return state.report
            }
            if let report { continuation.resume(returning: report) }
        }
    }
}
