/// The moment at which a reading gives up, whatever it is doing.
struct Deadline: Sendable {
    let limit: Duration
    private let instant: ContinuousClock.Instant

    init(after limit: Duration) {
        self.limit = limit
        instant = .now + limit
    }

    /// Never negative.
    var remaining: Duration { max(.zero, instant - .now) }

    /// This one, or an earlier one.
    func sooner(than limit: Duration) -> Deadline {
        remaining <= limit ? self : Deadline(after: limit)
    }
}
