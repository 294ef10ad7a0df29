package import Inspector
package import MigrationModel

extension ReadError {
    /// By SQLSTATE and never by the text of a message, which depends on the server's language and version.
    package init(connecting error: PostgresError, scrub: (String) -> String) {
        self =
            switch error {
            case .connection(let text): .unreachable(oneLine(scrub(text)))
            case .passwordMissing(let text): .notAuthenticated(oneLine(scrub(text)))
            case .deadline(let limit): .timedOut(after: limit, during: "connecting")
            case .cancelled: .failed("the reading was cancelled while connecting")
            case .server(let state, let text):
                switch (state.prefix(2), state) {
                // A role without CONNECT on the database is turned away with 42501.
                case ("28", _), (_, "42501"): .notAuthenticated(oneLine(scrub(text)))
                case (_, "3D000"): .noSuchDatabase(oneLine(scrub(text)))
                default: .unreachable(oneLine(scrub(text)))
                }
            }
    }

    /// What is `reading`: a table, or the catalog where it is `nil`.
    package init(
        asking error: PostgresError, reading table: TableName?, role: String?, limit: Duration,
        scrub: (String) -> String
    ) {
        let activity = "reading \(table?.description ?? "the catalog")"
        self =
            switch error {
            case .connection(let text): .unreachable(oneLine(scrub(text)))
            case .passwordMissing(let text): .notAuthenticated(oneLine(scrub(text)))
            case .deadline(let limit): .timedOut(after: limit, during: activity)
            case .cancelled: .failed("the reading was cancelled while \(activity)")
            case .server(let state, let text):
                switch (state.prefix(2), state) {
                case (_, "57014"), (_, "25P03"), (_, "25P04"):
                    .timedOut(after: limit, during: activity, isAnswer: true)
                case (_, "55P03"):
                    .timedOut(after: limit, during: activity + ": another session holds a lock on it", isAnswer: true)
                case (_, "57P01"), (_, "57P02"), (_, "57P03"), (_, "57P05"), ("08", _), (_, "53300"):
                    .unreachable(oneLine(scrub(text)))
                case (_, "42501"):
                    if let table { .notPermitted(table, role: role) } else { .failed(oneLine(scrub(text))) }
                case ("28", _): .notAuthenticated(oneLine(scrub(text)))
                case (_, "3D000"): .noSuchDatabase(oneLine(scrub(text)))
                default: .failed("\(oneLine(scrub(text))) (SQLSTATE \(state))")
                }
            }
    }
}

/// libpq's messages have line ends, tabs and a full stop of their own; ours are part of a sentence.
private func oneLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.isEmpty ? "the connection broke" : line
}
