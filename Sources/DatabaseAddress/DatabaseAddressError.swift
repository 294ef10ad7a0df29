/// Why a text is no address of a database, and what to write instead. Holds no part of the text that could be secret.
package enum DatabaseAddressError: Error, Equatable {
    case empty
    case nulCharacter
    case severalLines
    case noScheme
    case unsupportedScheme(String)
    case badPort
    case badHost
    case ambiguousAt
    case notUTF8(part: String)
    case unknownParameter(String, nearest: String?)
    case malformedQuery
    case malformedKeyValue
    case badSSL
    case badSocket
    case sqliteInMemory
    case sqliteOnHost
    case sqliteTwoSlashes
    case sqliteEncrypted
}

extension DatabaseAddressError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty:
            "The database URL is empty. \(Self.forms)"
        case .nulCharacter:
            "The database URL holds a NUL character. Is the file that it comes from a text file?"
        case .severalLines:
            "The database URL has more than one line. Where it comes from a file, let nothing else stand in there."
        case .noScheme:
            "The database URL does not begin with a scheme. \(Self.forms)"
        case .unsupportedScheme(let scheme):
            "Databases of the kind \"\(scheme)\" are not supported. \(Self.forms)"
        case .badPort:
            """
            The port in the database URL is not a number from 1 to 65535. \
            If it is part of the password, is there an @ behind it? \(Self.escapes)
            """
        case .badHost:
            "The host in the database URL is malformed. An IPv6 address stands in brackets: [::1]. \(Self.escapes)"
        case .ambiguousAt:
            "It is not clear which @ in the database URL ends the password. \(Self.escapes)"
        case .notUTF8(let part):
            "The \(part) in the database URL is not UTF-8 when its %XX are decoded. \(Self.escapes)"
        case .unknownParameter(let name, let nearest):
            "libpq knows no parameter \"\(name)\" in a database URL"
                + (nearest.map { ": is \"\($0)\" meant?" } ?? ". Remove it.")
        case .malformedQuery:
            "What follows the ? in the database URL is not of the form name=value&name=value. \(Self.escapes)"
        case .malformedKeyValue:
            """
            The connection string is not of the form keyword=value keyword='value'. \
            A value with blanks stands in single quotes, with \\' for a quote and \\\\ for a backslash.
            """
        case .badSSL:
            """
            The value of ssl in the database URL is unknown. \
            Use sslmode with disable, allow, prefer, require, verify-ca or verify-full.
            """
        case .badSocket:
            "The value of unix_sock in the database URL does not end in /.s.PGSQL.PORT, as a server's socket does."
        case .sqliteInMemory:
            "An SQLite database in memory cannot be read by another process. Give a file: sqlite:///relative.db"
        case .sqliteOnHost:
            "The SQLite URL names another host behind file://. Use sqlite:////absolute.db, without file:"
        case .sqliteTwoSlashes:
            "The SQLite URL needs three slashes before a relative path and four before an absolute one: \(Self.sqlite)"
        case .sqliteEncrypted:
            "Encrypted SQLite databases are not supported. Use \(Self.sqlite)"
        }
    }

    private static let sqlite = "sqlite:///relative.db or sqlite:////absolute.db"
    private static let forms = "Use postgresql://user:password@host:5432/database, \(sqlite)."
    private static let escapes =
        "In user and password write @ as %40, / as %2F, : as %3A, ? as %3F, # as %23, % as %25."
}
