import Dispatch
import Inspector
import Synchronization
import Testing

@Suite("A lane for blocking calls", .timeLimit(.minutes(1)))
struct BlockingLaneTests {
    @Test func `answers at the limit while a call hangs, and works again after it`() async {
        let lane = BlockingLane(label: "test")
        let gate = DispatchSemaphore(value: 0)
        let late = Mutex<[String]>([])
        // The call hangs until the gate is opened, which is after this answer.
        let hanging = await lane.run(limit: .milliseconds(100), late: { text in late.withLock { $0.append(text) } }) {
            gate.wait()
            return "too late"
        }
        #expect(hanging == nil)
        gate.signal()
        let next = await lane.run(limit: .seconds(30)) { "in time" }
        #expect(next == "in time")
        #expect(late.withLock { $0 } == ["too late"])
    }
}
