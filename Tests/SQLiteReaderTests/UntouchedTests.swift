import DatabaseAddress
import GRDB
import Inspector
import MigrationModel
import TestSupport
import Testing

@testable import SQLiteReader

private let sql = "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('a')"

@Suite("An SQLite file is never touched")
struct UntouchedTests {
    @Test(arguments: ["DELETE", "WAL", "TRUNCATE", "PERSIST"], ["app.db", "a ?b#c%20é.db"])
    func `the bytes and the names beside it stay as they were`(journal: String, name: String) async throws {
        let file = try SQLiteFile(sql, name: name, journal: journal)
        let before = try file.directory.contents()
        for _ in 0..<3 { #expect(try await file.read().versionTable == table("alembic_version", [.text("a")])) }
        #expect(try file.directory.contents() == before)
        #expect(before[name]?.isEmpty == false)
    }

    @Test func `protection is what SQLite says it is`() throws {
        let file = try SQLiteFile(sql)
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA query_only = 1") }
        let writable = try DatabaseQueue(path: file.path, configuration: configuration)
        let expected = ReadError.notProtected("SQLite has not opened the file for reading only")
        #expect(throws: expected) { try writable.read { try DatabaseFile.checkProtection(of: $0) } }
        configuration = Configuration()
        configuration.readonly = true
        let unguarded = try DatabaseQueue(path: file.path, configuration: configuration)
        let other = ReadError.notProtected("SQLite does not hold the connection to PRAGMA query_only")
        #expect(throws: other) { try unguarded.inDatabase { try DatabaseFile.checkProtection(of: $0) } }
        #expect(throws: DatabaseError.self) {
            try unguarded.inDatabase { try $0.execute(sql: "DELETE FROM alembic_version") }
        }
    }

    @Test func `a database in use with a write-ahead log is read with what is in the log`() async throws {
        let file = try SQLiteFile(sql, journal: "WAL")
        let application = try file.open()
        try await application.write { try $0.execute(sql: "UPDATE alembic_version SET version_num = 'b'") }
        let names = try file.directory.contents().keys.sorted()
        #expect(names == ["app.db", "app.db-shm", "app.db-wal"])
        let before = try file.directory.contents()
        #expect(try await file.read().versionTable == table("alembic_version", [.text("b")]))
        let after = try file.directory.contents()
        #expect(after["app.db"] == before["app.db"] && after["app.db-wal"] == before["app.db-wal"])
        #expect(after.keys.sorted() == names)
        try application.close()
    }

    @Test func `a write-ahead log without its shared memory is refused, not completed`() async throws {
        let file = try SQLiteFile(sql, journal: "WAL")
        let application = try file.open()
        try await application.write { try $0.execute(sql: "UPDATE alembic_version SET version_num = 'b'") }
        let copy = try SQLiteFile()
        for name in ["app.db", "app.db-wal"] {
            try await Tool("cp", in: ["/bin"], package: "coreutils").run([
                file.directory.file(name), copy.directory.file(name),
            ])
        }
        let before = try copy.directory.contents()
        await #expect {
            try await copy.read()
        } throws: { error in
            "\(error)".contains("no \(copy.path)-shm")
        }
        #expect(try copy.directory.contents() == before)
        try application.close()
    }

    @Test func `a missing file is not created`() async throws {
        let directory = try TemporaryDirectory()
        for name in ["app.db", "gone/app.db"] {
            let path = directory.file(name)
            await #expect(throws: ReadError.noSuchDatabase("there is no file \(path)")) {
                try await SQLiteReader(SQLiteAddress(path: path)).read(
                    ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(5)))
            }
        }
        #expect(try directory.contents().isEmpty)
    }

    @Test func `a lock is waited for within the limit`() async throws {
        let file = try SQLiteFile(sql)
        let application = try file.open()
        try await application.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let start = ContinuousClock.now
        await #expect {
            try await file.read(limit: .milliseconds(400))
        } throws: { error in
            let error = error as? ReadError
            return error?.reason == .timeout && error?.reachedDatabase == true
        }
        #expect(ContinuousClock.now - start < .seconds(3))
        try await application.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(try await file.read().versionTable == table("alembic_version", [.text("a")]))
    }

    @Test func `what is no database says what it is`() async throws {
        let directory = try TemporaryDirectory()
        try await Tool("mkdir", in: ["/bin"], package: "coreutils").run([directory.file("folder")])
        try await Tool("cp", in: ["/bin"], package: "coreutils").run(["/bin/sh", directory.file("program")])
        try await Tool("touch", in: ["/bin"], package: "coreutils").run([directory.file("empty")])
        func read(_ name: String) async throws -> DatabaseReading {
            try await SQLiteReader(SQLiteAddress(path: directory.file(name))).read(
                ReadingRequest(versionTable: .byShape(schema: nil), limit: .seconds(5)))
        }
        await #expect(throws: ReadError.failed("\(directory.file("folder")) is a directory, not a database file")) {
            try await read("folder")
        }
        let noDatabase = "\(directory.file("program")) is not an SQLite database, or it is encrypted"
        await #expect(throws: ReadError.failed(noDatabase)) { try await read("program") }
        let empty = try await read("empty")
        #expect(empty.versionTable == nil && empty.tables == [])
    }

    @Test func `shared memory that cannot be opened is named`() async throws {
        let file = try SQLiteFile(sql, journal: "WAL")
        // SQLite follows no link there.
        try await Tool("touch", in: ["/bin"], package: "coreutils").run([file.path + "-wal", file.path + "-other"])
        try await Tool("ln", in: ["/bin"], package: "coreutils").run(["-s", file.path + "-other", file.path + "-shm"])
        await #expect {
            try await file.read()
        } throws: { error in
            "\(error)".contains("-shm") && "\(error)".contains("cannot be opened")
        }
    }
}
