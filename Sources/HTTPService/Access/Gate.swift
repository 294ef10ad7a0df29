import HTTPTypes
import Hummingbird

/// Lets a request through to its route, or not.
///
/// Whoever asks after our health always gets through: without credentials to less detail.
struct Gate: RouterMiddleware {
    private let control: AccessControl

    init(_ control: AccessControl) {
        self.control = control
    }

    @concurrent func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let rules = control.rules
        let path = request.uri.path
        let isForEverybody = Self.pathsForEverybody.contains(path)
        if !isForEverybody, let limit = rules.rateLimit, !limit.admits() { throw Self.tooMany(limit) }
        guard let passwords = rules.passwords, !Self.hasItsOwnCredentials(path) else {
            return try await next(request, context)
        }
        let verdict =
            if let authorization = request.headers[.authorization] {
                await passwords.verdict(
                    on: authorization, patience: isForEverybody ? Self.patienceOfProbes : Self.patience)
            } else {
                Passwords.Verdict.wrong
            }
        switch verdict {
        case .right: return try await next(request, context)
        case .wrong where !isForEverybody: throw Self.unauthorized
        case .undecided where !isForEverybody: throw Self.busy
        case .wrong, .undecided:
            var context = context
            context.seesDetails = false
            return try await next(request, context)
        }
    }

    /// How long a caller waits while others have their passwords checked.
    private static let patience = Duration.seconds(5)
    /// A probe gives up after a second, and has an answer without.
    private static let patienceOfProbes = Duration.milliseconds(500)

    private static let pathsForEverybody: Set<String> = ["/health", "/livez", "/readyz", "/-/healthy", "/-/ready"]

    /// Runs want a token, which is shown in the same header.
    private static func hasItsOwnCredentials(_ path: String) -> Bool {
        path == RunRoutes.path || path.hasPrefix(RunRoutes.pathOfOne)
    }

    private static let unauthorized = HTTPError(
        .unauthorized, headers: [.wwwAuthenticate: #"Basic realm="migration-exporter", charset="UTF-8""#],
        message: "Show the name and the password of one of the basic_auth_users.")

    private static let busy = HTTPError(
        .serviceUnavailable, headers: [.retryAfter: "5"],
        message: "Too many passwords are waiting to be checked. Ask again.")

    private static func tooMany(_ limit: RateLimit) -> HTTPError {
        let seconds = max(1, Int(limit.interval / .seconds(1)))
        return HTTPError(
            .tooManyRequests, headers: [.retryAfter: String(seconds)],
            message: "There are more requests than the rate_limit allows. Ask again later.")
    }
}
