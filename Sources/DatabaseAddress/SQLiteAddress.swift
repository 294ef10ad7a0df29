/// The file of an SQLite database.
package struct SQLiteAddress: Sendable, Equatable {
    /// As SQLAlchemy would open it: nothing in it is percent-decoded.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    package var masked: String { "sqlite:///\(path)" }
}

extension SQLiteAddress {
    init(_ url: DatabaseURL) throws(DatabaseAddressError) {
        guard url.driver != "pysqlcipher" else { throw .sqliteEncrypted }
        guard !url.rest.isEmpty else { throw .sqliteInMemory }
        guard url.rest.hasPrefix("/") else {
            throw url.rest.hasPrefix(":memory:") || url.rest.hasPrefix("?") ? .sqliteInMemory : .sqliteTwoSlashes
        }
        // Behind the question mark are parameters of the driver, none of which says which file it is.
        var path = url.rest.dropFirst().prefix { $0 != "?" }
        if path.hasPrefix("file:") { path = path.dropFirst("file:".count) }
        guard !path.isEmpty, !path.hasPrefix(":memory:") else { throw .sqliteInMemory }
        self.init(path: String(path))
    }
}

extension SQLiteAddress: CustomStringConvertible {
    package var description: String { masked }
}
