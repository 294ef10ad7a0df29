package import MigrationModel

/// A JSON value, its fields in the order in which they are written.
///
/// Numbers that depend on the moment of reading are holes, so that the rest of a body is rendered once for each sample.
package indirect enum JSON: Sendable {
    case null
    case bool(Bool)
    case int(Int)
    /// Rounded to one decimal.
    case tenths(Double)
    case string(String)
    case array([JSON])
    case object([(String, JSON)])
    case hole(Hole)

    /// What is filled in when a body is read.
    package enum Hole: Sendable, Equatable {
        /// Seconds since this moment.
        case age(of: Timestamp)
        case now
        case uptime
        /// How long it is since this moment, in words for a person.
        case elapsed(since: Timestamp)
    }

    static func string(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    static func time(_ time: Timestamp?) -> JSON { .string(time?.description) }
    static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
    static func int(_ number: Int?) -> JSON { number.map { .int($0) } ?? .null }
    static func bool(_ truth: Bool?) -> JSON { truth.map { .bool($0) } ?? .null }
}

extension JSON {
    func write(to body: inout Body) {
        switch self {
        case .null: body.append("null")
        case .bool(let truth): body.append(truth ? "true" : "false")
        case .int(let number): body.append(String(number))
        case .tenths(let number): body.append(number.tenths)
        case .string(let text): body.append(Self.quoted(text))
        case .array(let items): Self.write(items, between: "[", and: "]", to: &body) { $0.write(to: &$1) }
        case .object(let fields):
            Self.write(fields, between: "{", and: "}", to: &body) { field, body in
                body.append(Self.quoted(field.0))
                body.append(":")
                field.1.write(to: &body)
            }
        case .hole(let hole): body.append(hole)
        }
    }

    private static func write<Item>(
        _ items: [Item], between open: String, and close: String, to body: inout Body,
        _ writeItem: (Item, inout Body) -> Void
    ) {
        body.append(open)
        for (index, item) in items.enumerated() {
            if index > 0 { body.append(",") }
            writeItem(item, &body)
        }
        body.append(close)
    }

    /// RFC 8259, section 7.
    package static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\0"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension Double {
    /// Seconds as a person says them: `3 h 12 min`.
    var inWords: String {
        let seconds = Int(max(0, self).rounded(.down))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3_600: return "\(seconds / 60) min"
        case ..<86_400: return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        default: return "\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        }
    }

    /// With one decimal: `9.0`.
    var tenths: String {
        guard let tenths = Int(exactly: (self * 10).rounded()), tenths >= 0 else { return String(self) }
        return "\(tenths / 10).\(tenths % 10)"
    }
}
