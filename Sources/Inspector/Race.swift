/// What the first of both answers. The other one is cancelled, and waited for.
package func race<Answer: Sendable, Failure: Error>(
    _ one: @escaping @Sendable () async throws(Failure) -> Answer,
    _ other: @escaping @Sendable () async throws(Failure) -> Answer
) async throws(Failure) -> Answer {
    let first = await withTaskGroup(of: Result<Answer, Failure>.self) { group in
        for run in [one, other] {
            // Both at once. The group ends only when both have.
            group.addTask {
                do throws(Failure) { return .success(try await run()) } catch { return .failure(error) }
            }
        }
        while true {
            // There are two, so that the first to end is never `nil`.
            guard let first = await group.next() else { continue }
            group.cancelAll()
            return first
        }
    }
    return try first.get()
}
