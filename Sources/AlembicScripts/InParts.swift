import Dispatch
import Synchronization

/// What `work` makes of each item, in their order. Blocks, and takes a few threads where there are many items.
///
/// Half of the time that a file takes is the kernel's, so that more threads than these would wait for each other.
func inParts<Item: Sendable, Result: Sendable>(_ items: [Item], _ work: @Sendable (Item) -> Result) -> [Result] {
    let parts = min(4, items.count / 128)
    guard parts > 1 else { return items.map(work) }
    let done = Mutex<[Int: [Result]]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
        let results = items[items.count * part / parts..<items.count * (part + 1) / parts].map(work)
        done.withLock { $0[part] = results }
    }
    return done.withLock { done in (0..<parts).flatMap { done[$0, default: []] } }
}
