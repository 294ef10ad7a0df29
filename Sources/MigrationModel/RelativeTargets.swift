extension RevisionGraph {
    /// What `alembic upgrade NAME` goes to (`RevisionMap._parse_upgrade_target`), from where the rows stand.
    ///
    /// `mayStop`: whether a walk that leaves the graph ends at its edge, as in `alembic history`.
    func targets(named name: String, from rows: [Int], mayStop: Bool = false) throws(NameError) -> [Int] {
        guard let relative = RelativeName(name) else { return try named(name) }
        return [try target(relative, from: rows, mayStop: mayStop)]
    }

    private func target(_ name: RelativeName, from rows: [Int], mayStop: Bool) throws(NameError) -> Int {
        let tooFar = "Relative revision \(name.written) didn't produce \(abs(name.steps)) migrations"
        guard let symbol = name.symbol else {
            guard name.steps > 0 else { throw .refused(tooFar) }
            let starts = try starts(of: name.branch, from: rows)
            guard starts.count < 2 else { throw .refused("Ambiguous upgrade from multiple current revisions") }
            guard let end = try walkUp(from: starts.first, steps: name.steps, on: name.branch, mayStop: mayStop) else {
                throw .refused(tooFar)
            }
            return end
        }
        let end: Int?
        if name.steps > 0 {
            end = try walkUp(from: single(symbol), steps: name.steps, on: name.branch, mayStop: mayStop)
        } else {
            let start = try single(name.branch.map { "\($0)@\(symbol)" } ?? symbol)
            end = try walkDown(from: start, steps: -name.steps, mayStop: mayStop)
        }
        guard let end else { throw .refused("Walked too far") }
        return end
    }

    /// Where a walk along a branch begins: the rows on it, else the newest of their ancestors on it.
    func starts(of branch: String?, from rows: [Int]) throws(NameError) -> [Int] {
        guard let branch else { return rows }
        let direct = try sharingLineage(rows, with: branch)
        guard direct.isEmpty else { return direct }
        let applied = reach(from: rows, along: upstream)
        let active = try sharingLineage(revisions.indices.filter { applied[$0] }, with: branch)
        let below = Set(active.flatMap { upstream[$0] })
        return active.filter { !below.contains($0) }
    }

    /// `nil` for `base`.
    func single(_ name: String) throws(NameError) -> Int? {
        let found = try named(name)
        guard found.count < 2 else { throw .severalHeads(found.map { revisions[$0].id }, argument: name) }
        return found.first
    }

    private func walkUp(
        from start: Int?, steps: Int, on branch: String?, mayStop: Bool
    ) throws(NameError) -> Int? {
        var at = start
        let children = children
        for _ in 0..<steps {
            var next = at.map { children[$0] } ?? revisions.indices.filter { parents[$0].isEmpty }
            if let branch { next = try sharingLineage(next, with: branch) }
            guard next.count < 2 else { throw .refused("Ambiguous walk") }
            guard let only = next.first else { return mayStop ? at : nil }
            at = only
        }
        return at
    }

    func walkDown(from start: Int?, steps: Int, mayStop: Bool) throws(NameError) -> Int? {
        guard var at = start else { return nil }
        for _ in 0..<steps {
            guard parents[at].count < 2 else { throw .refused("Ambiguous walk") }
            guard let parent = parents[at].first else { return mayStop ? at : nil }
            at = parent
        }
        return at
    }
}
