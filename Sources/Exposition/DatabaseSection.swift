import Inspector
import MigrationModel

/// All that the status page says of one database: the verdict first, then why, then what was before and the graph.
struct DatabaseSection {
    private let view: DatabaseView
    private let health: HealthStatus
    private let isAlone: Bool

    /// - `isAlone`: whether it is the only one, and has the page for itself.
    init(_ view: DatabaseView, health: HealthStatus, isAlone: Bool) {
        self.view = view
        self.health = health
        self.isAlone = isAlone
    }

    func append(to body: inout Body, anchor: String) {
        body.append(
            """
            <section id="\(anchor)" class="\(health.word)">
            <header><h2>\(view.database.name.asHTML)</h2> \
            <p class="badge \(health.word)">\(health.sign) \(view.verdict)</p></header>
            <p class="state">\(sentence)</p>

            """)
        if let error = view.error { body.append("<p class=\"error\">\(error.asHTML)</p>\n") }
        appendFacts(to: &body)
        body.append(tables + pending + findings)
        appendChanges(to: &body)
        // The longest part comes last.
        body.append("\(graph)<p class=\"links\">As JSON: \(links)</p>\n</section>\n")
    }

    private var sentence: String {
        guard let what = view.lacking else { return view.state.sentence }
        return "\(view.state.sentence) \(view.state == .upToDate ? "But" : "And") \(what) are missing."
    }

    private func appendFacts(to body: inout Body) {
        body.append("<dl>\n")
        if let since = view.stateSince { fact("since", "\(since)", elapsed: since, in: &body) }
        if view.found != nil { fact("current", view.status.map { names($0.current) }, in: &body) }
        if let scripts = view.sample?.scripts, scripts.isComplete {
            fact("head", names(scripts.graph.heads.map(\.text)), in: &body)
        }
        if let changed = view.sample?.past.revisionChangedAt {
            fact("revision changed", "\(changed)", elapsed: changed, in: &body)
        }
        fact("target", view.database.target.description.asHTML, in: &body)
        fact("database", "\(view.database.maskedURL.asHTML)", in: &body)
        if let sample = view.sample {
            body.append("<div><dt>sampled</dt><dd>")
            body.append(.age(of: sample.takenAt))
            body.append(" s ago</dd></div>\n")
        }
        body.append("</dl>\n")
    }

    private func fact(_ label: String, _ value: String?, elapsed moment: Timestamp? = nil, in body: inout Body) {
        guard let value else { return }
        body.append("<div><dt>\(label)</dt><dd>\(value)")
        if let moment {
            body.append(" <small>(")
            body.append(.elapsed(since: moment))
            body.append(")</small>")
        }
        body.append("</dd></div>\n")
    }

    private func names(_ ids: [String]) -> String {
        ids.isEmpty ? "none" : ids.prefix(20).map { "<code>\($0.asHTML)</code>" }.joined(separator: ", ")
    }

    private var tables: String {
        guard let schema = view.schema else { return "" }
        var text = titled("Missing tables", "missing", schema.missing) { "<code>\($0.description.asHTML)</code>" }
        text += titled("Tables that pending revisions create", "names", schema.pending) {
            "<code>\($0.description.asHTML)</code>"
        }
        text += titled("Tables that nothing explains", "names", schema.unexpected) {
            "<code>\($0.description.asHTML)</code>"
        }
        let inside = schema.differences.filter { $0.kind != .missingTable && $0.kind != .unexpectedTable }
        text += titled("Missing columns", "missing", inside.filter(\.kind.breaksCode), differenceItem)
        text += titled("Differences", "lines", inside.filter { !$0.kind.breaksCode }, differenceItem)
        return text
            + titled("Unverified", "lines", schema.unverified) { unverified in
                let doubt = unverified.doubt
                return
                    "\(unverified.subject.asHTML): \(doubt.reason.asHTML), in \("\(doubt.file):\(doubt.line)".asHTML)"
            }
    }

    private func differenceItem(_ difference: SchemaDifference) -> String {
        let lines = [difference.expectedLine.map { "− \($0)" }, difference.actualLine.map { "+ \($0)" }]
        let text = lines.compactMap { $0.map { "<code>\($0.asHTML)</code>" } }.joined(separator: "<br>")
        guard let place = difference.place else { return text }
        return "\(text) <small>\(place.words.asHTML)</small>"
    }

    private var pending: String {
        let pending = view.status?.pending ?? []
        guard !pending.isEmpty else { return "" }
        // The first ones are what somebody looks for, and the graph must stay in reach below them.
        let list = HTML.list(pending, ordered: true, limit: 20) {
            "<code>\($0.id.text.asHTML)</code> \($0.message.asHTML)"
        }
        return "<h3>Pending, in the order in which they would run (\(pending.count))</h3>\n\(list)"
    }

    private var findings: String {
        titled("Findings", "lines", view.sample?.findings ?? []) {
            "<b>\($0.kind.rawValue)</b> \(($0.place + $0.message).asHTML) <small>\($0.cure.asHTML)</small>"
        }
    }

    private func titled<Item>(
        _ title: String, _ kind: String, _ items: [Item], _ item: (Item) -> String
    ) -> String {
        guard !items.isEmpty else { return "" }
        return
            "<div class=\"\(kind)\">\n<h3>\(title) (\(items.count))</h3>\n\(HTML.list(items, item))</div>\n"
    }

    private var graph: String {
        guard let graph = view.sample?.scripts.graph, !graph.revisions.isEmpty else { return "" }
        let history = MigrationHistory(of: graph, applied: nil, status: view.status)
        return "<h3>Revisions (\(graph.revisions.count))</h3>\n\(history.drawing(limit: isAlone ? 200 : 20))"
    }

    private func appendChanges(to body: inout Body) {
        guard let changes = view.sample?.past.changes else { return }
        body.append("<h3>States since the start</h3>\n<table>\n<tr><th>from</th><th>state</th><th>for</th></tr>\n")
        for (number, change) in changes.enumerated().suffix(isAlone ? changes.count : 5).reversed() {
            let missing = change.missingTables > 0 ? ", tables missing: \(change.missingTables)" : ""
            body.append("<tr><td>\(change.at)</td><td>\(change.state.words)\(missing)</td><td>")
            if number + 1 < changes.count {
                body.append(changes[number + 1].at.seconds(since: change.at).inWords)
            } else {
                body.append(.elapsed(since: change.at))
            }
            body.append("</td></tr>\n")
        }
        body.append("</table>\n")
    }

    private var links: String {
        let query = isAlone ? "" : "?database=\(view.database.name.escapedForQuery)"
        return ["status", "history", "validate"].map { "<a href=\"/api/migrations/\($0)\(query)\">\($0)</a>" }
            .joined(separator: " ")
    }
}
