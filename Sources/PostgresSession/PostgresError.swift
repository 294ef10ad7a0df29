/// What went wrong with a session, as libpq tells it. Its texts may hold secrets.
package enum PostgresError: Error, Equatable {
    /// The server's own error, with its SQLSTATE.
    case server(state: String, message: String)
    /// libpq's: there is no connection, or none any more.
    case connection(String)
    /// The server asks for a password, and none is known.
    case passwordMissing(String)
    case deadline(Duration)
    case cancelled

    /// Whether a table or a column that was expected is not there, or no longer for this role.
    package var isStaleExpectation: Bool {
        guard case .server(let state, _) = self else { return false }
        return ["42P01", "42703", "3F000", "42501"].contains(state)
    }
}

extension PostgresError {
    /// Reads libpq's message of a connection that failed, in its verbose form.
    ///
    /// libpq gives the fields of an error only with a result, and a connection that failed has none. What it gives is
    /// a text, and with `PQERRORS_VERBOSE` libpq itself puts the SQLSTATE behind the severity, whatever the language
    /// of the server: `FATAL:  28P01: password authentication failed …`. With several hosts the last one counts, as
    /// in libpq's own verdict.
    package init(connectionMessage text: String, passwordMissing: Bool) {
        var state: String?
        var lines: [String] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("LOCATION:  ") {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            // Two blanks stand between the severity and the code.
            let code = words.indices.dropFirst(2).first { index in
                Self.isSQLState(words[index]) && words[index - 1].isEmpty && words[index - 2].hasSuffix(":")
            }
            if let code { state = String(words[code].dropLast()) }
            lines.append(words.indices.filter { $0 != code }.map { words[$0] }.joined(separator: " "))
        }
        let message = lines.joined(separator: "\n")
        self =
            if passwordMissing {
                .passwordMissing(message)
            } else if let state {
                .server(state: state, message: message)
            } else {
                .connection(message)
            }
    }

    /// `28P01:`
    private static func isSQLState(_ word: Substring) -> Bool {
        word.utf8.count == 6 && word.hasSuffix(":")
            && word.utf8.dropLast().allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            }
    }
}
