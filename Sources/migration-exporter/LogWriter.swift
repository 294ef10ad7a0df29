import Dispatch
import Synchronization

/// Writes the lines of the log on a thread of its own, so that a reader who stalls holds up nobody.
///
/// So much waits for the reader; what comes then is dropped, and counted in the next line that gets through.
final class LogWriter: Sendable {
    private struct State {
        var waiting: [String] = []
        var bytes = 0
        /// After those that wait.
        var dropped = 0
        var isWriting = false
    }

    private static let mostBytes = 262_144

    private let queue = DispatchQueue(label: "log")
    private let state = Mutex(State())
    private let noteDropped: @Sendable (Int) -> String

    /// - `noteDropped`: the line that says that so many are missing.
    init(noteDropped: @escaping @Sendable (Int) -> String) {
        self.noteDropped = noteDropped
    }

    /// One whole line. Returns at once.
    func write(_ line: String) {
        let mustBegin = state.withLock { state in
            // One that still fits must not come before those that are missing.
            guard state.dropped == 0, state.bytes + line.utf8.count <= Self.mostBytes else {
                state.dropped += 1
                return false
            }
            state.waiting.append(line)
            state.bytes += line.utf8.count
            defer { state.isWriting = true }
            return !state.isWriting
        }
        guard mustBegin else { return }
        queue.async { [self] in
            while let lines = next() {
                for line in lines { Terminal.log(line) }
            }
        }
    }

    /// Those that wait; `nil` where there are none, and the next one has to begin again.
    private func next() -> [String]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            let lines = state.waiting + (state.dropped > 0 ? [noteDropped(state.dropped)] : [])
            state = State(isWriting: true)
            return lines
        }
    }

    /// Returns when all is written, or at the limit: a reader who takes nothing must not keep the process.
    func finish(within limit: Duration) async {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end, state.withLock({ $0.isWriting }) {
            do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
        }
    }
}
