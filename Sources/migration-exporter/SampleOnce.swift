import Inspector
import MigrationModel
import Settings

/// Takes one sample of the one database that is meant.
///
/// `readsDefinitions`: whether to compare what tables are made of, too.
func sampleOnce(
    _ groups: [any FlagGroup], database name: String?, readsDefinitions: Bool = false
) async throws -> DatabaseView {
    let settings = try Settings(flags: groups.flags, environment: Terminal.environment)
    let inspection = try Inspection(
        settings.database(named: name), limit: settings.sampleTimeout, readsDefinitions: readsDefinitions,
        threads: Inspection.threadsOfACommand)
    let sample = await inspection.sample()
    await inspection.close()
    return sample.view(of: inspection.database)
}

extension Sample {
    /// As the verdict of this moment.
    func view(of database: WatchedDatabase) -> DatabaseView {
        DatabaseView(database, sample: self, freshFor: .seconds(60), at: takenAt)
    }
}

extension Settings {
    func database(named name: String?) throws(SettingsError) -> DatabaseSettings {
        let names = databases.map(\.name).joined(separator: ", ")
        guard let name else {
            guard databases.count == 1 else {
                throw SettingsError(problems: ["Say which database with --database, one of: \(names)."])
            }
            return databases[0]
        }
        guard let found = databases.first(where: { $0.name == name }) else {
            throw SettingsError(problems: ["There is no database '\(name)', only: \(names)."])
        }
        return found
    }
}
