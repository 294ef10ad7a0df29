/// One path that can be read.
struct OpenAPIPath {
    let path: String
    private let summary: String
    private let answers: [OpenAPIAnswer]
    private let parameters: [OpenAPIParameter]

    /// `isForEverybody`: whether callers without credentials are answered, too, where there are users.
    init(
        _ path: String, _ summary: String, answers: [OpenAPIAnswer], parameters: [OpenAPIParameter] = [],
        isForEverybody: Bool = false
    ) {
        self.path = path
        self.summary = summary
        self.answers =
            answers + [.error(405, "The method was neither GET nor HEAD.")]
            + (isForEverybody
                ? []
                : [
                    .error(401, "There are users, and this was none of them."),
                    .error(429, "There are more requests than the rate limit allows."),
                ])
        self.parameters = parameters
    }

    var json: JSON {
        .object([
            ("parameters", .array(parameters.map(\.json))), ("get", operation("get")), ("head", operation("head")),
        ])
    }

    private func operation(_ method: String) -> JSON {
        .object([
            ("operationId", .string(method + path.split { !$0.isLetter }.map { $0.capitalized }.joined())),
            ("summary", .string(summary)),
            // Users need not be configured, so credentials are never wanted without doubt.
            ("security", .array([.object([]), .object([("basic", .array([]))])])),
            ("responses", .object(answers.map { (String($0.code), $0.json(withContent: method != "head")) })),
        ])
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

    init(_ name: String, _ description: String, _ schema: JSON, example: JSON, isRequired: Bool = false) {
        json = .object([
            ("name", .string(name)), ("in", .string("query")), ("description", .string(description)),
            ("schema", schema), ("example", example), ("required", .bool(isRequired)),
        ])
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
