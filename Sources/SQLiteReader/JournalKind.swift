import GRDBSQLite
import Inspector

/// How a database file keeps its changes, from its header.
///
/// The header is read through SQLite's own file handle. A plain `open` and `close` of the file would release every lock
/// that this process holds on it, as POSIX has it, also those of another connection.
enum JournalKind: Equatable {
    case writeAheadLog
    /// A rollback journal, or no header to tell.
    case other

    init(ofDatabaseAt path: String) throws(ReadError) {
        var connection: OpaquePointer?
        // Opening is lazy: no statement runs here, so no lock is taken and no file is created.
        let opened = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil)
        defer { sqlite3_close_v2(connection) }
        guard opened == SQLITE_OK else {
            throw .failed("\(path) cannot be opened: \(String(cString: sqlite3_errstr(opened)))")
        }
        var file: UnsafeMutablePointer<sqlite3_file>?
        sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        // Bytes 18 and 19 are the versions for writing and for reading; 2 stands for the write-ahead log.
        var versions: [UInt8] = [0, 0]
        guard let file, let read = file.pointee.pMethods?.pointee.xRead, read(file, &versions, 2, 18) == SQLITE_OK
        else {
            self = .other
            return
        }
        self = versions.contains(2) ? .writeAheadLog : .other
    }
}
