import Exposition
import HTTPService
import Inspector
import Settings

/// All that serving needs, checked together so that every problem is reported at once.
struct ServeSettings {
    let settings: Settings
    let log: LogSettings
    let policy: HealthPolicy
    let inspections: [Inspection]
    let access: WebAccess
    private let flags: [String: [String]]
    private let environment: [String: String]

    init(_ groups: [any FlagGroup], environment: [String: String] = Terminal.environment) throws(SettingsError) {
        try self.init(flags: groups.flags, environment: environment)
    }

    /// The same flags and environment, and what the files say now, but for the web file, which is watched for itself.
    func readAgain() throws(SettingsError) -> ServeSettings {
        try ServeSettings(flags: flags, environment: environment, after: self)
    }

    private init(
        flags: [String: [String]], environment: [String: String], after old: ServeSettings? = nil
    ) throws(SettingsError) {
        self.flags = flags
        self.environment = environment
        let settings = Result { () throws(SettingsError) in
            try Settings(flags: flags, environment: environment, after: old?.settings)
        }
        let log = Result { () throws(SettingsError) in try LogSettings(flags: flags, environment: environment) }
        // Both read the same file, so that what is wrong with it is said twice.
        try Self.check(settings.problems + log.problems)
        self.settings = try settings.get()
        self.log = try log.get()
        let limit = self.settings.sampleTimeout
        let inspections = self.settings.databases.map { database in
            Result { () throws(SettingsError) in try Inspection(database, limit: limit) }
        }
        let access = Result { [web = self.settings.web] () throws(SettingsError) in
            if let old { old.access } else { try WebAccess(web.configuration?.found) }
        }
        try Self.check(inspections.flatMap(\.problems) + access.problems)
        self.access = try access.get()
        policy = HealthPolicy(self.settings.unhealthyWhen)
        self.inspections = try inspections.map { inspection throws(SettingsError) in try inspection.get() }
    }

    private static func check(_ problems: [String]) throws(SettingsError) {
        var said: Set<String> = []
        let once = problems.filter { said.insert($0).inserted }
        guard once.isEmpty else { throw SettingsError(problems: once) }
    }
}

extension Result where Failure == SettingsError {
    fileprivate var problems: [String] {
        if case .failure(let error) = self { error.problems } else { [] }
    }
}
