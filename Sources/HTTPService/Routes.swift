import Exposition
package import Hummingbird
import Inspector
import MigrationModel

/// Every route. A handler reads the newest snapshot and nothing else, so a request can never cause a query.
///
/// `runs`: the one exception, where it is switched on.
package func makeRouter(_ answers: Answers, metricsPath: String, runs: RunRoutes? = nil) -> Router<ServiceContext> {
    let routes = readRoutes(answers, metricsPath: metricsPath)
    let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ErrorsAsJSON(answers, readPaths: Set(routes.map(\.path))))
    for route in routes { router.get(RouterPath(route.path)) { request, _ in try route.respond(request) } }
    runs?.add(to: router, answers)
    return router
}

/// A path that can be read: GET, and by it HEAD.
private typealias ReadRoute = (path: String, respond: @Sendable (Request) throws -> Response)

private func readRoutes(_ answers: Answers, metricsPath: String) -> [ReadRoute] {
    let probes = Probes(answers)
    let health = HealthRoute(answers)
    let metrics = MetricsRoute(answers)
    let migrations = MigrationRoutes(answers)
    let document = OpenAPI.document(
        metricsPath: metricsPath, mustNameDatabase: answers.store.latest.databases.count > 1)
    let description = Body(document).text(at: answers.startedAt, startedAt: answers.startedAt)
    return [
        ("/-/healthy", { _ in probes.liveness }),
        ("/livez", { _ in probes.liveness }),
        ("/-/ready", { _ in probes.readiness }),
        ("/readyz", { _ in probes.readiness }),
        ("/health", { try health.respond(to: $0) }),
        (metricsPath, { metrics.respond(to: $0) }),
        ("/api/migrations/status", { try migrations.respond(to: $0, "status") { $0.statusJSON } }),
        ("/api/migrations/history", { try migrations.respond(to: $0, "history") { $0.historyJSON } }),
        ("/api/migrations/validate", { try migrations.respond(to: $0, "validate") { $0.validateJSON } }),
        ("/", { _ in page(answers, metricsPath: metricsPath) }),
        ("/openapi.json", { _ in Response(text: description, type: "application/json") }),
    ]
}

private func page(_ answers: Answers, metricsPath: String) -> Response {
    let page = answers.body("page") {
        Answer(StatusPage($0, policy: answers.policy).body(metricsPath: metricsPath))
    }
    var response = Response(text: page.text, type: "text/html; charset=utf-8")
    response.headers[.contentSecurityPolicy] = StatusPage.contentSecurityPolicy
    return response
}

/// `/api/migrations/*`: one database, the only one or the one that the caller names.
private struct MigrationRoutes {
    private let answers: Answers

    init(_ answers: Answers) {
        self.answers = answers
    }

    func respond(
        to request: Request, _ name: String, with json: @escaping @Sendable (DatabaseView) -> JSON
    ) throws -> Response {
        let chosen = try answers.chooseDatabase(request.uri.queryParameters["database"].map(String.init))
        let answer = answers.body("\(name) \(chosen)") { Answer(Body(json($0[chosen]))) }
        return Response(text: answer.text, type: "application/json")
    }
}

extension Answers {
    /// The position of the only database, or of the one that the caller names.
    func chooseDatabase(_ wanted: String?) throws -> Int {
        let names = store.latest.databases.map(\.database.name)
        let known = names.joined(separator: ", ")
        guard let wanted else {
            guard names.count == 1 else {
                throw HTTPError(.badRequest, message: "Say which database with ?database=NAME, one of: \(known).")
            }
            return 0
        }
        guard let position = names.firstIndex(of: wanted) else {
            throw HTTPError(.notFound, message: "There is no database '\(wanted.shortened)' here, only: \(known).")
        }
        return position
    }
}
