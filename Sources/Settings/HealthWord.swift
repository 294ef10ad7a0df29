/// What can make `/health` answer 503.
package enum HealthWord: String, Sendable, CaseIterable {
    case unreachable, unknown, behind, inconsistent, uninitialized
    case multipleHeads = "multiple_heads"
    case unknownRevision = "unknown_revision"
    case missingTables = "missing_tables"
    case missingColumns = "missing_columns"
}

extension SettingSources {
    mutating func unhealthyWhen() -> Set<HealthWord> {
        let written = written(.unhealthyWhen) ?? .fallback(of: .unhealthyWhen)
        let words = written.items.compactMap { text in
            let word = HealthWord(rawValue: text)
            if word == nil {
                let known = HealthWord.allCases.map(\.rawValue).joined(separator: ", ")
                report("\(written.place) names '\(text)'; known are: \(known).")
            }
            return word
        }
        return Set(words)
    }
}
