/// A value that is given once, and that one task waits for.
package struct Promise<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    package init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    package func keep(_ value: Value) {
        continuation.yield(value)
        continuation.finish()
    }

    /// `nil` where the task is cancelled before it is given.
    package func value() async -> Value? {
        for await value in stream { return value }
        return nil
    }
}
