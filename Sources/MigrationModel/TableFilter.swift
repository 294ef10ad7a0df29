/// The tables that a user wants left out, by globs: `*` is any text, `?` any one character.
///
/// A pattern with a dot is held against `schema.name`, one without against the name alone.
package struct TableFilter: Sendable, Equatable {
    private let patterns: [String]

    package init(_ patterns: [String]) {
        self.patterns = patterns
    }

    package func contains(_ table: TableName) -> Bool {
        patterns.contains { pattern in
            pattern.contains(".")
                ? Self.matches(table.description[...], pattern[...]) : Self.matches(table.name[...], pattern[...])
        }
    }

    /// Linear for one `*` and quadratic at worst: after a mismatch only the last `*` takes one character more.
    private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
        var text = text
        var pattern = pattern
        var retry: (text: Substring, pattern: Substring)?
        while !text.isEmpty {
            if pattern.first == "*" {
                pattern = pattern.dropFirst()
                retry = (text, pattern)
            } else if let wanted = pattern.first, wanted == "?" || wanted == text.first {
                text = text.dropFirst()
                pattern = pattern.dropFirst()
            } else if let (last, after) = retry {
                text = last.dropFirst()
                pattern = after
                retry = (text, after)
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == "*" }
    }
}
