import Exposition
import Hummingbird
import Inspector

/// `GET /health`: the composite verdict, as strict as the caller wants it.
struct HealthRoute {
    private let answers: Answers

    init(_ answers: Answers) {
        self.answers = answers
    }

    func respond(to request: Request, seenBy caller: ServiceContext) throws -> Response {
        let detail: HealthDetail = caller.seesDetails ? .all : .statuses
        // What nearly every probe asks needs no look at the details.
        if request.uri.query == nil, request.headers[.accept].map({ !$0.utf8.contains(UInt8(ascii: "+")) }) ?? true {
            return respond(
                strictly: false, excluding: [], asDraft: false, detail, key: caller.seesDetails ? "health" : "status")
        }
        let query = request.uri.queryParameters
        let isStrict = try query["strict"].map { try Self.truth(String($0)) } ?? false
        let excluded = try Self.checks(query.getAll("exclude").map { String($0) })
        let isDraft = (request.headers[.accept] ?? "").split(separator: ",")
            .contains { entry in
                let type = AcceptedType(entry)
                return type.name == "application/health+json" && type.quality > 0
            }
        let key = "health \(detail) \(isStrict) \(isDraft) \(excluded.map(\.rawValue).sorted())"
        return respond(strictly: isStrict, excluding: excluded, asDraft: isDraft, detail, key: key)
    }

    private func respond(
        strictly isStrict: Bool, excluding excluded: Set<HealthCheck>, asDraft isDraft: Bool, _ detail: HealthDetail,
        key: String
    ) -> Response {
        let answer = answers.body(key) { views in
            let report = HealthReport(views, policy: answers.policy.excluding(excluded), detail: detail)
            let isFine = report.status < (isStrict ? .degraded : .unhealthy)
            return Answer(
                Body(isDraft ? report.draftJSON(isFailure: !isFine) : report.json), isFine ? .ok : .unavailable)
        }
        return Response(
            text: answer.text, type: isDraft ? "application/health+json" : "application/json",
            status: answer.status == .ok ? .ok : .serviceUnavailable)
    }

    private static func truth(_ text: String) throws -> Bool {
        switch text {
        case "true", "1", "": true
        case "false", "0": false
        default: throw HTTPError(.badRequest, message: "strict is '\(text)'; it must be true or false.")
        }
    }

    /// Checks can be given several times, or joined by commas.
    private static func checks(_ values: [String]) throws -> Set<HealthCheck> {
        let names = values.flatMap { $0.split(separator: ",").map(String.init) }
        return try Set(
            names.map { name in
                guard let check = HealthCheck(rawValue: name) else {
                    let known = HealthCheck.allCases.map(\.rawValue).joined(separator: ", ")
                    throw HTTPError(.badRequest, message: "There is no check '\(name)' to exclude, only: \(known).")
                }
                return check
            })
    }
}
