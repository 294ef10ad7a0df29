/// When to sample next. A value, so that a test can ask it for a thousand delays without waiting for one.
struct SampleSchedule {
    private let interval: Duration
    private var failures = 0

    init(interval: Duration) {
        self.interval = interval
    }

    /// The delay after a sample: the interval, or while it fails twice that, so that a
    /// database that comes back is seen before anyone asks why it is not, and no sample grows too old meanwhile.
    ///
    /// Both are spread at random, so that many exporters that started together do not ask together: the interval by
    /// 10 % either way, the back-off over its upper half.
    mutating func delay(afterFailure failed: Bool, using generator: inout some RandomNumberGenerator) -> Duration {
        failures = failed ? failures + 1 : 0
        guard failures > 1 else { return interval * Double.random(in: 0.9...1.1, using: &generator) }
        let backOff = interval * 2
        return backOff * Double.random(in: 0.5...1, using: &generator)
    }
}
