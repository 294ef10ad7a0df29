/// Where a database is and how to log in, in any of the forms that people write. Never prints a secret.
package enum DatabaseAddress: Sendable, Equatable {
    case postgresql(PostgresAddress)
    case sqlite(SQLiteAddress)

    package enum Engine: String, Sendable, Hashable, CaseIterable {
        case postgresql
        case sqlite
    }

    package init(_ text: String) throws(DatabaseAddressError) {
        let text = try Self.unwrapped(text)
        guard let url = DatabaseURL(text) else {
            guard text.contains("=") else { throw .noScheme }
            self = .postgresql(try PostgresAddress(keyValueString: text))
            return
        }
        guard !text.contains(where: \.isNewline) else { throw .severalLines }
        switch url.dialect {
        case "postgresql", "postgres": self = .postgresql(try PostgresAddress(url))
        case "sqlite": self = .sqlite(try SQLiteAddress(url))
        default: throw .unsupportedScheme(url.scheme)
        }
    }

    package var engine: Engine {
        switch self {
        case .postgresql: .postgresql
        case .sqlite: .sqlite
        }
    }

    /// What may be shown to anybody: `postgresql://user@***`, `sqlite:///path`.
    package var masked: String {
        switch self {
        case .postgresql(let address): address.masked
        case .sqlite(let address): address.masked
        }
    }

    /// The text without any secret of this address, for what a driver or a tool wrote.
    package func scrub(_ text: String) -> String { scrubber().scrub(text) }

    /// The same for many texts, and for secrets that come from elsewhere as well.
    package func scrubber(with others: [Secret] = []) -> Scrubber {
        switch self {
        case .postgresql(let address): Scrubber(address.secrets + others)
        case .sqlite: Scrubber(others)
        }
    }

    /// Whether both lead to the same database, whoever logs in there.
    package func isSamePlace(as other: DatabaseAddress) -> Bool {
        guard case .postgresql(let own) = self, case .postgresql(let theirs) = other else { return self == other }
        return ["host", "hostaddr", "port", "dbname", "service", "servicefile"].allSatisfy { own[$0] == theirs[$0] }
    }

    /// The files that libpq is told to read, with the keyword of each.
    package var namedFiles: [(keyword: String, path: String)] {
        guard case .postgresql(let address) = self else { return [] }
        return ["passfile", "servicefile", "sslcert", "sslkey", "sslrootcert", "sslcrl"].compactMap { keyword in
            // `system` is a word of libpq's for the system's own certificates.
            address[keyword].map { (keyword, $0.reveal()) }.flatMap { $0.1 == "system" ? nil : $0 }
        }
    }

    /// Without what comes along from a file or a shell: white space, line ends, one pair of quotes.
    static func unwrapped(_ text: String) throws(DatabaseAddressError) -> String {
        var rest = trimmed(text[...])
        for quote in ["\"", "'"] where rest.count >= 2 && rest.hasPrefix(quote) && rest.hasSuffix(quote) {
            rest = trimmed(rest.dropFirst().dropLast())
        }
        guard !rest.isEmpty else { throw .empty }
        // A C string ends at the first NUL: what stands behind it would be lost without a word.
        guard !rest.utf8.contains(0) else { throw .nulCharacter }
        return String(rest)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}

extension DatabaseAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { masked }
    package var debugDescription: String { masked }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
