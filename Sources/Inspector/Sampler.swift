import Logging
import MigrationModel
import ServiceLifecycle

/// Samples one database for ever: at once, then at each interval, one sample at a time.
///
/// It goes on from the sample that the store has, so that its past outlives an exchange of samplers.
package struct Sampler: Service {
    private let inspection: Inspection
    private let store: SampleStore
    private let interval: Duration
    private let pause: @Sendable (Duration) async throws -> Void
    private let log: SampleLog

    /// `pause`: waits between samples; a test passes one that does not wait, and throws to end.
    package init(
        _ inspection: Inspection, into store: SampleStore, interval: Duration,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        log: SampleLog
    ) {
        self.inspection = inspection
        self.store = store
        self.interval = interval
        self.pause = pause
        self.log = log
    }

    var name: String { inspection.database.name }

    package func run() async {
        await cancelWhenGracefulShutdown { await sampleUntilCancelled() }
        await inspection.close()
    }

    private func sampleUntilCancelled() async {
        var schedule = SampleSchedule(interval: interval)
        var generator = SystemRandomNumberGenerator()
        var last = store.latest.sample(of: name)
        var log = log
        while true {
            let sample = await inspection.sample(after: last)
            // What was cut off says nothing about the database.
            guard !Task.isCancelled else { return }
            store.publish(sample, of: inspection.database)
            log.note(sample, of: inspection.database)
            last = sample
            let delay = schedule.delay(afterFailure: sample.failure != nil, using: &generator)
            do { try await pause(delay) } catch { return }
        }
    }
}
