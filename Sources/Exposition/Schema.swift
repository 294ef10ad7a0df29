/// The words of JSON Schema (2020-12) that describe our answers.
enum Schema {
    static let text = type("string")
    static let textOrNull = type("string", "null")
    static let time = type("string", and: [("format", .string("date-time"))])
    static let timeOrNull = type("string", "null", and: [("format", .string("date-time"))])
    static let count = type("integer", and: [("minimum", .int(0))])
    static let countOrNull = type("integer", "null", and: [("minimum", .int(0))])
    static let amount = type("number", and: [("minimum", .int(0))])
    static let amountOrNull = type("number", "null", and: [("minimum", .int(0))])
    static let truthOrNull = type("boolean", "null")
    static let truth = type("boolean")
    static let null = type("null")
    static let texts = list(of: text)
    /// As a script writes `down_revision`: nothing, one name or several.
    static let declaration = type("string", "array", "null", and: [("items", text)])

    static func word(of words: [String]) -> JSON { type("string", and: [("enum", .strings(words))]) }

    static func list(of item: JSON) -> JSON { type("array", and: [("items", item)]) }

    /// An object under names that nobody knows before.
    static func map(of item: JSON) -> JSON { type("object", and: [("additionalProperties", item)]) }

    /// All of the fields are always there, but for the optional ones. More may be added, so others are not forbidden.
    static func object(_ fields: [(String, JSON)], optional: [(String, JSON)] = []) -> JSON {
        type(
            "object",
            and: [("required", .strings(fields.map(\.0))), ("properties", .object(fields + optional))])
    }

    /// An object in which nothing else may stand.
    static func closedObject(optional fields: [(String, JSON)]) -> JSON {
        type("object", and: [("properties", .object(fields)), ("additionalProperties", .bool(false))])
    }

    static func any(of schemas: [JSON]) -> JSON { .object([("anyOf", .array(schemas))]) }

    static func orNull(_ schema: JSON) -> JSON { any(of: [schema, null]) }

    static func described(_ schema: JSON, _ text: String) -> JSON {
        guard case .object(let fields) = schema else { return schema }
        return .object(fields + [("description", .string(text))])
    }

    static func reference(to name: String) -> JSON { .object([("$ref", .string("#/components/schemas/\(name)"))]) }

    static func any(of names: [String]) -> JSON { .object([("anyOf", .array(names.map { reference(to: $0) }))]) }

    private static func type(_ names: String..., and rest: [(String, JSON)] = []) -> JSON {
        .object([("type", names.count == 1 ? .string(names[0]) : .strings(names))] + rest)
    }
}
