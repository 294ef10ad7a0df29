import DatabaseAddress
import GRDB
import Inspector
import MigrationModel
import SQLiteReader
import TestSupport

/// A database file in a directory of its own.
struct SQLiteFile {
    let directory: TemporaryDirectory
    let path: String

    init(_ sql: String = "", name: String = "app.db", journal: String = "DELETE") throws {
        directory = try TemporaryDirectory()
        path = directory.file(name)
        try write("PRAGMA journal_mode = \(journal);" + sql)
    }

    func write(_ sql: String) throws {
        try open().writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    /// A connection that may write, as an application has it.
    func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    var address: SQLiteAddress { SQLiteAddress(path: path) }

    func replace(with sql: String) async throws {
        let other = try SQLiteFile(sql)
        try await Tool("mv", in: ["/bin"], package: "coreutils").run([other.path, path])
    }

    func read(
        _ choice: VersionTableChoice = .byShape(schema: nil), limit: Duration = .seconds(5)
    ) async throws(ReadError) -> DatabaseReading {
        try await SQLiteReader(address).read(ReadingRequest(versionTable: choice, limit: limit))
    }
}
