/// The cycles of a directed graph: each set of two or more nodes that all reach each other, in node order.
///
/// Tarjan's algorithm with a stack of its own, since a chain of 100,000 revisions would overflow the thread's.
func stronglyConnected(_ links: [[Int]]) -> [[Int]] {
    var search = CycleSearch(links)
    for node in links.indices where !search.isVisited(node) { search.visit(from: node) }
    return search.cycles.sorted { $0[0] < $1[0] }
}

private struct CycleSearch {
    private(set) var cycles: [[Int]] = []
    private let links: [[Int]]
    private var order: [Int?]
    private var lowest: [Int]
    private var isOpen: [Bool]
    private var open: [Int] = []
    private var visits = 0

    init(_ links: [[Int]]) {
        self.links = links
        order = Array(repeating: nil, count: links.count)
        lowest = Array(repeating: 0, count: links.count)
        isOpen = Array(repeating: false, count: links.count)
    }

    func isVisited(_ node: Int) -> Bool { order[node] != nil }

    mutating func visit(from start: Int) {
        enter(start)
        var path = [(node: start, next: 0)]
        while let (node, next) = path.last {
            guard next < links[node].count else {
                path.removeLast()
                leave(node)
                if let parent = path.last?.node { lowest[parent] = min(lowest[parent], lowest[node]) }
                continue
            }
            path[path.count - 1].next += 1
            let target = links[node][next]
            if let visited = order[target] {
                if isOpen[target] { lowest[node] = min(lowest[node], visited) }
            } else {
                enter(target)
                path.append((target, 0))
            }
        }
    }

    private mutating func enter(_ node: Int) {
        order[node] = visits
        lowest[node] = visits
        visits += 1
        open.append(node)
        isOpen[node] = true
    }

    private mutating func leave(_ node: Int) {
        guard lowest[node] == order[node] else { return }
        var members: [Int] = []
        repeat {
            members.append(open.removeLast())
            isOpen[members[members.count - 1]] = false
        } while members.last != node
        if members.count > 1 { cycles.append(members.sorted()) }
    }
}
