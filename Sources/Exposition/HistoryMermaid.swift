import MigrationModel

extension MigrationHistory {
    /// `history` for documents: a Mermaid flowchart that grows upward, dependencies dotted.
    package var mermaid: String {
        let names = Dictionary(uniqueKeysWithValues: revisions.enumerated().map { ($1.id, "r\($0)") })
        var lines = ["flowchart BT"]
        for (number, revision) in revisions.enumerated() {
            let message = revision.message.onOneLine
            let text = message.isEmpty ? revision.id.text : "\(revision.id) · \(message)"
            lines.append("    r\(number)[\"\(text.escapedForMermaid)\"]\(category(of: revision))")
        }
        for (number, revision) in revisions.enumerated() {
            lines += revision.parents.compactMap { names[$0] }.map { "    \($0) --> r\(number)" }
            lines += revision.dependsOn.items.compactMap { RevisionID($0).flatMap { names[$0] } }
                .map { "    \($0) -.-> r\(number)" }
        }
        lines += [
            "    classDef head stroke-width:3px", "    classDef current fill:#cfc", "    classDef pending fill:#ffc",
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    private func category(of revision: Revision) -> String {
        if isPending(revision) { return ":::pending" }
        if isCurrent(revision) { return ":::current" }
        return isHead(revision) ? ":::head" : ""
    }
}

extension String {
    /// Mermaid ends a label at a quote, and takes markup and its own `#…;` forms in it.
    fileprivate var escapedForMermaid: String {
        map { character in
            switch character {
            case "#": "#35;"
            case "\"": "#quot;"
            case "<": "#lt;"
            case ">": "#gt;"
            case "&": "#amp;"
            case "`": "#96;"
            default: String(character)
            }
        }.joined()
    }
}
