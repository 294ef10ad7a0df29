import Synchronization

/// Ends a sleep early: after a run the next sample is due at once.
package final class Bell: Sendable {
    private struct State {
        var isRung = false
        var sleep: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    package init() {}

    package func ring() {
        state.withLock { state in
            state.isRung = true
            state.sleep?.cancel()
        }
    }

    /// Sleeps this long, or until it is rung, or not at all where it was rung since the last time.
    package func sleep(for duration: Duration) async throws {
        // A task of its own, so that ringing cancels the sleep and not the sleeper.
        let sleep = Task { try await Task.sleep(for: duration) }
        state.withLock { state in
            state.sleep = sleep
            if state.isRung { sleep.cancel() }
        }
        await withTaskCancellationHandler {
            _ = await sleep.result
        } onCancel: {
            sleep.cancel()
        }
        state.withLock { $0 = State() }
        try Task.checkCancellation()
    }
}
