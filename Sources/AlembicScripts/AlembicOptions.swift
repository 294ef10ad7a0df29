import MigrationModel
import SystemPackage

/// What an `alembic.ini` and a `pyproject.toml` say together: each key is taken from the ini where it has it.
///
/// Source of the rules: `alembic.config.Config.get_alembic_option` and its neighbours.
struct AlembicOptions {
    struct Ini {
        let file: IniFile
        let section: String
        let path: String
    }

    struct PyProject {
        /// `[tool.alembic]`
        let table: TOML
        let here: String
        let path: String
    }

    let ini: Ini?
    let pyproject: PyProject?

    func text(_ key: String) throws(ConfigProblem) -> String? {
        if let value = try iniValue(key) { return value }
        switch try tomlValue(key) {
        case nil: return nil
        case .string(let text)?: return text
        default: throw Self.wrongType(key, wanted: "a string")
        }
    }

    func flag(_ key: String) throws(ConfigProblem) -> Bool {
        if let value = try iniValue(key) { return value == "true" }
        switch pyproject?.table[key] {
        case nil: return false
        case .boolean(let value)?: return value
        default:
            throw ConfigProblem(
                "boolean value expected for TOML parameter '\(key)'", cure: "Write true or false, without quotes.")
        }
    }

    /// Whether the ini has `True` or the like where only `true` counts.
    func isMistakenFlag(_ key: String) -> Bool {
        guard let value = try? iniValue(key) else { return false }
        return ["true", "1", "yes", "on"].contains(value.lowercased()) && value != "true"
    }

    func iniValue(_ key: String) throws(ConfigProblem) -> String? {
        guard let ini else { return nil }
        return try ini.file.value(of: key, in: ini.section)
    }

    /// Paths from a list of TOML.
    func tomlPaths(_ key: String) throws(ConfigProblem) -> [String]? {
        switch try tomlValue(key) {
        case nil: return nil
        case .array(let items)?:
            var paths: [String] = []
            for item in items {
                guard case .string(let path) = item else { throw Self.wrongType(key, wanted: "a list of strings") }
                paths.append(path)
            }
            return paths
        default: throw Self.wrongType(key, wanted: "a list of strings")
        }
    }

    private static func wrongType(_ key: String, wanted: String) -> ConfigProblem {
        ConfigProblem("The TOML parameter '\(key)' is not \(wanted).", cure: "Write it as \(wanted).")
    }

    private func tomlValue(_ key: String) throws(ConfigProblem) -> TOML? {
        guard let pyproject, let value = pyproject.table[key] else { return nil }
        return try formatted(value, key: key, here: pyproject.here)
    }

    private func formatted(_ value: TOML, key: String, here: String) throws(ConfigProblem) -> TOML {
        switch value {
        case .string(let text): return .string(try formatted(text, key: key, here: here))
        case .array(let items):
            var result: [TOML] = []
            for item in items { result.append(try formatted(item, key: key, here: here)) }
            return .array(result)
        case .boolean, .other, .table: return value
        }
    }

    /// Python's `text % {"here": here}`.
    private func formatted(_ text: String, key: String, here: String) throws(ConfigProblem) -> String {
        var result = ""
        var rest = Substring(text)
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[percent...]
            if rest.hasPrefix("%%") {
                result += "%"
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("%(here)s") {
                result += here
                rest = rest.dropFirst("%(here)s".count)
            } else {
                throw ConfigProblem(
                    "'\(key)' holds a percent sign that is not %(here)s.", cure: "Write %% for a percent sign.")
            }
        }
        return result + rest
    }
}
