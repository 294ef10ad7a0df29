/// Where the scripts are: all that `history` needs.
package struct ScriptSettings: Sendable {
    package let path: String
    /// Whether some database is configured too.
    package let hasDatabase: Bool

    /// `database`: which one of the file's databases is meant; needed where there are several.
    package init(
        flags: [String: [String]], environment: [String: String], database: String?
    ) throws(SettingsError) {
        var sources = SettingSources(flags: flags, environment: environment)
        let sections = sources.file.databases
        let names = sections.compactMap { $0.entries["name"]?.values.first }
        let chosen = sections.first { $0.entries["name"]?.values.first == database }
        let section = database == nil && sections.count == 1 ? sections.first : chosen
        let path = sources.written(.scripts, in: section)?.values.last
        if sections.count > 1 || database != nil, section == nil {
            sources.report("Say which database with --database, one of: \(names.joined(separator: ", ")).")
        } else if path == nil {
            sources.reportMissing(.scripts, SettingSources.noScripts(of: database))
        }
        guard let path, sources.problems.isEmpty else { throw SettingsError(problems: sources.problems) }
        self.path = path
        hasDatabase = !sections.isEmpty || sources.written(.databaseURL) != nil
    }
}

extension ScriptSettings {
    /// Where the scripts of each database are, as far as somebody says so, whatever else is wrong.
    package static func places(
        flags: [String: [String]], environment: [String: String]
    ) -> [(database: String, path: String)] {
        var sources = SettingSources(flags: flags, environment: environment)
        let sections: [ConfigurationFile.Section?] = sources.file.databases
        return (sections.isEmpty ? [nil] : sections).compactMap { section in
            guard let path = sources.written(.scripts, in: section)?.values.last else { return nil }
            return (section?.entries["name"]?.values.first ?? "database", path)
        }
    }
}

extension SettingSources {
    static func noScripts(of database: String?) -> String {
        let whose = database.map { " of database '\($0)'" } ?? ""
        return
            "Nobody says where the scripts\(whose) are. Give --scripts or MIGRATION_EXPORTER_SCRIPTS: an alembic.ini, "
            + "a pyproject.toml, a script directory or a version directory."
    }
}
