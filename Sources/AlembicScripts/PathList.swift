import MigrationModel

/// Paths in one value of an ini, split as `path_separator` says.
struct PathList: Equatable {
    let paths: [String]
    /// What Alembic would not accept, or takes otherwise than it looks.
    let warning: ConfigProblem?

    /// `separator` is the key and the value of `path_separator`, or of the deprecated `version_path_separator`.
    init(_ value: String, separator: (key: String, value: String)?) throws(ConfigProblem) {
        guard let separator else {
            paths = Self.legacySplit(value)
            warning =
                paths.count == 1 && value.contains(":") && value.hasPrefix("/")
                ? ConfigProblem(
                    "Without path_separator the paths in '\(value)' are split at blanks and commas only.",
                    cure: "Add `path_separator = os`.") : nil
            return
        }
        if let character = Self.separators[separator.value] {
            paths = Self.split(value, at: character)
            warning = nil
            return
        }
        // The template of Alembic 1.6 to 1.15 put a comment behind the value, which belongs to the value.
        let word = separator.value.prefix { $0 != " " && $0 != "\t" }
        let rest = separator.value.dropFirst(word.count).stripped
        guard rest.hasPrefix("#") || rest.hasPrefix(";"), let character = Self.separators[String(word)] else {
            throw ConfigProblem(
                "'\(separator.value)' is not a valid value for \(separator.key); expected 'space', 'newline', 'os', "
                    + "':', ';'", cure: "Write one of these words.")
        }
        paths = Self.split(value, at: character)
        warning = ConfigProblem(
            "'\(separator.value)' is not a valid value for \(separator.key): the comment belongs to it. It was read as "
                + "'\(word)'.", cure: "Move the comment to a line of its own.")
    }

    private static let separators: [String: Character] = [
        "space": " ", "newline": "\n", "os": ":", ":": ":", ";": ";",
    ]

    private static func split(_ value: String, at separator: Character) -> [String] {
        value.split(separator: separator).map { $0.stripped }
    }

    /// The regular expression `, *|(?: +)`.
    private static func legacySplit(_ value: String) -> [String] {
        var paths: [String] = []
        var path = ""
        var rest = Substring(value)
        while let character = rest.popFirst() {
            guard character == "," || character == " " else {
                path.append(character)
                continue
            }
            rest = rest.drop { $0 == " " }
            paths.append(path)
            path = ""
        }
        return paths + [path]
    }
}
