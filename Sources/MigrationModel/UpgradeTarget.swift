/// The revisions that a database should stand at, as the user names them.
package enum UpgradeTarget: Sendable, Equatable {
    /// The one head. Several heads are a state of their own.
    case head
    case heads
    /// An id, a unique beginning of one, or a branch label.
    case revision(String)
    /// `label@head`: the head of one branch, by its label or by a revision on it.
    case branchHead(String)

    /// `nil` where the text can be no target, for example because it is empty.
    package init?(_ text: String) {
        switch text {
        case "": return nil
        case "head": self = .head
        case "heads": self = .heads
        default:
            guard let at = text.firstIndex(of: "@") else {
                self = .revision(text)
                return
            }
            guard at != text.startIndex, text[at...] == "@head" || text[at...] == "@heads" else { return nil }
            self = .branchHead(String(text[..<at]))
        }
    }
}

extension UpgradeTarget: CustomStringConvertible {
    package var description: String {
        switch self {
        case .head: "head"
        case .heads: "heads"
        case .revision(let name): name
        case .branchHead(let branch): "\(branch)@head"
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
    func resolve(_ target: UpgradeTarget) -> ResolvedTarget {
        switch target {
        case .head: heads.count > 1 ? .severalHeads(effectiveHeads) : .revisions(effectiveHeads)
        case .heads: .revisions(effectiveHeads)
        case .revision(let name): revision(named: name).map { .revisions([$0]) } ?? unknown(name)
        case .branchHead(let branch): branchHeads(of: branch)
        }
    }

    /// The revision with this id, this label, or an id that only it begins with.
    private func revision(named name: String) -> RevisionID? {
        if let exact = RevisionID(name), contains(exact) { return exact }
        if let labelled = labels[name] { return revisions[labelled].id }
        let begins = identifiers(beginningWith: name)
        return begins.count == 1 ? begins[0] : nil
    }

    /// Ids and labels that begin with this text. Alembic (`_revision_for_ident`) tries those of four characters and more.
    func identifiers(beginningWith prefix: String) -> [RevisionID] {
        let ids = revisions.map(\.id).filter { $0.text.utf8.count > 3 && $0.text.hasPrefix(prefix) }
        let labelled = labels.filter { $0.key.utf8.count > 3 && $0.key.hasPrefix(prefix) }
        return ids + labelled.values.sorted().map { revisions[$0].id }
    }

    private func branchHeads(of branch: String) -> ResolvedTarget {
        guard let start = revision(named: branch), let position = positions[start] else { return unknown(branch) }
        let onBranch = headPositions.filter { reach(from: [$0], along: parents)[position] }.map { revisions[$0].id }
        return onBranch.count > 1 ? .severalHeads(onBranch) : .revisions(onBranch)
    }

    private func unknown(_ name: String) -> ResolvedTarget {
        .unknown(
            Finding(
                .unknownTarget, "The target '\(name)' is no revision and no branch of the scripts.",
                cure: "Correct --target, or release the scripts that have it."))
    }
}
