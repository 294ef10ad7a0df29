/// Ends what a run has started when its time is up, when its lock is lost, or when somebody asks for it.
struct Guardian: Sendable {
    /// `nil` for what changes nothing.
    let lock: (any HeldLock)?
    let end: ContinuousClock.Instant
    /// What the end came from, to say it.
    let limit: Duration
    let stopped: @Sendable () async -> Interruption?

    /// What `work` answers. Cancelled, it must end soon.
    func guards<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async throws(RunFailure) -> Value {
        let deadline: @Sendable () async -> Interruption? = { [end, limit] in
            do { try await Task.sleep(until: end) } catch { return nil }
            return .deadline(limit)
        }
        let lost: @Sendable () async -> Interruption? = { [lock] in await lock?.lost().map { .lockLost($0) } }
        let (value, interruption) = await interruptible(by: [deadline, lost, stopped], work)
        if let interruption { throw .interrupted(interruption) }
        return value
    }
}
