import MigrationModel
import SystemPackage

/// Where the scripts of one project are.
struct ScriptLocation: Equatable {
    /// The directory with `env.py`; `nil` where only a version directory was given.
    var directory: FilePath?
    /// In order, absolute; only those that exist.
    var versions: [FilePath] = []
    var isRecursive = false
    var isSourceless = false
    /// Where Python looks for the project's own modules, in order.
    var roots: [FilePath] = []
    var findings: [Finding] = []

    var environment: FilePath? { directory?.appending("env.py") }
}
