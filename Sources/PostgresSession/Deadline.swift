/// The moment at which a conversation gives up, whatever it is doing.
package struct Deadline: Sendable {
    package let limit: Duration
    private let instant: ContinuousClock.Instant

    package init(after limit: Duration) {
        self.limit = limit
        instant = .now + limit
    }

    /// Never negative.
    package var remaining: Duration { max(.zero, instant - .now) }

    /// This one, or an earlier one.
    func sooner(than limit: Duration) -> Deadline {
        remaining <= limit ? self : Deadline(after: limit)
    }
}
