package import Inspector
import MigrationModel

extension DatabaseView {
    /// `status` for people.
    package func statusText(_ style: TextStyle) -> String {
        let graph = sample?.scripts.graph
        var text = style.aligned([
            ("database", "\(database.name)  \(style.faint(database.maskedURL))"),
            ("state", coloured(state, style)),
            ("current", found == nil ? nil : Self.listed(status?.current ?? [])),
            ("head", sample?.scripts.isComplete == true ? Self.listed(graph?.heads.map(\.text) ?? []) : nil),
            ("pending", pendingText),
            ("missing tables", schema.flatMap { $0.missing.isEmpty ? nil : style.bad($0.missing.listed) }),
            ("error", error.map { style.bad($0.onOneLine) }),
        ])
        let pending = status?.pending ?? []
        if !pending.isEmpty {
            text += "\npending, in the order in which they would run:\n"
            let width = pending.map(\.id.text.count).max() ?? 0
            for revision in pending {
                text += "  \(revision.id.text.padded(to: width))  \(revision.message.onOneLine)\n"
            }
        }
        return text + (sample?.review.openText(style) ?? "") + findingsText(style)
    }

    private static func listed(_ revisions: [String]) -> String {
        revisions.isEmpty ? "none" : revisions.map(\.onOneLine).joined(separator: ", ")
    }

    private var pendingText: String? {
        guard state != .unknown, let status else { return nil }
        return status.pending.map { "\($0.count)" } ?? "cannot be told from these rows"
    }

    /// `validate` for people.
    package func validateText(_ style: TextStyle) -> String {
        let verdict = schema?.isValid.map { $0 ? style.good("valid") : style.bad("not valid") }
        var text = style.aligned([
            ("database", "\(database.name)  \(style.faint(database.maskedURL))"),
            ("schema", verdict ?? style.doubtful("could not tell")),
            ("why", validationError?.onOneLine),
            ("state", coloured(state, style)),
            ("expected from", schema?.source.rawValue),
            ("existing tables", schema.map { "\($0.existing.count)" }),
            ("pending tables", schema.flatMap { $0.pending.isEmpty ? nil : style.doubtful($0.pending.listed) }),
        ])
        if let schema { text += schema.diff(style) + schema.unverifiedText(style) }
        return text + findingsText(style)
    }

    private func findingsText(_ style: TextStyle) -> String {
        let findings = sample?.findings ?? []
        guard !findings.isEmpty else { return "" }
        return findings.reduce(into: "\nfindings:\n") { text, finding in
            text += "  \(style.doubtful(finding.kind.rawValue))  \(finding.place)\(finding.message.onOneLine)\n"
            text += "      \(style.faint(finding.cure.onOneLine))\n"
        }
    }

    private func coloured(_ state: State, _ style: TextStyle) -> String {
        switch state {
        case .upToDate: style.good(state.rawValue)
        case .unknown, .unknownRevision: style.doubtful(state.rawValue)
        default: style.bad(state.rawValue)
        }
    }
}

extension [TableName] {
    fileprivate var listed: String { map(\.description.onOneLine).joined(separator: ", ") }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}
