/// One path and what can be done there.
struct OpenAPIPath {
    let path: String
    private let parameters: [OpenAPIParameter]
    private let operations: [(method: String, operation: JSON)]

    /// Whose credentials an operation takes.
    enum Callers {
        /// Those of a user, where there are users. They need not be configured, so they are never wanted without doubt.
        case users
        /// Without credentials callers are answered too, where there are users.
        case everybody
        /// Whoever has a token for runs.
        case tokens

        fileprivate var security: JSON {
            switch self {
            case .users, .everybody: .array([.object([]), .object([("basic", .array([]))])])
            case .tokens: .array([.object([(OpenAPISchemas.token, .array([]))])])
            }
        }

        fileprivate var refusals: [OpenAPIAnswer] {
            let tooMany = OpenAPIAnswer.error(429, "There are more requests than the rate limit allows.")
            return switch self {
            case .users: [.error(401, "There are users, and this was none of them."), tooMany]
            case .everybody: []
            case .tokens: [.error(401, "No token, or a wrong one."), tooMany]
            }
        }
    }

    /// One that can be read.
    init(
        _ path: String, _ summary: String, answers: [OpenAPIAnswer], parameters: [OpenAPIParameter] = [],
        for callers: Callers = .users
    ) {
        self.path = path
        self.parameters = parameters
        let answers = answers + [.error(405, "The method was neither GET nor HEAD.")] + callers.refusals
        operations = ["get", "head"].map { method in
            (method, Self.operation(method, path, summary, answers, callers))
        }
    }

    /// One that takes an order.
    init(
        ordering path: String, _ summary: String, answers: [OpenAPIAnswer], parameters: [OpenAPIParameter],
        body schema: String
    ) {
        self.path = path
        self.parameters = parameters
        let body = JSON.object([
            ("required", .bool(false)),
            ("content", .object([("application/json", .object([("schema", Schema.reference(to: schema))]))])),
        ])
        let answers = answers + [.error(405, "The method was not POST.")] + Callers.tokens.refusals
        operations = [("post", Self.operation("post", path, summary, answers, .tokens, and: [("requestBody", body)]))]
    }

    var json: JSON {
        .object([("parameters", .array(parameters.map(\.json)))] + operations.map { ($0.method, $0.operation) })
    }

    private static func operation(
        _ method: String, _ path: String, _ summary: String, _ answers: [OpenAPIAnswer], _ callers: Callers,
        and more: [(String, JSON)] = []
    ) -> JSON {
        let responses = answers.map { (String($0.code), $0.json(withContent: method != "head")) }
        let name = method + path.split { !$0.isLetter }.map { $0.capitalized }.joined()
        return .object(
            [("operationId", .string(name)), ("summary", .string(summary)), ("security", callers.security)]
                + more + [("responses", .object(responses))])
    }
}

struct OpenAPIAnswer {
    struct Form {
        let type: String
        let schema: JSON

        static func text(_ type: String) -> Form { Form(type: type, schema: Schema.text) }

        static func json(_ name: String, type: String = "application/json") -> Form {
            Form(type: type, schema: Schema.reference(to: name))
        }

        static func json(anyOf names: String...) -> Form {
            Form(type: "application/json", schema: Schema.any(of: names.map(Schema.reference(to:))))
        }
    }

    let code: Int
    private let description: String
    private let forms: [Form]

    init(_ code: Int, _ description: String, _ forms: [Form]) {
        self.code = code
        self.description = description
        self.forms = forms
    }

    static func error(_ code: Int, _ description: String) -> OpenAPIAnswer {
        OpenAPIAnswer(code, description, [.json("Error")])
    }

    func json(withContent: Bool) -> JSON {
        let content = JSON.object(forms.map { ($0.type, .object([("schema", $0.schema)])) })
        return .object([("description", .string(description))] + (withContent ? [("content", content)] : []))
    }
}

struct OpenAPIParameter {
    let json: JSON

    enum Place: String {
        case query, path, header
    }

    init(
        _ name: String, _ description: String, _ schema: JSON, example: JSON, isRequired: Bool = false,
        in place: Place = .query
    ) {
        json = .object([
            ("name", .string(name)), ("in", .string(place.rawValue)), ("description", .string(description)),
            ("schema", schema), ("example", example), ("required", .bool(isRequired)),
        ])
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
