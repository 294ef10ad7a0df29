import Yams

/// Why a text is no YAML, with the line.
struct YAMLProblem: Error {
    let sentence: String
}

extension Node {
    /// `nil` where there is nothing in the text.
    init?(yaml text: String) throws(YAMLProblem) {
        do {
            guard let root = try compose(yaml: text) else { return nil }
            self = root
        } catch {
            throw YAMLProblem(error, in: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
        }
    }
}

extension YAMLProblem {
    fileprivate init(_ error: any Error, in lines: [Substring]) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
            sentence =
                line.prefix(while: \.isWhitespace).contains("\t")
                ? "line \(mark.line): it is indented by a tab. YAML wants blanks."
                : "line \(mark.line): \(problem)"
        case .duplicatedKeysInMapping(let keys, let context):
            let first = context.mark
            guard let key = keys.min(), let again = Self.line(of: key, below: first, in: lines) else {
                sentence = "line \(first.line): \(keys.sorted().joined(separator: ", ")) is there twice."
                return
            }
            let others = keys.filter { $0 != key }.sorted().map { ", \($0) too" }.joined()
            sentence = "line \(again): \(key) is there twice\(others). It is in line \(first.line) already."
        default: sentence = "it cannot be parsed."
        }
    }

    /// Where a key stands again in the same mapping, of which each key has a line of its own.
    private static func line(of key: String, below first: Mark, in lines: [Substring]) -> Int? {
        let indentation = first.column - 1
        for (number, line) in zip(1..., lines).dropFirst(first.line) where !line.allSatisfy(\.isWhitespace) {
            let blanks = line.prefix { $0 == " " }.count
            guard blanks >= indentation else { return nil }
            let written = line.dropFirst(blanks).prefix { $0 != ":" }.filter { !"\"' ".contains($0) }
            if blanks == indentation, written == key { return number }
        }
        return nil
    }
}
