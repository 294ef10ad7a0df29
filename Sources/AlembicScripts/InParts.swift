import Dispatch
import Synchronization

/// What `work` makes of each item, in their order, on so many threads at most, and on one where there are few items.
///
/// Blocks.
func inParts<Item: Sendable, Result: Sendable>(
    _ items: [Item], threads: Int, _ work: @Sendable (Item) -> Result
) -> [Result] {
    let parts = min(threads, items.count / 128)
    guard parts > 1 else { return items.map(work) }
    let done = Mutex<[Int: [Result]]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
        let results = items[items.count * part / parts..<items.count * (part + 1) / parts].map(work)
        done.withLock { $0[part] = results }
    }
    return done.withLock { done in (0..<parts).flatMap { done[$0, default: []] } }
}
