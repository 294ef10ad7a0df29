/// The description of every path, for tools that make clients and for tools that test.
package enum OpenAPI {
    /// - `metricsPath`: where the operator put the metrics.
    /// - `mustNameDatabase`: whether there are several, so that a caller has to say which.
    package static func document(metricsPath: String, mustNameDatabase: Bool) -> JSON {
        .object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                .object([
                    ("title", .string(Build.name)), ("version", .string(Build.version)),
                    ("description", .string(introduction)),
                ])
            ),
            ("paths", .object(paths(metricsPath, mustNameDatabase).map { ($0.path, $0.json) })),
            (
                "components",
                .object([
                    ("schemas", .object(OpenAPISchemas.all)),
                    (
                        "securitySchemes",
                        .object([("basic", .object([("type", .string("http")), ("scheme", .string("basic"))]))])
                    ),
                ])
            ),
        ])
    }

    private static let introduction = """
        Whether databases are in the state that the code's migrations expect. Every answer is made from the newest \
        sample, so no request reaches a database. HEAD answers as GET does, without the body. Query parameters that are \
        not described are ignored.
        """

    private static func paths(_ metricsPath: String, _ mustNameDatabase: Bool) -> [OpenAPIPath] {
        let database = OpenAPIParameter(
            "database", "The name of the database. Needed where there are several.", Schema.text,
            example: .string("database"), isRequired: mustNameDatabase)
        return probes + [
            OpenAPIPath(
                "/health", "The composite health of all databases.",
                answers: [
                    .init(200, "Healthy, or only degraded.", healthForms),
                    .init(503, "Unhealthy, or degraded and strict=true.", healthForms),
                    .error(400, "A parameter has a value that is not known."),
                ], parameters: [strict, exclude], isForEverybody: true),
            OpenAPIPath(
                metricsPath, "The metrics, in the format that the scraper prefers.",
                answers: [.init(200, "Always.", [.text("text/plain"), .text("application/openmetrics-text")])]),
            ofDatabase("status", "Where a database stands, what is pending and what is wrong.", "Status", database),
            ofDatabase("history", "The revisions, newest first.", "History", database),
            ofDatabase("validate", "The tables that exist, against those that should.", "Validation", database),
            OpenAPIPath("/", "The page for people.", answers: [.init(200, "Always.", [.text("text/html")])]),
            OpenAPIPath(
                "/openapi.json", "This description.",
                answers: [.init(200, "Always.", [.init(type: "application/json", schema: Schema.map(of: .object([])))])]
            ),
        ]
    }

    private static var probes: [OpenAPIPath] {
        let alive = [OpenAPIAnswer(200, "Alive.", [.text("text/plain")])]
        let ready = [
            OpenAPIAnswer(200, "Every database has a fresh sample with a verdict.", [.text("text/plain")]),
            OpenAPIAnswer(503, "Some database has none, or the server shuts down.", [.text("text/plain")]),
        ]
        return ["/livez", "/-/healthy"].map {
            OpenAPIPath($0, "Whether the process runs.", answers: alive, isForEverybody: true)
        }
            + ["/readyz", "/-/ready"].map {
                OpenAPIPath($0, "Whether the answers count.", answers: ready, isForEverybody: true)
            }
    }

    private static let healthForms = [
        OpenAPIAnswer.Form(type: "application/json", schema: Schema.any(of: ["Health", "HealthForEverybody"])),
        OpenAPIAnswer.Form(
            type: "application/health+json", schema: Schema.any(of: ["DraftHealth", "DraftHealthForEverybody"])),
    ]

    private static let strict = OpenAPIParameter(
        "strict", "Whether degraded is a failure too.", Schema.word(of: ["true", "false", "1", "0", ""]),
        example: .string("true"))

    private static let exclude = OpenAPIParameter(
        "exclude", "Checks that do not count. Can also be joined by commas; an empty name is none.",
        Schema.list(of: Schema.word(of: HealthCheck.allCases.map(\.rawValue) + [""])),
        example: .strings([HealthCheck.migrations.rawValue]))

    private static func ofDatabase(
        _ name: String, _ summary: String, _ schema: String, _ database: OpenAPIParameter
    ) -> OpenAPIPath {
        OpenAPIPath(
            "/api/migrations/\(name)", summary,
            answers: [
                .init(200, "As of the newest sample.", [.json(schema)]),
                .error(400, "There are several databases, and none was named."),
                .error(404, "There is no database of this name."),
            ],
            parameters: [database])
    }
}
