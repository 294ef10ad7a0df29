package import Inspector
import MigrationModel

/// The page that a person opens first: one self-contained document, without script, that reloads itself.
package struct StatusPage {
    private let views: [DatabaseView]
    private let policy: HealthPolicy

    package init(_ views: [DatabaseView], policy: HealthPolicy) {
        self.views = views
        self.policy = policy
    }

    /// Allows the page's own style and nothing else.
    package static let contentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    package func body(metricsPath: String) -> Body {
        var body = Body()
        body.append(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="5">
            <title>\(policy.status(of: views).word): migrations</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <h1>\(Build.name)</h1>

            """)
        for view in views { append(view, to: &body) }
        body.append(
            """
            <p class="links"><a href="\(metricsPath.escapedForHTML)">metrics</a> <a href="/health">health</a> \
            <a href="/api/migrations/status">status</a> <a href="/api/migrations/history">history</a> \
            <a href="/api/migrations/validate">validate</a></p>
            <p class="links">Version \(Build.version).</p>
            </body>
            </html>

            """)
        return body
    }

    private func append(_ view: DatabaseView, to body: inout Body) {
        let health = policy.status(of: view)
        body.append("<section class=\"\(health.word)\">\n<h2>\(view.database.name.escapedForHTML)</h2>\n")
        body.append("<p class=\"state\">\(view.sentence)</p>\n<table>\n")
        row("state", view.state.rawValue, in: &body)
        row("health", health.word, in: &body)
        row("since", view.stateSince?.description, in: &body)
        row("current", view.status.map { $0.current.isEmpty ? "none" : $0.current.joined(separator: ", ") }, in: &body)
        row("head", view.sample?.scripts.graph.heads.map(\.text).joined(separator: ", "), in: &body)
        row("missing tables", view.schema.flatMap { $0.missing.isEmpty ? nil : $0.missing.names }, in: &body)
        row("error", view.error, in: &body)
        if let sample = view.sample {
            body.append("<tr><th>sampled</th><td>")
            body.append(.age(of: sample.takenAt))
            body.append(" s ago</td></tr>\n")
        }
        body.append("</table>\n")
        list("Pending, in the order in which they would run", view.status?.pending ?? [], in: &body) {
            "<code>\($0.id.text.escapedForHTML)</code> \($0.message.onOneLine.escapedForHTML)"
        }
        list("Findings", view.sample?.findings ?? [], in: &body) {
            "<code>\($0.kind.rawValue)</code> \(($0.place + $0.message + " " + $0.cure).escapedForHTML)"
        }
        body.append("</section>\n")
    }

    private func row(_ label: String, _ value: String?, in body: inout Body) {
        guard let value else { return }
        body.append("<tr><th>\(label)</th><td>\(value.escapedForHTML)</td></tr>\n")
    }

    private func list<Item>(_ title: String, _ items: [Item], in body: inout Body, _ item: (Item) -> String) {
        guard !items.isEmpty else { return }
        body.append("<h3>\(title)</h3>\n<ol>\n" + items.map { "<li>\(item($0))</li>\n" }.joined() + "</ol>\n")
    }

    private static let style = """
        :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:48rem;margin:2rem auto;padding:0 1rem}\
        section{border-left:.5rem solid;padding:.1rem 1rem;margin:1rem 0}.healthy{border-color:#1a7f37}\
        .degraded{border-color:#bf8700}.unhealthy{border-color:#cf222e}th{text-align:left;padding-right:1rem;\
        vertical-align:top;font-weight:500}td{overflow-wrap:anywhere}.state{font-size:1.25rem}.links a{margin-right:1rem}
        """
}

extension DatabaseView {
    fileprivate var sentence: String {
        schema?.missing.isEmpty == false ? "\(state.sentence) But tables are missing." : state.sentence
    }
}

extension State {
    /// What it means, for a person who sees it for the first time.
    var sentence: String {
        switch self {
        case .upToDate: "The database stands where the scripts say."
        case .behind: "The database is behind: revisions are pending."
        case .unknownRevision: "The database stands at a revision that the scripts lack."
        case .multipleHeads: "The scripts have several heads, and the target is one."
        case .inconsistent: "The version table is wrong in itself."
        case .uninitialized: "There is no version table."
        case .unknown: "Nothing is known about the migrations."
        }
    }
}

extension [TableName] {
    fileprivate var names: String { map(\.description).joined(separator: ", ") }
}

extension String {
    var escapedForHTML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
