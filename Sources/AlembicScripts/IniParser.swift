/// `ConfigParser._read`, line by line.
struct IniParser {
    static let defaultSection = "DEFAULT"

    private(set) var sections: [String: [String: IniFile.Option]] = [:]
    private var section: String?
    private var key: String?
    private var indentation = 0

    mutating func read(_ line: String, number: Int) throws(ConfigProblem) {
        let text = line.stripped
        if text.hasPrefix("#") || text.hasPrefix(";") { return }
        guard !text.isEmpty else {
            if let section, let key { sections[section]?[key]?.lines.append("") }
            return
        }
        let column = line.unicodeScalars.count - line.unicodeScalars.drop { $0.properties.isWhitespace }.count
        if let section, let key, column > indentation {
            sections[section]?[key]?.lines.append(text)
            return
        }
        indentation = column
        if text.hasPrefix("["), let close = text.lastIndex(of: "]"), text.index(after: text.startIndex) < close {
            try open(String(text[..<close].dropFirst()), number: number)
        } else {
            try readOption(text, number: number)
        }
    }

    private mutating func open(_ name: String, number: Int) throws(ConfigProblem) {
        guard sections[name] == nil || name == Self.defaultSection else {
            throw ConfigProblem(
                "section '\(name)' already exists", cure: "Keep one section of that name.", line: number)
        }
        if sections[name] == nil { sections[name] = [:] }
        section = name
        key = nil
    }

    private mutating func readOption(_ text: String, number: Int) throws(ConfigProblem) {
        guard let section else {
            throw ConfigProblem(
                "File contains no section headers.", cure: "Begin the file with [alembic], without a byte order mark.",
                line: number)
        }
        guard let delimiter = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            throw ConfigProblem(
                "Source contains parsing errors: '\(text)' has neither '=' nor ':'.",
                cure: "Write the line as key = value, or make it a comment.", line: number)
        }
        let name = text[..<delimiter].stripped.lowercased()
        guard !name.isEmpty else {
            throw ConfigProblem(
                "Source contains parsing errors: '\(text)' has no key.",
                cure: "Write the line as key = value, or make it a comment.", line: number)
        }
        guard sections[section]?[name] == nil else {
            throw ConfigProblem(
                "option '\(name)' in section '\(section)' already exists", cure: "Keep one of the two lines.",
                line: number)
        }
        let value = text[delimiter...].dropFirst().stripped
        sections[section]?[name] = IniFile.Option(lines: [value], line: number)
        key = name
    }
}
