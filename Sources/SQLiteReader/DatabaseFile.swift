import GRDB
import GRDBSQLite
import Inspector
import MigrationModel

/// A database file, read in one blocking go.
struct DatabaseFile: Sendable {
    let path: String

    typealias Answer = (reading: DatabaseReading, definitions: Definitions?)

    /// `known`: what the file held last time.
    func read(_ request: ReadingRequest, known: Definitions? = nil) throws(ReadError) -> Answer {
        let before = try FileFacts.ofDatabase(at: path)
        guard try JournalKind(ofDatabaseAt: path) == .writeAheadLog else {
            return try read(request, known, immutable: false)
        }
        if let logSize = before.logSize, logSize > 0 || before.hasSharedMemory {
            guard before.hasSharedMemory else { throw .failed(Self.logAlone(path)) }
            return try read(request, known, immutable: false)
        }
        // Nobody has the database open. Opening it the usual way would create its -wal and -shm files, as our user,
        // and leave them behind. Declared immutable it is read as it lies there; whether that was true shows afterwards.
        let reading = Result { () throws(ReadError) in try read(request, known, immutable: true) }
        guard try FileFacts.ofDatabase(at: path) == before else {
            // An application opened it in the meantime, so its files are there now.
            return try read(request, known, immutable: false)
        }
        return try reading.get()
    }

    private func read(
        _ request: ReadingRequest, _ known: Definitions?, immutable: Bool
    ) throws(ReadError) -> Answer {
        let start = ContinuousClock.now
        var configuration = Configuration()
        configuration.readonly = true
        // Less than the limit, so that it is SQLite that says what it waited for.
        configuration.busyMode = .timeout(request.limit.seconds * 0.8)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = 1") }
        do {
            let queue = try DatabaseQueue(path: immutable ? immutableURI : path, configuration: configuration)
            return try queue.read { database in
                try Self.checkProtection(of: database)
                let survey = try Survey(database, request: request, known: known)
                let reading = DatabaseReading(
                    defaultSchema: nil, versionTable: survey.versionTable,
                    otherVersionTables: survey.otherVersionTables, tables: survey.tables,
                    definitions: survey.definitions?.schema, latency: .now - start)
                return (reading, survey.definitions)
            }
        } catch let error as ReadError {
            throw error
        } catch let error as DatabaseError {
            throw ReadError(error, path: path, limit: request.limit)
        } catch {
            throw .failed("\(path): \(error)")
        }
    }

    /// Asks SQLite itself: the file is open for reading only, and statements that write are refused on top of that.
    static func checkProtection(of database: Database) throws {
        guard sqlite3_db_readonly(database.sqliteConnection, "main") == 1 else {
            throw ReadError.notProtected("SQLite has not opened the file for reading only")
        }
        guard try Bool.fetchOne(database, sql: "PRAGMA query_only") == true else {
            throw ReadError.notProtected("SQLite does not hold the connection to PRAGMA query_only")
        }
    }

    private var immutableURI: String {
        let escaped = path.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "%"): "%25"
            case UInt8(ascii: "?"): "%3f"
            case UInt8(ascii: "#"): "%23"
            case 0x80...: "%" + String(byte, radix: 16)
            default: String(Unicode.Scalar(byte))
            }
        }
        // Two slashes at the beginning would begin the name of a host.
        let isAbsolute = path.hasPrefix("/")
        return (isAbsolute ? "file://" : "file:") + escaped.joined() + "?immutable=1"
    }

    private static func logAlone(_ path: String) -> String {
        """
        \(path) has a write-ahead log, \(path)-wal, but no \(path)-shm, which reading would have to create. \
        Open the database once with its application or with sqlite3, or copy all three files
        """
    }
}
