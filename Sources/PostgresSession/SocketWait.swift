import Dispatch
import Inspector
import MigrationModel
import Synchronization

/// Waits for a socket without holding a thread.
///
/// It ends only when Dispatch has let go of the descriptor, so that whoever owns the socket may close it then.
final class SocketWait: Sendable {
    enum Direction: Sendable {
        case reading, writing, either
    }

    enum Outcome: Sendable {
        case ready, deadline, cancelled
    }

    private struct State {
        var outcome: Outcome?
        var sources: [DispatchSource] = []
        /// Sources that Dispatch has not let go of yet.
        var held = 0
        var continuation: CheckedContinuation<Outcome, Never>?
    }

    private let state = Mutex(State())

    /// On the queue nothing but a continuation is resumed: it needs no thread of its own.
    static func wait(
        for direction: Direction, on descriptor: Int32, until deadline: Deadline, queue: DispatchQueue
    ) async -> Outcome {
        let wait = SocketWait()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wait.begin(direction, descriptor, deadline, queue, continuation)
            }
        } onCancel: {
            wait.end(.cancelled)
        }
    }

    private func begin(
        _ direction: Direction, _ descriptor: Int32, _ deadline: Deadline, _ queue: DispatchQueue,
        _ continuation: CheckedContinuation<Outcome, Never>
    ) {
        var made: [any DispatchSourceProtocol] = []
        if direction != .writing {
            made.append(DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue))
        }
        if direction != .reading {
            made.append(DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue))
        }
        for source in made { source.setEventHandler { [self] in end(.ready) } }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + deadline.remaining.seconds)
        timer.setEventHandler { [self] in end(.deadline) }
        made.append(timer)
        for source in made { source.setCancelHandler { [self] in released() } }
        // The class behind these protocols may be shared, which the protocols do not say.
        let sources = made.compactMap { $0 as? DispatchSource }

        let early = state.withLock { state -> Outcome? in
            if let outcome = state.outcome {
                // A source must not go away while it is still suspended.
                for source in sources {
                    source.setCancelHandler(handler: nil)
                    source.cancel()
                    source.resume()
                }
                return outcome
            }
            state.continuation = continuation
            state.sources = sources
            state.held = state.sources.count
            for source in sources { source.resume() }
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }

    private func end(_ outcome: Outcome) {
        state.withLock { state in
            guard state.outcome == nil else { return }
            state.outcome = outcome
            for source in state.sources { source.cancel() }
        }
    }

    private func released() {
        let resumed = state.withLock { state -> (CheckedContinuation<Outcome, Never>, Outcome)? in
            state.held -= 1
            guard state.held == 0, let continuation = state.continuation else { return nil }
            // The sources' handlers hold this object, and it holds them: let go.
            state.sources = []
            state.continuation = nil
            return (continuation, state.outcome ?? .ready)
        }
        if let (continuation, outcome) = resumed { continuation.resume(returning: outcome) }
    }
}
