import MigrationModel

/// Times what is asked of a graph: a line with a fork and a merge at every tenth revision, and a dependency at every
/// fiftieth.
@main
struct GraphQueries {
    static func main() {
        print("revisions   make ms   heads ms   history ms   pending ms")
        for count in [100, 1_000, 10_000, 100_000] {
            let revisions = (0..<count).compactMap { revision($0) }
            var graph = RevisionGraph([])
            let made = milliseconds { graph = RevisionGraph(revisions) }
            let heads = milliseconds { precondition(!graph.effectiveHeads.isEmpty) }
            let history = milliseconds { precondition(graph.history.count == count) }
            let middle = graph.revisions[count / 2].id
            let pending = milliseconds {
                precondition(!graph.pending(from: [middle], to: graph.effectiveHeads).isEmpty)
            }
            print("\(count)   \(made)   \(heads)   \(history)   \(pending)")
        }
    }

    private static func revision(_ number: Int) -> Revision? {
        let down: [String] =
            switch number % 10 {
            case 0 where number > 0: ["r\(number - 1)", "r\(number - 2)"]
            case 9: ["r\(number - 2)"]
            default: number == 0 ? [] : ["r\(number - 1)"]
            }
        let dependsOn = number % 50 == 49 ? ["r\(number - 30)"] : []
        return RevisionID("r\(number)").map {
            Revision(id: $0, down: Declaration(.many(down)), dependsOn: Declaration(.many(dependsOn)))
        }
    }

    /// The best of five.
    private static func milliseconds(_ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        let best = (0..<5).map { _ in clock.measure(body) }.min() ?? .zero
        return Double(Int(best.seconds * 100_000)) / 100
    }
}
