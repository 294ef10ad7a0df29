import Dispatch

/// Waits for something that blocks without holding a thread of the pool on which tests and readers run.
package func onOwnThread<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "test-support").async { continuation.resume(with: Result(catching: work)) }
    }
}
