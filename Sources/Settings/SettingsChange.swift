/// What a newer configuration changes in one that is in force.
package struct SettingsChange: Sendable, Equatable {
    /// The databases that go on as they are.
    package let untouched: Set<String>
    /// The databases of which the same is asked as before, so that what was found still counts.
    package let unchangedQuestions: Set<String>
    /// The settings that differ and count from the next start on, sorted.
    package let waitingForRestart: [String]

    package init(from old: Settings, to new: Settings) {
        let isSamePace = old.sampleInterval == new.sampleInterval && old.sampleTimeout == new.sampleTimeout
        var untouched: Set<String> = []
        var unchanged: Set<String> = []
        for database in new.databases {
            guard let before = old.databases.first(where: { $0.name == database.name }) else { continue }
            if isSamePace, before == database { untouched.insert(database.name) }
            if before.asksTheSame(as: database) { unchanged.insert(database.name) }
        }
        self.untouched = untouched
        unchangedQuestions = unchanged
        waitingForRestart = Set(old.ofStart.keys).union(new.ofStart.keys)
            .filter { old.ofStart[$0] != new.ofStart[$0] }.sorted()
    }
}
