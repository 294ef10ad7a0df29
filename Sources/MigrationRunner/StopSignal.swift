import Synchronization

/// Asks a run to end early. Whoever waits for it learns why.
package final class StopSignal: Sendable {
    private struct State {
        var reason: String?
        var waiting: [Int: CheckedContinuation<String?, Never>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// The first reason counts.
    package func request(_ reason: String) {
        let waiting = state.withLock { state in
            if state.reason == nil { state.reason = reason }
            defer { state.waiting = [:] }
            return state.waiting.values.map { ($0, state.reason) }
        }
        for (continuation, reason) in waiting { continuation.resume(returning: reason) }
    }

    /// Returns when it is requested, or without a reason when the task is cancelled.
    func requested() async -> String? {
        let ticket = state.withLock { state in
            state.next += 1
            return state.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let reason = state.withLock { state -> String?? in
                    if let reason = state.reason { return .some(reason) }
                    if Task.isCancelled { return .some(nil) }
                    state.waiting[ticket] = continuation
                    return nil
                }
                if let reason { continuation.resume(returning: reason) }
            }
        } onCancel: {
            let continuation = state.withLock { $0.waiting.removeValue(forKey: ticket) }
            continuation?.resume(returning: nil)
        }
    }
}
