import Synchronization

/// Ends a sleep early: after a run the next sample is due at once.
package final class Bell: Sendable {
    /// Kept when it is rung.
    private let ringing = Mutex(Promise<Void>())

    package init() {}

    package func ring() { ringing.withLock { $0.keep(()) } }

    /// Sleeps this long, or until it is rung, or not at all where it was rung since the last time.
    package func sleep(for duration: Duration) async throws {
        let rung = ringing.withLock { $0 }
        try await race({ try await Task.sleep(for: duration) }, { _ = await rung.value() })
        ringing.withLock { $0 = Promise() }
        try Task.checkCancellation()
    }
}
