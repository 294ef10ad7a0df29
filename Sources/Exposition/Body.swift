package import MigrationModel

/// The text of an answer, rendered but for what depends on the moment at which it is read.
package struct Body: Sendable {
    private enum Piece {
        case text(String)
        case hole(JSON.Hole)
    }

    private var pieces: [Piece] = []

    package init() {}

    /// A JSON document of its own, ended by a line feed so that a terminal shows it well.
    package init(_ json: JSON) {
        json.write(to: &self)
        append("\n")
    }

    package mutating func append(_ text: String) {
        if case .text(let last)? = pieces.last {
            pieces[pieces.count - 1] = .text(last + text)
        } else {
            pieces.append(.text(text))
        }
    }

    mutating func append(_ hole: JSON.Hole) { pieces.append(.hole(hole)) }

    /// The whole text, as of this moment.
    package func text(at now: Timestamp, startedAt: Timestamp) -> String {
        if pieces.count == 1, case .text(let all) = pieces[0] { return all }
        return pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .hole(.age(let moment)): now.seconds(since: moment).tenths
            case .hole(.now): "\"\(now)\""
            case .hole(.uptime): String(Int(now.seconds(since: startedAt)))
            }
        }.joined()
    }
}
