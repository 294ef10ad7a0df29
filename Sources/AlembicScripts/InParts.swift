import Dispatch
import Synchronization

/// What `work` makes of each number below `count`, in their order, on so many threads at most, and on one where they
/// are few.
///
/// Each thread takes the next few as soon as it is free, since another one may begin late. Blocks.
func inParts<Result: Sendable>(_ count: Int, threads: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
    let size = 32
    let parts = (count + size - 1) / size
    guard threads > 1, count >= 256 else { return (0..<count).map(work) }
    let next = Atomic(0)
    let done = Mutex<[Int: [Result]]>([:])
    DispatchQueue.concurrentPerform(iterations: min(threads, parts)) { _ in
        while true {
            let part = next.add(1, ordering: .relaxed).oldValue
            guard part < parts else { return }
            let results = (part * size..<min((part + 1) * size, count)).map(work)
            done.withLock { $0[part] = results }
        }
    }
    return done.withLock { done in
        var all: [Result] = []
        all.reserveCapacity(count)
        for part in 0..<parts { all += done[part] ?? [] }
        return all
    }
}
