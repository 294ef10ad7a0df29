import Inspector
import MigrationModel

/// Why a run did not reach its target, in words that an operator can act on. Holds no secret.
enum RunFailure: Error, Equatable {
    // Before anything was started.
    case connectTimeout(Duration)
    case unreadable(String)
    case multipleHeads([RevisionID])
    case unsound(Finding)
    case standsElsewhere(expected: String, rows: [String])
    /// A downgrade or a stamp names a revision that is none, or that it cannot go to.
    case noDestination(NameError)
    /// Alembic's offline mode begins at one revision, and the database stands at several.
    case severalRowsForSQL([String])
    /// Without its secrets the SQL would be another.
    case secretInSQL
    case noConfiguration(scripts: String)
    case noCommand(String)
    case notExecutable(String)
    case locked(LockHolder?, after: Duration)
    /// Of a run whose processes are gone.
    case orphan(Orphan)
    case noLock(String)

    // With Alembic.
    case interrupted(Interruption)
    case notStarted(String)
    case alembic(status: String, lastLine: String?)
    case backup(String)
    /// A command of the operator's: `when` is before or after.
    case hook(when: String, command: String, status: String, lastLine: String?)
    case nothingChanged
    /// The version table has other rows now, and not those of the stamp.
    case stampedOtherwise(as: String, rows: [String])
    /// `still`: pending, or applied.
    case stoppedShort(of: [String], still: String)
}

/// Why a run had to end before it ended by itself.
enum Interruption: Error, Equatable {
    case deadline(Duration)
    case lockLost(String)
    /// Somebody asked for it, with a signal for example.
    case stopped(String)
}

/// Who holds the lock.
struct LockHolder: Equatable {
    let process: String
    let name: String
    /// As the holder wrote it.
    let since: String?
}

extension RunFailure {
    var outcome: RunOutcome {
        switch self {
        case .connectTimeout: .connectTimeout
        case .unreadable, .noLock: .couldNotTell
        case .multipleHeads, .unsound, .standsElsewhere, .noDestination, .severalRowsForSQL, .secretInSQL,
            .noConfiguration, .noCommand, .notExecutable:
            .refused
        case .locked, .orphan: .locked
        case .interrupted(.deadline): .timedOut
        case .interrupted, .notStarted, .alembic, .backup, .hook, .nothingChanged, .stampedOtherwise,
            .stoppedShort:
            .failed
        }
    }

    /// One sentence.
    var message: String {
        switch self {
        case .connectTimeout(let limit): "Connection timeout after \(limit.wholeSeconds) seconds"
        case .unreadable(let why), .noLock(let why): why
        case .multipleHeads: "Multiple migration heads detected"
        case .unsound(let finding): finding.message
        case .standsElsewhere(let expected, let rows):
            "The database does not stand at \(expected), as expected, but at \(rows.listed)."
        case .noDestination(let error): "\(error)."
        case .severalRowsForSQL(let rows):
            "Alembic writes SQL from one revision on, and the database stands at several: \(rows.listed)."
        case .secretInSQL:
            "The SQL holds a password, or a word that is the same as one of this database's, and is not shown."
        case .noConfiguration(let scripts): "Alembic needs its alembic.ini, and there is none at or beside \(scripts)."
        case .noCommand(let name): "There is no command '\(name)'."
        case .notExecutable(let path): "\(path) is not executable."
        case .locked(let holder, let limit):
            "Another run holds the lock, still after \(limit.wholeSeconds) seconds: "
                + (holder.map(\.description) ?? "its process is not known.")
        case .orphan(let orphan): "An earlier run was ended. \(orphan)"
        case .interrupted(.deadline(let limit)):
            "The run was ended at its deadline of \(limit.wholeSeconds) seconds."
        case .interrupted(.lockLost(let why)): "The run was ended, because its lock was lost: \(why)"
        case .interrupted(.stopped(let why)): "The run was ended: \(why)."
        case .notStarted(let why): "Alembic could not be started: \(why)"
        case .alembic(let status, let line): "Alembic failed (\(status))\(line.map { ": \($0)" } ?? ".")"
        case .backup(let why): "The backup before the run failed: \(why)"
        case .hook(let when, let command, let status, let line):
            "The command \(when) the run, \(command), failed (\(status))\(line.map { ": \($0)" } ?? ".")"
        case .nothingChanged: "Alembic ended well, but did not change this database."
        case .stampedOtherwise(let name, let rows):
            "Alembic ended well, but did not stamp this database as \(name): the version table has \(rows.listed)."
        case .stoppedShort(let left, let still):
            "Alembic ended well, but \(left.listed) of this database \(left.count == 1 ? "is" : "are") still \(still)."
        }
    }

    /// What to do about it.
    var cure: String? {
        switch self {
        case .connectTimeout: "Is the host right, and does a firewall let us through? --connect-timeout sets the limit."
        case .unreadable, .noLock, .orphan: nil
        case .multipleHeads(let heads):
            "The heads are \(heads.map(\.text).listed). Join them with `alembic merge heads`, or run `upgrade heads`."
        case .unsound(let finding): finding.place + finding.cure
        case .standsElsewhere: "Look at /api/migrations/status, and ask again with what you find."
        case .noDestination: "`migration-exporter history` shows what there is, and where the database stands."
        case .severalRowsForSQL: "Write it for each branch by hand: `alembic upgrade FROM:TO --sql`, or downgrade."
        case .secretInSQL:
            "Write it by hand: `alembic upgrade FROM:TO --sql`. A password that is a word of the SQL is too weak."
        case .noConfiguration: "Give --scripts the alembic.ini or the pyproject.toml."
        case .noCommand:
            "Install it into the application's environment (.venv or venv beside the scripts), or name it with "
                + "--alembic-command."
        case .notExecutable: "Correct its permissions (chmod +x), or name another with --alembic-command."
        case .locked:
            "Wait for it, or give --lock-timeout more. One that hangs is ended with SELECT pg_terminate_backend(PID), "
                + "or for a lock file with kill."
        case .interrupted(.deadline): "--run-timeout sets the limit."
        case .interrupted(.lockLost): "Is the server up? Behind a pooler in transaction mode give a direct URL."
        case .interrupted(.stopped), .alembic: "Nothing is tried again by itself: correct the cause, then run again."
        case .backup:
            "Alembic was not started, and no half file is left: correct the cause, then run again."
        case .hook("before", _, _, _): "Alembic was not started: correct the cause, then run again."
        case .hook: "Alembic's part is done: correct the cause, and do by hand what that command was for."
        case .notStarted: "Try the command that --alembic-command names by hand."
        case .nothingChanged:
            "It may have worked on another one: then let env.py take DATABASE_URL from the environment, instead of a URL "
                + "of its own or of alembic.ini's. It may have committed nothing: SQLAlchemy 2 begins a transaction with "
                + "whatever env.py executes on the connection before context.configure(), and Alembic leaves the commit "
                + "of that one to env.py. Or the command of --alembic-command does nothing."
        case .stampedOtherwise, .stoppedShort:
            "Does the command of --alembic-command pass its arguments on and use the same scripts? Does env.py commit "
                + "all that is done?"
        }
    }
}

extension LockHolder: CustomStringConvertible {
    var description: String { "process \(process), \(name)\(since.map { ", since \($0)" } ?? "")." }
}

extension Duration {
    var wholeSeconds: String { components.attoseconds == 0 ? "\(components.seconds)" : "\(seconds)" }
}

extension [String] {
    var listed: String { isEmpty ? "no revision" : joined(separator: ", ") }
}
