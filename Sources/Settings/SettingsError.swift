/// Everything that is wrong with the configuration, at once: each a sentence that names the setting, its value and what
/// it should be.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    package let problems: [String]

    package init(problems: [String]) {
        self.problems = problems
    }

    package var description: String { problems.joined(separator: "\n") }
}
