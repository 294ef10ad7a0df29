/// The revisions that a database should stand at, as the user names them.
package enum UpgradeTarget: Sendable, Equatable {
    /// The one head. Several heads are a state of their own.
    case head
    case heads
    /// Whatever else `alembic upgrade` takes: an id, a unique beginning of one, a branch label, `label@head`,
    /// `rev+1`, or `+1` from where the database stands.
    case revision(String)

    /// `nil` where the text can be no target, for example because it is empty.
    package init?(_ text: String) {
        switch text {
        case "": return nil
        case "head": self = .head
        case "heads": self = .heads
        default:
            guard text.first != "@", text.last != "@" else { return nil }
            self = .revision(text)
        }
    }

    /// Whether it means another revision after each step.
    var dependsOnRows: Bool {
        guard case .revision(let name) = self, let relative = RelativeName(name) else { return false }
        return relative.symbol == nil && relative.steps > 0
    }
}

extension UpgradeTarget: CustomStringConvertible {
    package var description: String {
        switch self {
        case .head: "head"
        case .heads: "heads"
        case .revision(let name): name
        }
    }
}

/// What a target means for one graph.
enum ResolvedTarget: Equatable {
    case revisions([RevisionID])
    case severalHeads([RevisionID])
    case unknown(Finding)
}

extension RevisionGraph {
    /// `rows`: where the database stands.
    func resolve(_ target: UpgradeTarget, from rows: [RevisionID]) -> ResolvedTarget {
        switch target {
        case .head: return heads.count > 1 ? .severalHeads(effectiveHeads) : .revisions(effectiveHeads)
        case .heads: return .revisions(effectiveHeads)
        case .revision(let name):
            do throws(NameError) {
                let found = try targets(named: name, from: rows.compactMap { positions[$0] })
                try refuseOverlaps(among: found)
                return .revisions(found.map { revisions[$0].id })
            } catch {
                return unresolved(name, error)
            }
        }
    }

    private func unresolved(_ name: String, _ error: NameError) -> ResolvedTarget {
        switch error {
        case .severalHeads(let heads, _): .severalHeads(heads)
        case .unknown:
            .unknown(
                Finding(
                    .unknownTarget, "The target '\(name)' is no revision and no branch of the scripts.",
                    cure: "Correct --target, or release the scripts that have it."))
        case .refused(let reason):
            .unknown(
                Finding(
                    .unknownTarget, "The target '\(name)' means no revision here: \(reason).",
                    cure: "Correct --target: head, heads, a revision or LABEL@head hold at any time."))
        }
    }
}
