extension RevisionGraph {
    /// What `alembic downgrade NAME` takes back from where the rows stand, newest first
    /// (`RevisionMap._collect_downgrade_revisions`).
    ///
    /// Ids that the graph lacks count for nothing. Where Alembic would pick one of several rows, this refuses.
    package func reverted(by name: String, from rows: [RevisionID]) throws(NameError) -> [Revision] {
        let rows = rows.compactMap { positions[$0] }
        let target = try downgradeTarget(name, from: rows)
        var roots = target.position.map { children[$0] } ?? revisions.indices.filter { parents[$0].isEmpty }
        if let branch = target.branch, roots.count > 1 {
            let below = reach(from: [try one(branch)], along: parents)
            roots = roots.filter { below[$0] }
            guard !roots.isEmpty else { throw .refused("Not a valid downgrade target from current heads") }
        }
        let applied = reach(from: rows, along: upstream)
        var wanted = reach(from: roots, along: downstream)
        for position in wanted.indices where !applied[position] { wanted[position] = false }
        if let position = target.position, !wanted.contains(true), !rows.contains(position) {
            throw .refused("Nothing to drop: the database does not stand above \(revisions[position].id.text)")
        }
        return newestFirst(from: rows, wanted: wanted).map { revisions[$0] }
    }

    /// What `alembic stamp NAME` writes into the version table; nothing for `base`.
    package func stamped(as name: String) throws(NameError) -> [RevisionID] {
        try named(name).map { revisions[$0].id }
    }

    /// The rows that `alembic stamp NAME` deletes where that is a base: all, or with `LABEL@base` those of the branch.
    package func unstamped(by name: String, from rows: [RevisionID]) throws(NameError) -> [RevisionID] {
        guard let at = name.firstIndex(of: "@") else { return rows }
        let branch = revisions[try one(String(name[..<at]))].id
        return rows.filter { ancestry(of: [$0]).contains(branch) }
    }

    /// Where a downgrade ends, `nil` for before everything, and the branch that it keeps to
    /// (`RevisionMap._parse_downgrade_target`).
    private func downgradeTarget(
        _ name: String, from rows: [Int]
    ) throws(NameError) -> (branch: String?, position: Int?) {
        guard let relative = RelativeName(name) else {
            let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return (nil, try single(name)) }
            return (parts[0], try single(parts[1]))
        }
        let tooFar = "Relative revision \(relative.written) didn't produce \(abs(relative.steps)) migrations"
        guard let symbol = relative.symbol else {
            let starts = try starts(of: relative.branch, from: rows)
            guard relative.steps < 0, let start = starts.first else { throw NameError.refused(tooFar) }
            guard starts.count == 1 else { throw .refused("Ambiguous downgrade from multiple current revisions") }
            let branch = relative.branch ?? revisions[start].id.text
            return (branch, try walkToBase(from: start, steps: -relative.steps, orElse: tooFar))
        }
        guard relative.steps < 0 else { return (relative.branch, try targets(named: name, from: rows).first) }
        let start = try single(relative.branch.map { "\($0)@\(symbol)" } ?? symbol)
        return (relative.branch, try walkToBase(from: start, steps: -relative.steps, orElse: "Walked too far"))
    }

    /// Ends with `nil` one step below a base, and fails two steps below.
    private func walkToBase(from start: Int?, steps: Int, orElse tooFar: String) throws(NameError) -> Int? {
        guard let start, let last = try walkDown(from: start, steps: steps - 1, mayStop: false) else {
            throw .refused(tooFar)
        }
        return try walkDown(from: last, steps: 1, mayStop: false)
    }

    /// By which revisions each is built on or depended on.
    private var downstream: [[Int]] {
        var downstream: [[Int]] = Array(repeating: [], count: revisions.count)
        for position in revisions.indices { for other in upstream[position] { downstream[other].append(position) } }
        return downstream
    }
}
