import ServiceLifecycle

/// On SIGTERM, first says "not ready" and goes on answering for a while, so that whoever routes requests notices.
///
/// Stands last in the service group, which shuts down from the end.
package struct Drain: Service {
    private let store: SampleStore
    private let delay: Duration

    package init(_ store: SampleStore, delay: Duration) {
        self.store = store
        self.delay = delay
    }

    package func run() async throws {
        try await gracefulShutdown()
        store.beginDraining()
        try await Task.sleep(for: delay)
    }
}
