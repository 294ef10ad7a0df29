import GRDB
import Inspector
import MigrationModel

extension ReadError {
    /// By SQLite's result code and never by its text.
    init(_ error: DatabaseError, path: String, limit: Duration) {
        let text = error.message ?? error.resultCode.description
        self =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                .timedOut(
                    after: limit, during: "waiting for a lock that another process holds on \(path)", isAnswer: true)
            case .SQLITE_NOTADB:
                .failed("\(path) is not an SQLite database, or it is encrypted")
            case .SQLITE_CORRUPT:
                .failed("\(path) is damaged: \(text). Check it with PRAGMA integrity_check")
            case .SQLITE_CANTOPEN:
                .failed(
                    """
                    \(path) or a file that SQLite keeps beside it (-wal, -shm, -journal) cannot be opened. \
                    Give this user read permission on all of them
                    """)
            case .SQLITE_READONLY:
                .failed(
                    """
                    \(path) was left in the middle of a change, and repairing it would write. \
                    Open it once with its application or with sqlite3
                    """)
            default: .failed("\(path): \(text)")
            }
    }
}
