import AlembicScripts
import MigrationModel
import SystemPackage

/// Reads the scripts that are named, and again with nothing changed; prints the milliseconds of both.
@main
struct ScriptReading {
    static func main() {
        let reader = ScriptReader(FilePath(CommandLine.arguments[1]))
        let clock = ContinuousClock()
        let first = clock.measure { precondition(!reader.read().graph.revisions.isEmpty) }
        let again = (0..<20).map { _ in clock.measure { precondition(reader.read().isComplete) } }.min() ?? .zero
        print(first.seconds * 1_000, again.seconds * 1_000)
    }
}
