/// How a branch label spreads from the revision that carries it (`RevisionMap._map_branch_labels`).
extension RevisionGraph {
    /// The revisions of a branch: those above its root, and those below it down to the last fork or merge, unless a
    /// fork or merge above it has ended the branch already.
    func branch(from root: Int) -> [Bool] {
        var branch = reach(from: [root], along: children)
        let direct = children
        var named = Array(repeating: 0, count: revisions.count)
        for links in upstream { for below in links { named[below] += 1 } }
        func isPlain(_ position: Int) -> Bool { named[position] < 2 && parents[position].count < 2 }

        var tip: Int? = root
        while let position = tip {
            guard isPlain(position), direct[position].count < 2 else { return branch }
            tip = direct[position].first
        }
        var below = parents[root].first
        while let position = below, isPlain(position) {
            branch[position] = true
            below = parents[position].first
        }
        return branch
    }

    /// The branch that a label names, or the one labelled branch that a revision is on.
    func branch(named name: String) throws(NameError) -> [Bool] {
        let position = try one(name)
        guard RevisionID(name).map({ labels[$0] == nil }) ?? true else { return branch(from: position) }
        let around = labels.values.map { branch(from: $0) }.filter { $0[position] }
        return around.count == 1 ? around[0] : branch(from: position)
    }
}
