import Hummingbird

/// `POST /-/reload`: reads the configuration again, where that is switched on, as in Prometheus itself.
package struct ReloadRoute {
    /// Returns once the new configuration is in force, or says why the old one still is.
    package typealias Reload = @Sendable () async -> Outcome

    package enum Outcome: Sendable, Equatable {
        case done
        case failed(String)
    }

    private let reload: Reload?

    init(_ reload: Reload?) {
        self.reload = reload
    }

    func add(to router: Router<ServiceContext>, _ answers: Answers) {
        for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] {
            router.on("/-/reload", method: method) { request, _ in try await respond(to: request) }
        }
    }

    private func respond(to request: Request) async throws -> Response {
        guard let reload else {
            throw HTTPError(
                .forbidden,
                message: "Reloading over HTTP is off. Switch it on with --web.enable-lifecycle, or send SIGHUP.")
        }
        guard request.method == .post || request.method == .put else {
            throw HTTPError(.methodNotAllowed, headers: [.allow: "POST, PUT"], message: "Only POST and PUT work here.")
        }
        switch await reload() {
        case .done: return Response(text: "Reloaded.\n", type: "text/plain; charset=utf-8")
        case .failed(let why): throw HTTPError(.internalServerError, message: why)
        }
    }
}
