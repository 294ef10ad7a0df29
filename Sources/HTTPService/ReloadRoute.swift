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

    static let path = "/-/reload"
    /// The methods that work there, as `Allow` lists them.
    static let allowed = "POST, PUT"

    func add(to router: Router<ServiceContext>) {
        // Where it is off, whoever tries learns how to switch it on.
        let others: [HTTPRequest.Method] = reload == nil ? [.get, .head, .patch, .delete] : []
        for method in [.post, .put] + others {
            router.on(RouterPath(Self.path), method: method) { _, _ in try await respond() }
        }
    }

    private func respond() async throws -> Response {
        guard let reload else {
            throw HTTPError(
                .forbidden,
                message: "Reloading over HTTP is off. Switch it on with --web.enable-lifecycle, or send SIGHUP.")
        }
        switch await reload() {
        case .done: return Response(text: "Reloaded.\n", type: "text/plain; charset=utf-8")
        case .failed(let why): throw HTTPError(.internalServerError, message: why)
        }
    }
}
