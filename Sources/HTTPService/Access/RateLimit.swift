import Synchronization

/// Lets `burst` requests through at once, and then one in each interval.
package final class RateLimit: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    let interval: Duration
    private let burst: Int
    private let bucket: Mutex<Bucket>

    package init(interval: Duration, burst: Int) {
        self.interval = interval
        self.burst = burst
        bucket = Mutex(Bucket(tokens: Double(burst), filledAt: .now))
    }

    package func admits(at now: ContinuousClock.Instant = .now) -> Bool {
        bucket.withLock { bucket in
            bucket.tokens = min(Double(burst), bucket.tokens + (now - bucket.filledAt) / interval)
            bucket.filledAt = now
            guard bucket.tokens >= 1 else { return false }
            bucket.tokens -= 1
            return true
        }
    }
}
