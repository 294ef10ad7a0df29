import Dispatch
import MigrationModel
import Synchronization

/// A thread of its own for calls that block, one at a time, with an answer at the deadline even if a call hangs.
///
/// A blocking C call cannot be cancelled. The caller gets its time-out; the call ends when it ends, and the next one
/// waits behind it, so that a hanging file system or resolver costs one thread and not one for each sample.
package final class BlockingLane: Sendable {
    private let queue: DispatchQueue

    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// What `work` answers, or `nil` at the limit. `late` gets an answer that nobody waits for any more, to dispose of
    /// what it holds.
    package func run<Answer: Sendable>(
        limit: Duration, late: @escaping @Sendable (Answer) -> Void = { _ in },
        _ work: @escaping @Sendable () -> Answer
    ) async -> Answer? {
        await withCheckedContinuation { continuation in
            let waiting = Waiting(continuation)
            DispatchQueue.global().asyncAfter(deadline: .now() + limit.seconds) {
                waiting.take()?.resume(returning: nil)
            }
            queue.async {
                // Nobody waits any more: do not even begin.
                guard waiting.isOpen else { return }
                let answer = work()
                guard let continuation = waiting.take() else { return late(answer) }
                continuation.resume(returning: answer)
            }
        }
    }
}

/// A continuation that is resumed by whoever comes first.
private final class Waiting<Answer: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Answer?, Never>?>

    init(_ continuation: CheckedContinuation<Answer?, Never>) {
        self.continuation = Mutex(continuation)
    }

    var isOpen: Bool { continuation.withLock { $0 != nil } }

    func take() -> CheckedContinuation<Answer?, Never>? {
        continuation.withLock { held in
            defer { held = nil }
            return held
        }
    }
}
