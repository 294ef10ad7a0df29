import Exposition
import Settings

/// The file's keys as a JSON Schema, so that an editor completes and checks them.
enum ConfigurationSchema {
    static var json: JSON {
        let databases = (
            "databases",
            JSON.object([
                ("description", .string("The databases, one or more.")), ("type", .string("array")),
                ("minItems", .int(1)), ("items", database),
            ])
        )
        return .object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("The configuration of \(Build.name) \(Build.version)")), ("type", .string("object")),
            ("additionalProperties", .bool(false)),
            ("properties", .object(Setting.all.map(property) + [databases])),
        ])
    }

    private static var database: JSON {
        let keys = ([.databaseName] + DatabaseKey.urls).map { key in
            (key.name, described(.object([("type", .string("string")), ("minLength", .int(1))]), key.meaning))
        }
        let oneOf = DatabaseKey.urls.map { JSON.object([("required", .array([.string($0.name)]))]) }
        return .object([
            ("type", .string("object")), ("additionalProperties", .bool(false)),
            ("required", .array([.string(DatabaseKey.databaseName.name)])), ("oneOf", .array(oneOf)),
            ("properties", .object(keys + Setting.ofOneDatabase.map(property))),
        ])
    }

    private static func property(of setting: Setting) -> (String, JSON) {
        let fallback = setting.fallback.map { text in
            switch setting.form {
            case .truth: JSON.bool(text == "true")
            case .number: Int(text).map { JSON.int($0) } ?? .string(text)
            default: JSON.string(text)
            }
        }
        return (setting.name, described(schema(of: setting.form), setting.meaning, default: fallback))
    }

    private static func described(_ schema: JSON, _ text: String, default fallback: JSON? = nil) -> JSON {
        guard case .object(let fields) = schema else { return schema }
        return .object([("description", .string(text))] + fields + (fallback.map { [("default", $0)] } ?? []))
    }

    private static func schema(of form: Setting.Form) -> JSON {
        // YAML takes a revision of digits alone for a number.
        let text = JSON.object([("type", .array([.string("string"), .string("number")]))])
        return switch form {
        case .text, .file, .directory: text
        case .texts:
            .object([("anyOf", .array([text, .object([("type", .string("array")), ("items", text)])]))])
        case .duration: .object([("type", .string("string")), ("pattern", .string("^[0-9]+(ms|s|m|h)$"))])
        case .number: .object([("type", .string("integer")), ("minimum", .int(1))])
        case .truth: .object([("enum", .array([.bool(true), .bool(false)] + words(["yes", "no", "on", "off"])))])
        case .word(let known): .object([("enum", .array(words(known)))])
        }
    }

    private static func words(_ texts: [String]) -> [JSON] { texts.map { .string($0) } }
}
