import DatabaseAddress
import Testing

@Suite("The address of an SQLite database")
struct SQLiteAddressTests {
    @Test(arguments: [
        ("sqlite:///app.db", "app.db"), ("sqlite:////srv/app.db", "/srv/app.db"), ("sqlite:///./a/b.db", "./a/b.db"),
        ("sqlite+pysqlite:///app.db", "app.db"), ("sqlite+aiosqlite:////srv/app.db", "/srv/app.db"),
        ("sqlite:///app.db?timeout=5&mode=ro", "app.db"), ("sqlite:///file:app.db?mode=ro&uri=true", "app.db"),
        ("sqlite:///file:/srv/my%20app.db?uri=True", "/srv/my app.db"),
        ("sqlite:///file:///srv/app.db?uri=1", "/srv/app.db"),
        ("sqlite:///file://localhost/srv/app.db#x?uri=true", "/srv/app.db"),
        // Without uri=true it is a name like any other.
        ("sqlite:///file:app.db?mode=ro", "./file:app.db"), ("sqlite:///file:app.db?uri=false", "./file:app.db"),
        ("sqlite:///my%20app.db", "my%20app.db"), ("\"sqlite:///app.db\"\n", "app.db"),
    ])
    func `the path is the one that SQLAlchemy opens`(text: String, path: String) throws {
        let address = try DatabaseAddress(text)
        #expect(address == .sqlite(SQLiteAddress(path: path)))
        #expect(address.engine == .sqlite)
        #expect(address.masked == "sqlite:///" + path)
    }

    @Test(arguments: [
        ("sqlite://", DatabaseAddressError.sqliteInMemory), ("sqlite:///", .sqliteInMemory),
        ("sqlite:///:memory:", .sqliteInMemory), ("sqlite://:memory:", .sqliteInMemory),
        ("sqlite:///file::memory:?uri=true", .sqliteInMemory), ("sqlite://?x=1", .sqliteInMemory),
        ("sqlite:///file:app.db?uri=true&mode=memory", .sqliteInMemory),
        ("sqlite:///file://db/app.db?uri=true", .sqliteOnHost), ("sqlite:///app.db\n# the old one\n", .severalLines),
        ("sqlite://app.db", .sqliteTwoSlashes), ("sqlite+pysqlcipher://:pass@/app.db", .sqliteEncrypted),
    ])
    func `what cannot be read is refused`(text: String, expected: DatabaseAddressError) {
        #expect(throws: expected) { try DatabaseAddress(text) }
    }
}
