package import MigrationModel

/// The text of an answer, rendered but for what depends on the moment at which it is read.
package struct Body: Sendable {
    private enum Piece {
        case text(String)
        case hole(JSON.Hole)
    }

    private var pieces: [Piece] = []
    /// Of the texts, in bytes.
    private var length = 0

    package init() {}

    /// A JSON document of its own, ended by a line feed so that a terminal shows it well.
    package init(_ json: JSON) {
        json.write(to: &self)
        append("\n")
    }

    package mutating func append(_ text: String) {
        length += text.utf8.count
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
        var whole = ""
        whole.reserveCapacity(length + 64)
        for piece in pieces {
            switch piece {
            case .text(let text): whole += text
            case .hole(.age(let moment)): whole += now.seconds(since: moment).tenths
            case .hole(.elapsed(let moment)): whole += now.seconds(since: moment).inWords
            case .hole(.now):
                whole += "\""
                whole += now.description
                whole += "\""
            case .hole(.uptime): whole += String(Int(now.seconds(since: startedAt)))
            }
        }
        return whole
    }
}
