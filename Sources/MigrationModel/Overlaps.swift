extension RevisionGraph {
    /// `upgrade` and `history` refuse to start from, or go to, two revisions of which one builds on the other.
    func refuseOverlaps(among positions: [Int]) throws(NameError) {
        let owners = owners(above: positions)
        guard let below = positions.first(where: { owners[$0] != nil }), let above = owners[below] else { return }
        throw .refused(
            "Requested revision \(revisions[above].id) overlaps with other requested revisions \(revisions[below].id)")
    }

    /// For each revision, the first of these that builds on it.
    func owners(above positions: [Int]) -> [Int?] {
        var owners: [Int?] = Array(repeating: nil, count: revisions.count)
        for position in positions {
            var open = upstream[position]
            while let next = open.popLast() {
                guard owners[next] == nil else { continue }
                owners[next] = position
                open.append(contentsOf: upstream[next])
            }
        }
        return owners
    }
}
