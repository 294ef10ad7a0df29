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

    /// A browser that shows the page paints it when it has come to its end: else a busy one paints it empty first, and
    /// each renewal is a flicker.
    package func body(metricsPath: String) -> Body {
        let health = policy.status(of: views)
        var body = Body()
        body.append(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="refresh" content="5">
            <link rel="expect" href="#end" blocking="render">
            <title>\(health.sign) \(health.word): migrations</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <header><h1>Migrations</h1> <p class="badge \(health.word)">\(health.sign) \(health.word)</p></header>
            \(overview)
            """)
        for (number, view) in views.enumerated() {
            let section = DatabaseSection(view, health: policy.status(of: view), isAlone: views.count == 1)
            section.append(to: &body, anchor: Self.anchor(number))
        }
        body.append(
            """
            <footer id="end"><a href="/health">health</a> <a href="\(metricsPath.escapedForHTML)">metrics</a> \
            <a href="/openapi.json">openapi.json</a> <span>\(Build.name) \(Build.version)</span></footer>
            </body>
            </html>

            """)
        return body
    }

    /// What needs a look, before the details of each.
    private var overview: String {
        guard views.count > 1 else { return "" }
        let lines = views.enumerated().map { number, view in
            let health = policy.status(of: view)
            return """
                <li><a href="#\(Self.anchor(number))">\(view.database.name.asHTML)</a> \
                <span class="badge \(health.word)">\(health.sign) \(view.verdict)</span></li>

                """
        }
        return "<nav><ul>\n\(lines.joined())</ul></nav>\n"
    }

    private static func anchor(_ number: Int) -> String { "database-\(number + 1)" }
}

extension HealthStatus {
    /// Says without colour what the colour says.
    var sign: String {
        switch self {
        case .healthy: "✓"
        case .degraded: "!"
        case .unhealthy: "✗"
        }
    }
}

extension DatabaseView {
    /// What is missing so that code fails, in one word.
    var lacking: String? {
        guard let schema, schema.differences.contains(where: \.kind.breaksCode) else { return nil }
        return schema.missing.isEmpty ? "columns" : "tables"
    }

    /// In a few words: what is missing, where the revisions are as they should be.
    var verdict: String {
        state == .upToDate ? lacking.map { "\($0) missing" } ?? state.words : state.words
    }
}

extension State {
    /// As a person writes it.
    var words: String { rawValue.split(separator: "_").joined(separator: " ") }

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
