import Exposition
package import Hummingbird
import Inspector
import MigrationModel

/// Every route. A handler reads the newest snapshot and nothing else, so a request can never cause a query.
///
/// `runs`: the one exception, where it is switched on.
package func makeRouter(_ answers: Answers, metricsPath: String, runs: RunRoutes? = nil) -> Router<ServiceContext> {
    let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ErrorsAsJSON(answers))
    let probes = Probes(answers)
    for path in ["/-/healthy", "/livez"] { router.read(path) { _ in probes.liveness } }
    for path in ["/-/ready", "/readyz"] { router.read(path) { _ in probes.readiness } }
    router.read("/health") { request in try HealthRoute(answers).respond(to: request) }
    let metrics = MetricsRoute(answers)
    router.read(metricsPath) { metrics.respond(to: $0) }
    let migrations = MigrationRoutes(answers)
    router.read("/api/migrations/status") { try migrations.respond(to: $0, "status", with: \.statusJSON) }
    router.read("/api/migrations/history") { try migrations.respond(to: $0, "history", with: \.historyJSON) }
    router.read("/api/migrations/validate") { try migrations.respond(to: $0, "validate", with: \.validateJSON) }
    runs?.add(to: router, answers)
    router.read("/") { _ in
        let page = answers.body("page") {
            Answer(StatusPage($0, policy: answers.policy).body(metricsPath: metricsPath))
        }
        var response = Response(text: page.text, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = StatusPage.contentSecurityPolicy
        return response
    }
    return router
}

extension Router<ServiceContext> {
    /// A path that can be read (GET, and by it HEAD) and answers any other method with 405.
    fileprivate func read(_ path: String, _ respond: @escaping @Sendable (Request) throws -> Response) {
        let path = RouterPath(path)
        get(path) { request, _ in try respond(request) }
        for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
            on(path, method: method) { _, _ -> Response in
                throw HTTPError(
                    .methodNotAllowed, headers: [.allow: "GET, HEAD"], message: "Only GET and HEAD work here.")
            }
        }
    }
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
