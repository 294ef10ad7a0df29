import Inspector
import Synchronization
import Testing

@Suite("A lane for blocking calls")
struct BlockingLaneTests {
    @Test func `answers at the limit while a call hangs, and works again after it`() async {
        let lane = BlockingLane(label: "test")
        let gate = Mutex(false)
        let late = Mutex<[String]>([])
        let clock = ContinuousClock()
        let begin = clock.now
        let hanging = await lane.run(limit: .milliseconds(100), late: { text in late.withLock { $0.append(text) } }) {
            while !gate.withLock({ $0 }) {}
            return "too late"
        }
        #expect(hanging == nil)
        #expect(clock.now - begin < .seconds(2))
        gate.withLock { $0 = true }
        let next = await lane.run(limit: .seconds(10)) { "in time" }
        #expect(next == "in time")
        #expect(late.withLock { $0 } == ["too late"])
    }
}
