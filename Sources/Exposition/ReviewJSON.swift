package import MigrationModel

extension Review {
    /// `review --output json`
    package func json(database: String?) -> JSON {
        .object([
            ("database", .string(database)),
            ("reviewed_revisions", .array(revisions.map(\.reference))),
            ("open_count", .int(open.count)),
            ("concerns", .array(concerns.map(\.json))),
            ("unread", .array(unread.map(\.json))),
            ("timestamp", .hole(.now)),
        ])
    }

    /// `review` for people.
    package func text(_ style: TextStyle) -> String {
        var text = style.aligned([
            ("reviewed", "\(revisions.count) revision\(revisions.count == 1 ? "" : "s")"),
            ("found", open.isEmpty ? style.good("nothing") : style.bad("\(open.count)")),
            ("accepted", concerns.count == open.count ? nil : "\(concerns.count - open.count)"),
            ("not readable", unread.isEmpty ? nil : style.doubtful("\(unread.count)")),
        ])
        if !concerns.isEmpty { text += "\n" + lines(concerns, style) }
        guard !unread.isEmpty else { return text }
        return text + "\nwhat cannot be read from the script alone, and was not reviewed:\n"
            + unread.map { "  \($0.file.onOneLine):\($0.line): \($0.reason.onOneLine)\n" }.joined()
    }

    /// The open ones, below the status of a database.
    func openText(_ style: TextStyle) -> String {
        open.isEmpty ? "" : "\nwhat would hold up or break running code:\n" + lines(open, style)
    }

    private func lines(_ concerns: [ReviewConcern], _ style: TextStyle) -> String {
        concerns.map { concern in
            let place = "\(concern.place.file):\(concern.place.line)".onOneLine
            let mark = concern.acceptance == nil ? style.bad(concern.kind.rawValue) : style.good("accepted")
            let cure = concern.acceptance ?? concern.cure
            return "  \(mark)  \(place): \(concern.message.onOneLine)\n      \(style.faint(cure.onOneLine))\n"
        }.joined()
    }

    /// Annotations as GitHub's workflows read them from a log: those that nobody accepts.
    ///
    /// `directory`: what the names of files are shown relative to.
    package func gitHubAnnotations(relativeTo directory: String) -> String {
        open.map { concern in
            let file = concern.place.file
            let prefix = directory.hasSuffix("/") ? directory : directory + "/"
            let name = file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
            let properties = [("file", name), ("line", "\(concern.place.line)"), ("title", concern.kind.rawValue)]
                .map { "\($0)=\($1.escapedForGitHub(in: [":", ","]))" }.joined(separator: ",")
            return "::error \(properties)::\("\(concern.message)\n\(concern.cure)".escapedForGitHub(in: []))\n"
        }.joined()
    }
}

extension ReviewConcern {
    var json: JSON {
        .object([
            ("kind", .string(kind.rawValue)), ("revision", .string(place.revision.text)), ("message", .string(message)),
            ("cure", .string(cure)), ("file", .string(place.file)), ("line", .int(place.line)),
            ("accepted", .string(acceptance)),
        ])
    }
}

extension Doubt {
    fileprivate var json: JSON {
        .object([("reason", .string(reason)), ("file", .string(file)), ("line", .int(line))])
    }
}

extension String {
    /// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    fileprivate func escapedForGitHub(in marks: Set<Unicode.Scalar>) -> String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "%": text += "%25"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            case ":" where marks.contains(":"): text += "%3A"
            case "," where marks.contains(","): text += "%2C"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
