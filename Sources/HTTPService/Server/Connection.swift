import NIOCore
import Synchronization

/// A connection, or a stream of one, and who waits for whom on it.
///
/// What is noted here is what `Connections` judges by: a client that keeps us waiting is cut off at the limit for what it
/// does, and a client that waits for us never is.
final class Connection: Sendable {
    private struct State {
        /// Since when nothing happened but what is counted below.
        var since: NIODeadline
        var hasAsked = false
        /// Requests without their answer.
        var owed = 0
        /// Answers that the client has not taken yet.
        var untaken = 0
        /// Since when there is a part of a request and not the whole.
        var arrivingSince: NIODeadline?
        /// Since when we hang up, and only wait for the client to notice.
        var partingSince: NIODeadline?
    }

    let channel: any Channel
    private let state: Mutex<State>

    init(_ channel: any Channel) {
        self.channel = channel
        state = Mutex(State(since: .now()))
    }

    func noteBytes() { state.withLock { $0.arrivingSince = $0.arrivingSince ?? .now() } }

    func noteRequest() {
        state.withLock { state in
            state.hasAsked = true
            state.owed += 1
        }
    }

    func noteRequestIsWhole() { state.withLock { $0.arrivingSince = nil } }

    func noteAnswer() {
        state.withLock { state in
            state.owed -= 1
            if state.untaken == 0 { state.since = .now() }
            state.untaken += 1
        }
    }

    func noteAnswerIsTaken() {
        state.withLock { state in
            state.untaken -= 1
            state.since = .now()
        }
    }

    func noteParting() { state.withLock { $0.partingSince = .now() } }

    /// Whether the client kept us waiting for longer than it may.
    func isOverdue(at now: NIODeadline, _ limits: ConnectionLimits) -> Bool {
        state.withLock { state in
            func lasts(_ since: NIODeadline, longerThan limit: Duration) -> Bool { now - since > TimeAmount(limit) }
            if let since = state.partingSince { return lasts(since, longerThan: .seconds(1)) }
            if state.untaken > 0, lasts(state.since, longerThan: limits.writeTimeout) { return true }
            if let since = state.arrivingSince, lasts(since, longerThan: limits.readTimeout) { return true }
            guard state.hasAsked else { return lasts(state.since, longerThan: limits.readTimeout) }
            return state.owed == 0 && state.untaken == 0 && lasts(state.since, longerThan: limits.idleTimeout)
        }
    }

    /// How much it is worth to keep: the least is closed first. `nil` where it waits for us.
    func worth(at now: NIODeadline) -> Worth? {
        state.withLock { state in
            if state.owed > 0, state.untaken == 0, state.arrivingSince == nil { return nil }
            let isNew = now - state.since < .seconds(1)
            return Worth(rank: state.hasAsked ? .idle : isNew ? .new : .silent, since: state.since)
        }
    }

    struct Worth: Comparable {
        enum Rank: Int {
            /// It never asked anything, and had time to.
            case silent
            case idle
            /// Its first request may be on the way.
            case new
        }

        let rank: Rank
        let since: NIODeadline

        /// Of one rank the one where nothing happened for longest.
        static func < (a: Worth, b: Worth) -> Bool {
            (a.rank.rawValue, a.since) < (b.rank.rawValue, b.since)
        }
    }

    /// Closes it at once, whatever is still to be written; a stream takes its connection with it.
    func hangUp() {
        channel.eventLoop.execute { self.hangUpHere() }
    }

    /// The same on its event loop, where nothing more is read before it returns.
    func hangUpHere() {
        let whole = channel.parent?.parent == nil ? channel : channel.parent ?? channel
        // From the handler beside the socket: no other one waits for anything then.
        let side = try? whole.pipeline.syncOperations.context(handlerType: SocketSide.self)
        guard let side else { return whole.close(promise: nil) }
        side.close(promise: nil)
    }
}
