/// Keeps every other run of one database out.
protocol RunLock: Sendable {
    /// Waits for it, at most until the limit. `onWait` is told once who holds it.
    func acquire(within limit: Duration, onWait: @Sendable (LockHolder?) -> Void) async throws(RunFailure)
        -> any HeldLock
}

/// The lock, from when it was taken until it is released, or this process ends in whichever way.
protocol HeldLock: Sendable {
    /// Returns when it is lost, with the reason; or `nil` when the task is cancelled.
    func lost() async -> String?
    /// Ends what processes of runs that are gone still do in the database, and answers what may go on.
    func endOrphans() async -> Orphan?
    func release() async
}

/// What may go on in a database after the processes of a run are gone.
enum Orphan: Equatable {
    case session(LockHolder)
    /// It could not be seen, with the reason.
    case unknown(String)
}

extension Orphan: CustomStringConvertible {
    var description: String {
        switch self {
        case .session(let holder):
            "The database still works on it: \(holder) End that with SELECT pg_terminate_backend(\(holder.process))."
        case .unknown(let why): "Whether the database still works on it could not be seen: \(why)"
        }
    }
}
