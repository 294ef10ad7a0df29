import Exposition
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Inspector
package import Logging
import NIOCore

/// `POST /api/migrations/run`, and where to look at a run that goes on. Only there where runs are switched on.
package struct RunRoutes: Sendable {
    private let desk: RunDesk
    private let control: RunAccessControl
    private let bodySize: Int
    private let logger: Logger

    /// - `bodySize`: the most that the body of an order may have, in bytes.
    /// - `logger`: for the audit, a line for each attempt.
    package init(_ desk: RunDesk, control: RunAccessControl, bodySize: Int, logger: Logger) {
        self.desk = desk
        self.control = control
        self.bodySize = bodySize
        self.logger = logger
    }

    static let path = "/api/migrations/run"
    /// With the id of one behind it.
    static let pathOfOne = "/api/migrations/runs/"

    /// The methods that work at a path of these, as `Allow` lists them.
    static func allowed(at path: String) -> String? {
        path == Self.path ? "POST" : path.hasPrefix(pathOfOne) ? "GET, HEAD" : nil
    }

    func add(to router: Router<ServiceContext>, _ answers: Answers) {
        router.post(RouterPath(Self.path)) { request, context in
            try await start(request, context, answers)
        }
        router.get(RouterPath(Self.pathOfOne + ":id")) { request, context in
            guard control.access.caller(showing: request.headers[.authorization]) != nil else {
                throw Self.unauthorized
            }
            guard let run = context.parameters.get("id").flatMap(desk.run(id:)) else {
                throw HTTPError(.notFound, message: "There is no such run any more.")
            }
            return Self.answer(run.json, answers)
        }
    }

    private func start(_ request: Request, _ context: ServiceContext, _ answers: Answers) async throws -> Response {
        var audit: Logger.Metadata = ["address": "\(context.remoteAddress?.description ?? "unknown")"]
        let access = control.access
        do {
            guard let caller = access.caller(showing: request.headers[.authorization]) else { throw Self.unauthorized }
            audit["token"] = "\(caller)"
            if let refusal = access.refusal { throw HTTPError(.forbidden, message: refusal) }
            let database = try answers.nameDatabase(in: request)
            let order = try await order(in: request)
            audit["database"] = "\(database)"
            audit["what"] = order.isDryRun ? "dry run" : "run"
            let (logger, facts) = (logger, audit)
            let placing = desk.place(order, database: database) { report in
                let outcome: Logger.Metadata = ["outcome": "\(report.outcome.rawValue)"]
                logger.notice("run asked for over HTTP", metadata: facts.merging(outcome) { $1 })
            }
            guard let placing else { throw HTTPError(.conflict, message: "The configuration is just being exchanged.") }
            guard case .placed(let run) = placing else {
                throw HTTPError(.conflict, message: Self.occupied(placing))
            }
            if Self.prefersAsync(request) { return Self.accepted(run, answers) }
            let report = await run.ended()
            return Self.answer(report.json, answers, report.httpStatus)
        } catch let error as HTTPError {
            audit["outcome"] = "\(error.status.code)"
            logger.notice("run asked for over HTTP", metadata: audit)
            throw error
        }
    }

    private static let unauthorized = HTTPError(
        .unauthorized, headers: [.wwwAuthenticate: "Bearer"],
        message: "Show one of the tokens of --run.token-file: Authorization: Bearer TOKEN.")

    private static func occupied(_ placing: RunDesk.Placing) -> String {
        guard case .occupied(let other) = placing else { return "" }
        return "Another run of \(other.database.name) is going on, since \(other.startedAt): "
            + "\(Self.pathOfOne)\(other.id)"
    }

    private static func prefersAsync(_ request: Request) -> Bool {
        (HTTPField.Name("Prefer").map { request.headers[values: $0] } ?? []).flatMap { $0.split(separator: ",") }
            .contains { $0.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } == "respond-async" }
    }

    private static func accepted(_ run: PlacedRun, _ answers: Answers) -> Response {
        var response = answer(run.json, answers, .accepted)
        response.headers[.location] = "\(Self.pathOfOne)\(run.id)"
        if let name = HTTPField.Name("Preference-Applied") { response.headers[name] = "respond-async" }
        return response
    }

    private static func answer(_ json: JSON, _ answers: Answers, _ status: HTTPResponse.Status = .ok) -> Response {
        let text = Body(json).text(at: answers.now(), startedAt: answers.startedAt)
        return Response(text: text, type: "application/json", status: status)
    }

    /// No body is an order too. A form, which any page may send, is none.
    private func order(in request: Request) async throws -> RunRequest {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: bodySize)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge, message: Refusal.bodyTooLarge.reason)
        }
        guard body.readableBytes > 0 else { return RunRequest() }
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard type == "application/json" else {
            throw HTTPError(.unsupportedMediaType, message: "The body must be application/json, or empty.")
        }
        do {
            return try RunRequest(JSONDecoder().decode([String: OrderValue].self, from: Data(body.readableBytesView)))
        } catch let error as HTTPError {
            throw error
        } catch {
            throw HTTPError(
                .badRequest,
                message: #"The body must be like {"dry_run": true, "expected_current_revision": "4ec49e1f4ba8"}."#)
        }
    }
}

/// A value of the body: nothing else occurs in one.
private enum OrderValue: Decodable {
    case truth(Bool)
    case text(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else {
            self = .text(try container.decode(String.self))
        }
    }
}

extension RunRequest {
    /// A mistyped name must not turn a dry run into a real one.
    fileprivate init(_ fields: [String: OrderValue]) throws {
        var isDryRun = false
        var expected: String?
        for (name, value) in fields {
            switch (name, value) {
            case ("dry_run", .truth(let truth)): isDryRun = truth
            case ("expected_current_revision", .text(let text)): expected = text
            case ("dry_run", _): throw HTTPError(.badRequest, message: "dry_run must be true or false.")
            case ("expected_current_revision", _):
                throw HTTPError(.badRequest, message: "expected_current_revision must be a text.")
            default:
                throw HTTPError(
                    .badRequest, message: "There is no '\(name)', only dry_run and expected_current_revision.")
            }
        }
        self.init(expectedRevision: expected, isDryRun: isDryRun)
    }
}

extension RunReport {
    fileprivate var httpStatus: HTTPResponse.Status {
        switch outcome {
        case .applied, .nothingPending, .dryRun: .ok
        case .refused, .locked: .conflict
        case .failed: .internalServerError
        case .timedOut, .connectTimeout: .gatewayTimeout
        case .couldNotTell: .serviceUnavailable
        }
    }
}
