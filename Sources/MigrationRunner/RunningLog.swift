/// What Alembic wrote until now, and which revision it is at.
struct RunningLog {
    /// As many of the last lines as anybody wants to read.
    static let most = 200
    private(set) var lines: [String] = []
    /// The revision that the newest lines speak of; `nil` before the first.
    private(set) var revision: String?

    mutating func add(_ line: String) {
        if let named = Self.revision(namedIn: line) { revision = named }
        lines.append(line)
        if lines.count > Self.most { lines.removeFirst(lines.count - Self.most) }
    }

    /// The last line that says something: of a Python traceback, the error itself.
    var lastWords: String? {
        let spoken = lines.filter { !$0.isEmpty }
        // SQLAlchemy writes the statement and a link below its error.
        let errors = spoken.filter { line in
            let head = line.prefix { $0 != ":" && $0 != " " }
            // `pg_dump: error: …`, and the details below it.
            let isOfTool = line.dropFirst(head.count).hasPrefix(": error: ")
            return !line.hasPrefix(" ")
                && (isOfTool || head.hasSuffix("Error") || head.hasSuffix("Exception") || head == "FAILED")
        }
        return errors.last ?? spoken.last
    }

    /// `… Running upgrade aaaa1111 -> bbbb2222, message`: the one that it leads to, or for a downgrade the one that it
    /// takes back.
    private static func revision(namedIn line: String) -> String? {
        let words = line.split(separator: " ")
        guard let running = words.firstIndex(of: "Running"), let arrow = words.firstIndex(of: "->"), running < arrow
        else { return nil }
        let isDowngrade = words[running + 1] == "downgrade"
        let place = isDowngrade ? running + 2 : arrow + 1
        guard words.indices.contains(place), words[place] != "->" else { return nil }
        return String(words[place].prefix { $0 != "," })
    }
}
