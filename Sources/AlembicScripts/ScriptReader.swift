package import MigrationModel
import Synchronization
package import SystemPackage

/// Reads the scripts of one project, without Python and without running anything.
///
/// It keeps what it has read: reading again looks at the files' inode, size and times, and parses only those that have
/// changed. Reading blocks, for as long as the file system does.
package final class ScriptReader: Sendable {
    /// What is wanted of the scripts.
    package enum Depth: Sendable, Equatable {
        /// The revisions and how they build on each other.
        case graph
        /// What each of them does to the schema of a database of that kind, too: several times the work.
        case schema(Dialect)
    }

    private let locator: ScriptLocator
    private let memory: Mutex<ReaderMemory>

    /// - Parameters:
    ///   - path: an `alembic.ini`, a `pyproject.toml`, a script directory or a version directory.
    ///   - section: of the ini, as `alembic -n`.
    ///   - workingDirectory: what relative paths are relative to; the process's own by default.
    ///   - depth: what is wanted of them.
    ///   - threads: how many read a large directory. Each takes memory that the process keeps.
    package init(
        _ path: FilePath, section: String = "alembic", workingDirectory: FilePath? = nil,
        depth: Depth = .schema(.postgresql), threads: Int = 1
    ) {
        memory = Mutex(ReaderMemory(depth: depth, threads: threads))
        locator = ScriptLocator(
            path: path, section: section, workingDirectory: workingDirectory ?? .currentDirectory)
    }

    /// The scripts as they are now. Whatever is wrong with them is among the findings.
    package func read() -> MigrationScripts {
        let location = locator.locate()
        return memory.withLock { $0.scripts(location, named: locator.path) }
    }
}

extension FilePath {
    /// The process's, or `/` if that is gone.
    fileprivate static var currentDirectory: FilePath { FilePath(".").resolved ?? FilePath("/") }
}
