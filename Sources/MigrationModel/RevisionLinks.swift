/// Turns the names that scripts wrote into links between revisions, and says which of them do not hold.
///
/// Source of the rules: Alembic's `RevisionMap._revision_map`, `_add_branches`, `_add_depends_on`,
/// `_normalize_depends_on` and `_detect_cycles`. Where Alembic stops at the first fault, this goes on without the link.
struct RevisionLinks {
    private(set) var revisions: [Revision] = []
    private(set) var positions: [RevisionID: Int] = [:]
    private(set) var labels: [RevisionID: Int] = [:]
    var parents: [[Int]] = []
    var findings: [Finding] = []
    var dependencies: [[Int]] = []

    init(_ loaded: some Sequence<Revision>) {
        for revision in loaded { add(revision) }
        for position in revisions.indices { addLabels(of: position) }
        parents = revisions.indices.map { resolveParents(of: $0) }
        dependencies = revisions.indices.map { resolveDependencies(of: $0) }
    }

    private mutating func add(_ revision: Revision) {
        guard let position = positions[revision.id] else {
            positions[revision.id] = revisions.count
            revisions.append(revision)
            return
        }
        let earlier = revisions[position]
        findings.append(
            Finding(
                .duplicateRevision,
                "Revision \(revision.id) is present more than once: in \(earlier.file) and in \(revision.file).",
                cure: "Give one of them another id, in `revision` and in what refers to it, or delete it.",
                file: revision.file))
        revisions[position] = revision
    }

    private mutating func addLabels(of position: Int) {
        let revision = revisions[position]
        for label in revision.branchLabels.items.compactMap({ RevisionID($0) }) {
            if let holder = labels[label] ?? positions[label] {
                findings.append(
                    Finding(
                        .duplicateLabel,
                        "Branch name '\(label)' in revision \(revision.id) already used by revision "
                            + "\(revisions[holder].id).",
                        cure: "Give the branch another label.",
                        file: revision.file, line: revision.branchLabels.line))
            } else {
                labels[label] = position
            }
        }
    }

    private mutating func resolveParents(of position: Int) -> [Int] {
        let revision = revisions[position]
        var resolved: [Int] = []
        for name in revision.down.items {
            guard let parent = RevisionID(name).flatMap({ positions[$0] }) else {
                report(
                    .missingParent, revision, revision.down,
                    "Revision '\(name)' referenced from \(revision.id) as down_revision is not present.",
                    cure: hint(for: name) ?? "Restore its file, or correct down_revision.")
                continue
            }
            if parent == position {
                report(
                    .loop, revision, revision.down, "Self-loop is detected: \(revision.id) is its own down_revision.",
                    cure: "Name the revision before it.")
            } else if resolved.contains(parent) {
                report(
                    .duplicateParent, revision, revision.down, "\(revision.id) names down_revision '\(name)' twice.",
                    cure: "Name it once.")
            } else {
                resolved.append(parent)
            }
        }
        return resolved
    }

    private mutating func resolveDependencies(of position: Int) -> [Int] {
        let revision = revisions[position]
        var resolved: [Int] = []
        for name in revision.dependsOn.items {
            guard !name.isEmpty else {
                report(
                    .emptyDependency, revision, revision.dependsOn, "\(revision.id) depends on an empty name.",
                    cure: "Write None where there is no dependency.")
                continue
            }
            guard let dependency = RevisionID(name).flatMap({ positions[$0] ?? labels[$0] }) else {
                report(
                    .missingDependency, revision, revision.dependsOn,
                    "Revision '\(name)' referenced from \(revision.id) in depends_on is not present.",
                    cure: hint(for: name) ?? "Add the version location that has it, or correct depends_on.")
                continue
            }
            if dependency == position {
                report(
                    .loop, revision, revision.dependsOn,
                    "Dependency self-loop is detected: \(revision.id) depends on itself.", cure: "Remove it.")
            } else if !resolved.contains(dependency) {
                resolved.append(dependency)
            }
        }
        return resolved
    }

    mutating func report(
        _ kind: FindingKind, _ revision: Revision, _ declaration: Declaration, _ message: String, cure: String
    ) {
        findings.append(Finding(kind, message, cure: cure, file: revision.file, line: declaration.line))
    }

    /// What the author may have meant by a name that no revision has.
    private func hint(for name: String) -> String? {
        // Each looks at all revisions. Where so much is missing, one cause explains it.
        guard findings.count < 100 else { return nil }
        if let labelled = RevisionID(name).flatMap({ labels[$0] }) {
            return "'\(name)' is the branch label of \(revisions[labelled].id); write that id."
        }
        let begins = revisions.filter { !name.isEmpty && $0.id.text.begins(with: name) }
        if begins.count == 1 { return "Write the id in full: '\(begins[0].id)'." }
        let named = revisions.filter { $0.path == name || $0.path == name + ".py" || $0.path.hasSuffix("/\(name).py") }
        return named.count == 1 ? "That is a file name; write the id in it: '\(named[0].id)'." : nil
    }
}
