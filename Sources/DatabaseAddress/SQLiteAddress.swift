/// The file of an SQLite database.
package struct SQLiteAddress: Sendable, Equatable {
    /// As SQLAlchemy would open it: percent-decoded only where it gives SQLite a URI.
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
        let name = url.rest.dropFirst().prefix { $0 != "?" }
        let path = url.isSQLiteURI ? try Self.path(ofURI: name, url.parameters) : String(name)
        guard !path.isEmpty, !path.hasPrefix(":memory:") else { throw .sqliteInMemory }
        // SQLite itself takes any name that begins so for a URI.
        self.init(path: path.hasPrefix("file:") ? "./" + path : path)
    }

    /// https://www.sqlite.org/uri.html
    private static func path(
        ofURI uri: Substring, _ parameters: [(name: String, value: String)]
    ) throws(DatabaseAddressError) -> String {
        guard !parameters.contains(where: { $0 == ("mode", "memory") }) else { throw .sqliteInMemory }
        var path = uri.dropFirst("file:".count).prefix { $0 != "#" }
        if path.hasPrefix("//") {
            let host = path.dropFirst(2).prefix { $0 != "/" }
            guard host.isEmpty || host == "localhost" else { throw .sqliteOnHost }
            path = path[host.endIndex...]
        }
        guard let decoded = PercentCoding.decode(path) else { throw .notUTF8(part: "path") }
        return decoded
    }
}

extension DatabaseURL {
    /// Whether SQLite gets a URI, and not the name of a file that begins with `file:`.
    var isSQLiteURI: Bool {
        rest.hasPrefix("/file:")
            && parameters.contains {
                $0.name == "uri" && ["true", "yes", "on", "y", "t", "1"].contains($0.value.lowercased())
            }
    }

    /// What stands behind the question mark, as SQLAlchemy reads it.
    fileprivate var parameters: [(name: String, value: String)] {
        rest.drop { $0 != "?" }.dropFirst().split(separator: "&").map { pair in
            let name = pair.prefix { $0 != "=" }
            let value = PercentCoding.decode(pair[name.endIndex...].dropFirst(), plusIsBlank: true)
            return (String(name), value ?? "")
        }
    }
}

extension SQLiteAddress: CustomStringConvertible {
    package var description: String { masked }
}
