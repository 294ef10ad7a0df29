/// An ini file as Python's `ConfigParser` reads it: strict, with `BasicInterpolation`, and `#` and `;` as comments only
/// where they begin a line.
struct IniFile: Equatable {
    struct Option: Equatable {
        var lines: [String]
        let line: Int

        var raw: String { lines.joined(separator: "\n").strippedEnd }
    }

    private(set) var sections: [String: [String: Option]] = [:]
    /// What every section inherits: `[DEFAULT]` and `here`.
    private(set) var defaults: [String: Option]

    /// `here` is the directory of the file, for `%(here)s`.
    init(_ text: String, here: String) throws(ConfigProblem) {
        defaults = ["here": Option(lines: [here], line: 0)]
        var parser = IniParser()
        for (index, line) in AlembicScripts.lines(of: text).enumerated() { try parser.read(line, number: index + 1) }
        for (name, options) in parser.sections where name != IniParser.defaultSection { sections[name] = options }
        defaults.merge(parser.sections[IniParser.defaultSection] ?? [:]) { $1 }
    }

    /// The value of a key, interpolated. `nil` where the section or the key is missing.
    func value(of key: String, in section: String) throws(ConfigProblem) -> String? {
        guard let options = sections[section], let option = options[key] ?? defaults[key] else { return nil }
        let names = defaults.merging(options) { $1 }
        return try interpolated(option.raw, key: key, line: option.line, names: names, depth: 1)
    }

    func line(of key: String, in section: String) -> Int? {
        sections[section]?[key]?.line ?? defaults[key]?.line
    }

    /// `BasicInterpolation._interpolate_some`
    private func interpolated(
        _ raw: String, key: String, line: Int, names: [String: Option], depth: Int
    ) throws(ConfigProblem) -> String {
        let cure = "Write %% for a percent sign, and %(name)s only for keys that the file has."
        guard depth <= 10 else {
            throw ConfigProblem("The value of '\(key)' refers to itself.", cure: cure, line: line)
        }
        var result = ""
        var rest = Substring(raw)
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[percent...].dropFirst()
            if rest.first == "%" {
                rest = rest.dropFirst()
                result += "%"
                continue
            }
            guard rest.first == "(", let close = rest.firstIndex(of: ")"), rest[close...].dropFirst().first == "s",
                rest.index(after: rest.startIndex) < close
            else {
                throw ConfigProblem("'%' must be followed by '%' or '(' in '\(key)'.", cure: cure, line: line)
            }
            let name = rest[..<close].dropFirst().lowercased()
            rest = rest[close...].dropFirst(2)
            guard let option = names[name] else {
                throw ConfigProblem(
                    "Bad value substitution: option '\(key)' contains an interpolation key '\(name)' which is not a "
                        + "valid option name.", cure: cure, line: line)
            }
            result +=
                option.raw.contains("%")
                ? try interpolated(option.raw, key: key, line: line, names: names, depth: depth + 1) : option.raw
        }
        return result + rest
    }
}
