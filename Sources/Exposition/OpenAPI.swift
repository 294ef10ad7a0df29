/// The description of every path, for tools that make clients and for tools that test.
package enum OpenAPI {
    /// - `metricsPath`: where the operator put the metrics.
    /// - `mustNameDatabase`: whether there are several, so that a caller has to say which.
    /// - `hasRuns`: whether callers may ask for runs.
    package static func document(metricsPath: String, mustNameDatabase: Bool, hasRuns: Bool = false) -> JSON {
        let database = OpenAPIParameter(
            "database", "The name of the database. Needed where there are several.", Schema.text,
            example: .string("database"), isRequired: mustNameDatabase)
        let paths = readPaths(metricsPath, database) + (hasRuns ? runPaths(database) : [])
        return .object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                .object([
                    ("title", .string(Build.name)), ("version", .string(Build.version)),
                    ("description", .string(introduction)),
                ])
            ),
            ("paths", .object(paths.map { ($0.path, $0.json) })),
            (
                "components",
                .object([
                    ("schemas", .object(OpenAPISchemas.all + (hasRuns ? OpenAPISchemas.runs : []))),
                    (
                        "securitySchemes",
                        .object(
                            [("basic", .object([("type", .string("http")), ("scheme", .string("basic"))]))]
                                + (hasRuns ? OpenAPISchemas.tokens : []))
                    ),
                ])
            ),
        ])
    }

    private static let introduction = """
        Whether databases are in the state that the code's migrations expect. Every answer to GET is made from the \
        newest sample, so none reaches a database. HEAD answers as GET does, without the body. Query parameters that are \
        not described are ignored.
        """

    private static func readPaths(_ metricsPath: String, _ database: OpenAPIParameter) -> [OpenAPIPath] {
        probes + [
            OpenAPIPath(
                "/health", "The composite health of all databases.",
                answers: [
                    .init(200, "Healthy, or only degraded.", healthForms),
                    .init(503, "Unhealthy, or degraded and strict=true.", healthForms),
                    .error(400, "A parameter has a value that is not known."),
                ], parameters: [strict, exclude], for: .everybody),
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

    private static func runPaths(_ database: OpenAPIParameter) -> [OpenAPIPath] {
        let id = OpenAPIParameter(
            "id", "What `Location` ended with.", Schema.text, example: .string("0"), isRequired: true, in: .path)
        let prefer = OpenAPIParameter(
            "Prefer", "respond-async: answer at once, and let me look later.", Schema.text,
            example: .string("respond-async"), in: .header)
        return [
            OpenAPIPath(
                ordering: "/api/migrations/run", "Bring a database to its target with the application's own Alembic.",
                answers: [
                    .init(200, "Applied, nothing pending, or a dry run.", [.json("Run")]),
                    .init(202, "Begun; `Location` says where to look.", [.json("RunInProgress")]),
                    .error(400, "There are several databases and none was named, or the body is no order."),
                    .error(403, "Runs are not for this environment."),
                    .error(404, "There is no database of this name."),
                    .init(
                        409, "Another run holds the lock, or the database stands where no run may begin.",
                        [.json(anyOf: "Run", "Error")]),
                    .error(413, "The body is larger than an order can be."),
                    .error(415, "The body is not application/json."),
                    .init(500, "Alembic, a command around it or the backup failed.", [.json("Run")]),
                    .init(503, "The database or the scripts could not be read.", [.json("Run")]),
                    .init(504, "A deadline came first.", [.json("Run")]),
                ],
                parameters: [database, prefer], body: "RunOrder"),
            OpenAPIPath(
                "/api/migrations/runs/{id}", "A run that goes on, or one of the last that ended.",
                answers: [
                    .init(200, "As far as it is.", [.json(anyOf: "Run", "RunInProgress")]),
                    .error(404, "There is no such run any more."),
                ],
                parameters: [id], for: .tokens),
        ]
    }

    private static var probes: [OpenAPIPath] {
        let alive = [OpenAPIAnswer(200, "Alive.", [.text("text/plain")])]
        let ready = [
            OpenAPIAnswer(200, "Every database has a fresh sample with a verdict.", [.text("text/plain")]),
            OpenAPIAnswer(503, "Some database has none, or the server shuts down.", [.text("text/plain")]),
        ]
        return ["/livez", "/-/healthy"].map {
            OpenAPIPath($0, "Whether the process runs.", answers: alive, for: .everybody)
        }
            + ["/readyz", "/-/ready"].map {
                OpenAPIPath($0, "Whether the answers count.", answers: ready, for: .everybody)
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
