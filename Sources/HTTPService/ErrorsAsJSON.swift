import Exposition
import Hummingbird

/// Writes every error as `{"error": …, "timestamp": …}`.
struct ErrorsAsJSON: RouterMiddleware {
    private let answers: Answers
    private let allowed: @Sendable (String) -> String?

    /// `allowed`: the methods that work at a path, as `Allow` lists them; any other is answered with 405.
    init(_ answers: Answers, allowed: @escaping @Sendable (String) -> String?) {
        self.answers = answers
        self.allowed = allowed
    }

    @concurrent func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            var response =
                error.status == .notFound && error.body == nil
                ? noRoute(for: request) : answer(error.body ?? error.status.reasonPhrase, error.status)
            for field in error.headers { response.headers.append(field) }
            return response
        }
    }

    private func noRoute(for request: Request) -> Response {
        guard let methods = allowed(request.uri.path) else {
            return answer("There is nothing at \(request.uri.path).", .notFound)
        }
        let list = methods.split(separator: ", ").joined(separator: " and ")
        var response = answer("Only \(list) \(list == methods ? "works" : "work") here.", .methodNotAllowed)
        response.headers[.allow] = methods
        return response
    }

    private func answer(_ message: String, _ status: HTTPResponse.Status) -> Response {
        Response(text: answers.errorText(message), type: "application/json", status: status)
    }
}

extension Response {
    init(text: String, type: String, status: HTTPResponse.Status = .ok) {
        self.init(bytes: ByteBuffer(string: text), type: type, status: status)
    }

    init(bytes: ByteBuffer, type: String, status: HTTPResponse.Status = .ok) {
        // Every answer is about this moment, so no cache on the way may keep it.
        self.init(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: bytes))
    }
}

extension Answers {
    /// The body of an answer to a request that cannot be served.
    func errorText(_ message: String) -> String {
        Body.error(message).text(at: now(), startedAt: startedAt)
    }
}
