/// Cycles, dependencies that say nothing new, and ends.
extension RevisionLinks {
    /// Removes the links among the members of each cycle, so that every walk ends.
    mutating func cutCycles() {
        for members in stronglyConnected(parents) {
            report(
                .cycle, members, "Cycle is detected in revisions (\(names(of: members))).",
                cure: "Correct the down_revision of one of them.")
            let cycle = Set(members)
            for member in members { parents[member].removeAll { cycle.contains($0) } }
        }
        guard hasDependencies else { return }
        for members in stronglyConnected(revisions.indices.map { parents[$0] + dependencies[$0] }) {
            report(
                .dependencyCycle, members, "Dependency cycle is detected in revisions (\(names(of: members))).",
                cure: "Remove a depends_on that leads back.")
            let cycle = Set(members)
            for member in members { dependencies[member].removeAll { cycle.contains($0) } }
        }
        normalizeDependencies()
    }

    /// Several heads or bases are no fault, but most projects mean to have one.
    mutating func nameSeveralEnds() {
        let heads = headPositions
        if heads.count > 1 {
            findings.append(
                Finding(
                    .multipleHeads, "There are \(heads.count) heads: \(names(of: heads)).",
                    cure: "Join them with `alembic merge`, or use the target `heads` where this is meant."))
        }
        let bases = revisions.indices.filter { parents[$0].isEmpty }
        if bases.count > 1 {
            findings.append(
                Finding(
                    .multipleBases, "There are \(bases.count) bases: \(names(of: bases)).",
                    cure: "Where this is not meant, one of them lacks its down_revision."))
        }
    }

    var headPositions: [Int] { ends(of: parents) }

    var effectiveHeadPositions: [Int] {
        hasDependencies ? ends(of: revisions.indices.map { parents[$0] + dependencies[$0] }) : headPositions
    }

    private var hasDependencies: Bool { dependencies.contains { !$0.isEmpty } }

    /// Parents, then the dependencies that no ancestor has already (`_normalize_depends_on`).
    var upstream: [[Int]] {
        guard hasDependencies else { return parents }
        return revisions.indices.map { position in
            parents[position] + dependencies[position].filter { !parents[position].contains($0) }
        }
    }

    /// The longest way down from each, along `upstream`.
    var depths: [Int] {
        let links = upstream
        var depths = Array(repeating: 0, count: links.count)
        for position in oldestFirst(links) {
            for below in links[position] { depths[position] = max(depths[position], depths[below] + 1) }
        }
        return depths
    }

    /// Drops what an ancestor depends on already, 64 dependencies in one pass over the graph.
    private mutating func normalizeDependencies() {
        let resolved = dependencies
        let order = oldestFirst(parents)
        var redundant: [Int: Set<Int>] = [:]
        var rest = Set(resolved.joined()).sorted()[...]
        while !rest.isEmpty {
            let batch = Dictionary(uniqueKeysWithValues: rest.prefix(64).enumerated().map { ($1, UInt64(1) << $0) })
            rest = rest.dropFirst(64)
            var dependedOn = Array(repeating: UInt64(0), count: resolved.count)
            var standsBelow = dependedOn
            let own = resolved.map { $0.reduce(UInt64(0)) { $0 | (batch[$1] ?? 0) } }
            for position in order {
                for parent in parents[position] {
                    dependedOn[position] |= dependedOn[parent] | own[parent]
                    standsBelow[position] |= standsBelow[parent] | (batch[parent] ?? 0)
                }
                guard own[position] != 0 else { continue }
                dependencies[position].removeAll { dependedOn[position] & (batch[$0] ?? 0) != 0 }
                for dependency in resolved[position] where standsBelow[position] & (batch[dependency] ?? 0) != 0 {
                    redundant[position, default: []].insert(dependency)
                }
            }
        }
        for position in redundant.keys.sorted() {
            for dependency in resolved[position] where redundant[position]?.contains(dependency) == true {
                report(
                    .redundantDependency, revisions[position], revisions[position].dependsOn,
                    "\(revisions[position].id) depends on \(revisions[dependency].id), which is its ancestor already.",
                    cure: "Remove that dependency.")
            }
        }
    }

    /// An order in which each stands behind all that it links to. There are no cycles any more.
    private func oldestFirst(_ links: [[Int]]) -> [Int] {
        var above = Array(repeating: 0, count: links.count)
        for targets in links { for target in targets { above[target] += 1 } }
        var order = links.indices.filter { above[$0] == 0 }
        var next = 0
        while next < order.count {
            for target in links[order[next]] {
                above[target] -= 1
                if above[target] == 0 { order.append(target) }
            }
            next += 1
        }
        return order.reversed()
    }

    private func ends(of links: [[Int]]) -> [Int] {
        var isEnd = Array(repeating: true, count: links.count)
        for targets in links { for target in targets { isEnd[target] = false } }
        return isEnd.indices.filter { isEnd[$0] }
    }

    /// A message that names thousands helps nobody.
    private func names(of positions: [Int]) -> String {
        let shown = positions.prefix(50).map { revisions[$0].id.text }.joined(separator: ", ")
        return positions.count > 50 ? "\(shown) and \(positions.count - 50) more" : shown
    }

    private mutating func report(_ kind: FindingKind, _ members: [Int], _ message: String, cure: String) {
        let first = revisions[members[0]]
        let declaration = kind == .cycle ? first.down : first.dependsOn
        findings.append(Finding(kind, message, cure: cure, file: first.file, line: declaration.line))
    }
}
