import MigrationModel
import SystemPackage

extension ScriptLocator {
    /// The options of a configuration file, and of a `pyproject.toml` that stands beside an ini.
    func options(_ file: FilePath, _ status: FileStatus, _ location: inout ScriptLocation)
        throws(ConfigProblem) -> AlembicOptions
    {
        let here = file.removingLastComponent()
        let text = try text(of: file, status)
        if file.extension == "toml" {
            return AlembicOptions(ini: nil, pyproject: try pyproject(text, here: here, path: path.string))
        }
        let ini = AlembicOptions.Ini(
            file: try IniFile(text, here: here.string), section: section, path: path.string)
        let neighbour = here.appending("pyproject.toml")
        guard let status = try? FileStatus(neighbour) else { return AlembicOptions(ini: ini, pyproject: nil) }
        do {
            let beside = try pyproject(self.text(of: neighbour, status), here: here, path: neighbour.string)
            return AlembicOptions(ini: ini, pyproject: beside)
        } catch {
            location.findings.append(error.finding(in: neighbour.string, .configWarning))
            return AlembicOptions(ini: ini, pyproject: nil)
        }
    }

    private func text(of file: FilePath, _ status: FileStatus) throws(ConfigProblem) -> String {
        let bytes: [UInt8]
        do {
            bytes = try contents(of: file, status: status)
        } catch {
            throw ConfigProblem("\(file) cannot be read: \(error.reason).", cure: "Let this process read the file.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func pyproject(_ text: String, here: FilePath, path: String) throws(ConfigProblem)
        -> AlembicOptions.PyProject?
    {
        guard let table = try TOML.document(text)["tool"]?["alembic"] else { return nil }
        guard case .table = table else {
            throw ConfigProblem("Incorrect TOML format: tool.alembic is no table.", cure: "Write [tool.alembic].")
        }
        return AlembicOptions.PyProject(table: table, here: here.string, path: path)
    }

    /// `version_locations`, where it is set.
    func versionLocations(_ options: AlembicOptions, _ location: inout ScriptLocation)
        throws(ConfigProblem) -> [String]?
    {
        guard let value = try options.iniValue("version_locations"), !value.isEmpty else {
            return try options.tomlPaths("version_locations")
        }
        let list = try PathList(value, separator: separator(options, ["path_separator", "version_path_separator"]))
        if let warning = list.warning { location.findings.append(warning.finding(in: path.string, .configWarning)) }
        return list.paths
    }

    /// The directories that `prepend_sys_path` adds to where packages are looked for.
    func imports(_ options: AlembicOptions, _ location: inout ScriptLocation) throws(ConfigProblem) -> [String] {
        guard let value = try options.iniValue("prepend_sys_path"), !value.isEmpty else {
            return (try? options.tomlPaths("prepend_sys_path")) ?? []
        }
        // A wrong separator is of no consequence here where the paths are not needed.
        guard let separator = try separator(options, ["path_separator"]) else {
            return value.split { $0 == " " || $0 == "," || $0 == ":" }.map(String.init)
        }
        return (try? PathList(value, separator: separator))?.paths ?? []
    }

    private func separator(_ options: AlembicOptions, _ keys: [String]) throws(ConfigProblem)
        -> (key: String, value: String)?
    {
        for key in keys {
            if let value = try options.iniValue(key) { return (key, value) }
        }
        return nil
    }
}
