import MigrationModel

// How a comparison of schemas reads: as a diff, with what should be there and what is, and who says so.

extension SchemaDifference {
    /// `nil` where nothing should be there.
    var expectedLine: String? { kind == .unexpectedTable || kind == .unexpectedColumn ? nil : line(expected) }

    /// `nil` where nothing is.
    var actualLine: String? {
        switch kind {
        case .missingTable, .missingColumn: nil
        case .missingIndex, .missingConstraint: actual.map { line($0) }
        case .unexpectedTable, .unexpectedColumn, .type, .nullable, .default: line(actual)
        }
    }

    private func line(_ value: String?) -> String {
        let value = value.map { " \($0)" } ?? ""
        return switch kind {
        case .missingTable, .unexpectedTable: "\((expected ?? actual) ?? "table") \(table)"
        case .missingColumn, .unexpectedColumn, .nullable: "column \(subject)\(value)"
        case .type: "column \(subject) type\(value)"
        case .default: "column \(subject) default\(value)"
        case .missingIndex: "index on \(table):\(value)"
        case .missingConstraint: "constraint on \(table):\(value)"
        }
    }
}

extension SchemaComparison {
    /// Everything that differs, one line for each side.
    func diff(_ style: TextStyle) -> String {
        guard !differences.isEmpty else { return "" }
        return differences.reduce(into: "\n") { text, difference in
            let place = difference.place.map { style.faint("  (\($0.words.onOneLine))") } ?? ""
            if let line = difference.expectedLine { text += style.bad("- \(line.onOneLine)") + place + "\n" }
            guard let line = difference.actualLine else { return }
            text += style.good("+ \(line.onOneLine)") + (difference.expectedLine == nil ? place : "") + "\n"
        }
    }

    func unverifiedText(_ style: TextStyle) -> String {
        guard !unverified.isEmpty else { return "" }
        return unverified.reduce(into: "\nunverified:\n") { text, item in
            let place = "\(item.doubt.file):\(item.doubt.line)".onOneLine
            text += "  \(style.doubtful(item.subject.onOneLine))  \(item.doubt.reason.onOneLine)"
            text += style.faint("  (\(place))") + "\n"
        }
    }
}

extension SchemaComparison.Unverified {
    var subject: String {
        guard let table else { return "any table" }
        return column.map { "\(table).\($0)" } ?? table.description
    }
}

extension ScriptPlace {
    /// `bbbb2222, versions/bbbb.py:14`
    var words: String { "\(revision), \(file):\(line)" }
}
