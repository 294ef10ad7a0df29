import Exposition
package import Hummingbird
import HummingbirdCore
import Inspector
import MigrationModel

/// Every route. A handler reads the newest snapshot and nothing else, so a request can never cause a query.
///
/// - `runs`: the one exception, where it is switched on.
/// - `reload`: reads the configuration again, where callers may ask for that.
/// - `control`: who may ask; everybody where there is none.
package func makeRouter(
    _ answers: Answers, metricsPath: String, runs: RunRoutes? = nil, reload: ReloadRoute.Reload? = nil,
    control: AccessControl? = nil
) -> Router<ServiceContext> {
    let routes = readRoutes(answers, metricsPath: metricsPath, hasRuns: runs != nil)
    let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
    let readPaths = Set(routes.map(\.path))
    let hasRuns = runs != nil
    router.add(
        middleware: ErrorsAsJSON(answers) { path in
            if readPaths.contains(path) { return "GET, HEAD" }
            if path == ReloadRoute.path { return ReloadRoute.allowed }
            return hasRuns ? RunRoutes.allowed(at: path) : nil
        })
    if let control { router.add(middleware: Gate(control)) }
    for route in routes {
        router.get(RouterPath(route.path)) { request, context in try route.respond(request, context) }
    }
    runs?.add(to: router, answers)
    ReloadRoute(reload).add(to: router)
    return router
}

/// A path that can be read: GET, and by it HEAD.
private typealias ReadRoute = (path: String, respond: @Sendable (Request, ServiceContext) throws -> Response)

private func readRoutes(_ answers: Answers, metricsPath: String, hasRuns: Bool) -> [ReadRoute] {
    let probes = Probes(answers)
    let health = HealthRoute(answers)
    let metrics = MetricsRoute(answers)
    let migrations = MigrationRoutes(answers)
    return [
        ("/-/healthy", { _, _ in probes.liveness }),
        ("/livez", { _, _ in probes.liveness }),
        ("/-/ready", { _, context in probes.readiness(seenBy: context) }),
        ("/readyz", { _, context in probes.readiness(seenBy: context) }),
        ("/health", { try health.respond(to: $0, seenBy: $1) }),
        (metricsPath, { request, _ in metrics.respond(to: request) }),
        ("/api/migrations/status", { request, _ in try migrations.respond(to: request, "status") { $0.statusJSON } }),
        (
            "/api/migrations/history",
            { request, _ in try migrations.respond(to: request, "history") { $0.historyJSON } }
        ),
        (
            "/api/migrations/validate",
            { request, _ in try migrations.respond(to: request, "validate") { $0.validateJSON } }
        ),
        ("/", { _, _ in page(answers, metricsPath: metricsPath) }),
        ("/openapi.json", { _, _ in description(answers, metricsPath: metricsPath, hasRuns: hasRuns) }),
    ]
}

private func description(_ answers: Answers, metricsPath: String, hasRuns: Bool) -> Response {
    let description = answers.body("description") {
        Answer(
            Body(OpenAPI.document(metricsPath: metricsPath, mustNameDatabase: $0.count > 1, hasRuns: hasRuns)))
    }
    return Response(text: description.text, type: "application/json")
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
        to request: Request, _ subject: String, with json: @escaping @Sendable (DatabaseView) -> JSON
    ) throws -> Response {
        let name = try answers.nameDatabase(in: request)
        let answer = answers.body("\(subject) \(name)") { views in
            guard let view = views.first(where: { $0.database.name == name }) else {
                // It went with a reload that happened just now.
                return Answer(.error("The configuration is just being exchanged. Ask again."), .unavailable)
            }
            return Answer(Body(json(view)))
        }
        return Response(
            text: answer.text, type: "application/json", status: answer.status == .ok ? .ok : .serviceUnavailable)
    }
}

extension Answers {
    /// The name of the only database, or of the one that the caller means.
    func nameDatabase(in request: Request) throws -> String {
        // A form writes a blank so.
        let query = URI(request.uri.string.replacing("+", with: "%20")).queryParameters
        let wanted = query["database"].map(String.init)
        let names = store.latest.databases.map(\.database.name)
        let known = names.joined(separator: ", ")
        guard let wanted else {
            guard names.count == 1 else {
                throw HTTPError(.badRequest, message: "Say which database with ?database=NAME, one of: \(known).")
            }
            return names[0]
        }
        guard names.contains(wanted) else {
            throw HTTPError(.notFound, message: "There is no database '\(wanted.shortened)' here, only: \(known).")
        }
        return wanted
    }
}
