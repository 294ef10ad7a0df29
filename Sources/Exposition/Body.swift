package import MigrationModel

/// The text of an answer, rendered but for what depends on the moment at which it is read.
package struct Body: Sendable {
    private var beforeHoles: [(text: String, hole: JSON.Hole)] = []
    private var rest = ""

    package init() {}

    /// A JSON document of its own, ended by a line feed so that a terminal shows it well.
    package init(_ json: JSON) {
        json.write(to: &self)
        append("\n")
    }

    package mutating func append(_ text: String) { rest += text }

    mutating func append(_ hole: JSON.Hole) {
        beforeHoles.append((rest, hole))
        rest = ""
    }

    /// The whole text, as of this moment.
    package func text(at now: Timestamp, startedAt: Timestamp) -> String {
        var whole = ""
        for (text, hole) in beforeHoles {
            whole += text
            switch hole {
            case .age(let moment): whole += now.seconds(since: moment).tenths
            case .elapsed(let moment): whole += now.seconds(since: moment).inWords
            case .now: whole += "\"\(now)\""
            case .uptime: whole += String(Int(now.seconds(since: startedAt)))
            }
        }
        return whole + rest
    }
}
