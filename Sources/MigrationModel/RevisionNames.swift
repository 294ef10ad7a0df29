/// What names mean, by the rules of Alembic's command line.
///
/// Source of the rules: `RevisionMap.get_revisions`, `_revision_for_ident`, `filter_for_lineage`, `_shares_lineage`.
extension RevisionGraph {
    /// The revisions that an id, a beginning of one, a label or a symbol stands for; none for `base`.
    func named(_ name: String) throws(NameError) -> [Int] {
        let at = name.firstIndex(of: "@")
        let branch = at.map { String(name[..<$0]) }
        let symbol = at.map { String(name[name.index(after: $0)...]) } ?? name
        switch symbol {
        case "heads":
            guard let branch else { return effectiveHeadPositions }
            return try sharingLineage(headPositions, with: branch)
        case "head":
            var candidates = headPositions
            if let branch { candidates = try sharingLineage(candidates, with: branch) }
            guard candidates.count < 2 else {
                throw .severalHeads(candidates.map { revisions[$0].id }, argument: name)
            }
            return candidates
        case "base": return []
        default:
            if let steps = Int(symbol), steps < 0 { return try walkedDown(-steps, on: branch) }
            return [try one(symbol, on: branch)]
        }
    }

    /// The revision with this id or label, or the only one whose id or label begins so.
    func one(_ name: String, on branch: String? = nil) throws(NameError) -> Int {
        var lineage: [Bool]?
        if let branch { lineage = self.lineage(of: try one(branch)) }
        if let id = RevisionID(name), let exact = positions[id] ?? labels[id] {
            guard lineage?[exact] ?? true else { throw .unknown(name) }
            return exact
        }
        let begins = keys(beginningWith: name).filter { lineage?[$0] ?? true }
        guard begins.count == 1 else { throw .unknown(name) }
        return begins[0]
    }

    /// Revisions whose id, or label, begins with this text. Alembic tries keys of four characters and more.
    func keys(beginningWith prefix: String) -> [Int] {
        let byID = revisions.indices.filter { Self.isKey(revisions[$0].id, beginning: prefix) }
        return byID + labels.filter { Self.isKey($0.key, beginning: prefix) }.values.sorted()
    }

    private static func isKey(_ id: RevisionID, beginning prefix: String) -> Bool {
        id.text.begins(with: prefix) && id.text.unicodeScalars.count > 3
    }

    func sharingLineage(_ candidates: [Int], with branch: String) throws(NameError) -> [Int] {
        guard !candidates.isEmpty else { return [] }
        let lineage = lineage(of: try one(branch))
        return candidates.filter { lineage[$0] }
    }

    /// The revision, its ancestors and its descendants, along `down_revision` alone.
    private func lineage(of position: Int) -> [Bool] {
        let below = reach(from: [position], along: parents)
        let above = reach(from: [position], along: children)
        return revisions.indices.map { below[$0] || above[$0] }
    }

    /// `-2`: two below each head.
    private func walkedDown(_ steps: Int, on branch: String?) throws(NameError) -> [Int] {
        var onBranch: [Bool]?
        if let branch { onBranch = reach(from: [try one(branch)], along: children) }
        var found: [Int] = []
        var isAtBase = false
        for head in effectiveHeadPositions where onBranch?[head] ?? true {
            let last = try walkDown(from: head, steps: steps - 1, mayStop: false)
            guard let last else { continue }
            if let end = try walkDown(from: last, steps: 1, mayStop: false) {
                found.append(end)
            } else {
                isAtBase = true
            }
        }
        guard !isAtBase else { throw .refused("Requested range from -\(steps) begins at the base") }
        return found
    }
}
