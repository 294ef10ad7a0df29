import Exposition
import Inspector
import Settings

/// All that serving needs, checked together so that every problem is reported at once.
struct ServeSettings {
    let settings: Settings
    let log: LogSettings
    let policy: HealthPolicy
    let inspections: [Inspection]

    init(_ groups: [any FlagGroup], environment: [String: String] = Terminal.environment) throws(SettingsError) {
        let flags = groups.flags
        let settings = Result { () throws(SettingsError) in try Settings(flags: flags, environment: environment) }
        let log = Result { () throws(SettingsError) in try LogSettings(flags: flags, environment: environment) }
        let problems = [settings.problems, log.problems].joined()
        // Both read the same file, so that what is wrong with it is said twice.
        var said: Set<String> = []
        let once = problems.filter { said.insert($0).inserted }
        guard once.isEmpty else { throw SettingsError(problems: once) }
        self.settings = try settings.get()
        self.log = try log.get()
        policy = try HealthPolicy(self.settings.unhealthyWhen)
        var inspections: [Inspection] = []
        for database in self.settings.databases {
            inspections.append(try Inspection(database, limit: self.settings.sampleTimeout))
        }
        self.inspections = inspections
    }
}

extension Result where Failure == SettingsError {
    fileprivate var problems: [String] {
        if case .failure(let error) = self { error.problems } else { [] }
    }
}
