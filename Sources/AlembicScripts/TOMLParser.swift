/// Reads tables, keys and values. Nesting is bounded, and every loop consumes a byte.
struct TOMLParser {
    private static let nestingLimit = 100

    let bytes: [UInt8]
    var at = 0
    var line = 1
    private var nesting = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var current: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func advance() {
        if current == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[min(at, bytes.count)...].starts(with: $0) }
    }

    func problem(_ message: String) -> ConfigProblem {
        ConfigProblem("Not TOML: \(message).", cure: "Correct that line.", line: line)
    }

    mutating func document() throws(ConfigProblem) -> TOML {
        var document = TOML.table([:])
        var table: [String] = []
        skipBlank()
        while let byte = current {
            if byte == UInt8(ascii: "[") {
                let isItem = starts("[[")
                for _ in 0..<(isItem ? 2 : 1) { advance() }
                table = try path(endingWith: UInt8(ascii: "]"))
                if isItem {
                    guard current == UInt8(ascii: "]") else { throw problem("']]' is missing") }
                    advance()
                }
                guard document.open(table, isItem: isItem) else {
                    throw problem("'\(table.joined(separator: "."))' is defined twice")
                }
            } else {
                let key = try path(endingWith: UInt8(ascii: "="))
                let value = try value()
                guard document.insert(value, at: (table + key)[...]) else {
                    throw problem("'\(key.joined(separator: "."))' is defined twice")
                }
            }
            skipSpace()
            guard current == nil || current == UInt8(ascii: "\n") || current == UInt8(ascii: "#") || starts("\r\n")
            else { throw problem("the line goes on behind its end") }
            skipBlank()
        }
        return document
    }

    /// Dotted keys up to the given sign, which is consumed.
    private mutating func path(endingWith end: UInt8) throws(ConfigProblem) -> [String] {
        var keys: [String] = []
        while true {
            skipSpace()
            if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
                keys.append(try string())
            } else {
                let start = at
                while let byte = current, byte.isBareKeyPart { at += 1 }
                guard at > start else { throw problem("a key is missing") }
                keys.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
            skipSpace()
            guard let sign = current, sign == UInt8(ascii: ".") || sign == end, keys.count < Self.nestingLimit else {
                throw problem("Expected '\(Unicode.Scalar(end))' after a key")
            }
            advance()
            if sign == end { return keys }
        }
    }

    mutating func value() throws(ConfigProblem) -> TOML {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting < Self.nestingLimit else { throw problem("too deeply nested") }
        skipSpace()
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "{"): return try inlineTable()
        default: break
        }
        let start = at
        while let byte = current, !",]}#\n\r".utf8.contains(byte) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self).stripped
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default:
            guard let first = text.utf8.first, "+-0123456789in".utf8.contains(first) else {
                throw problem("Invalid value")
            }
            return .other(text)
        }
    }

    private mutating func array() throws(ConfigProblem) -> [TOML] {
        advance()
        var items: [TOML] = []
        skipBlank()
        while current != UInt8(ascii: "]") {
            items.append(try value())
            skipBlank()
            if current == UInt8(ascii: ",") {
                advance()
                skipBlank()
            } else if current != UInt8(ascii: "]") {
                throw problem("Unclosed array")
            }
        }
        advance()
        return items
    }

    private mutating func inlineTable() throws(ConfigProblem) -> TOML {
        advance()
        var table = TOML.table([:])
        skipBlank()
        while current != UInt8(ascii: "}") {
            let key = try path(endingWith: UInt8(ascii: "="))
            let value = try value()
            guard table.insert(value, at: key[...]) else { throw problem("a key is defined twice") }
            skipBlank()
            if current == UInt8(ascii: ",") {
                advance()
                skipBlank()
            } else if current != UInt8(ascii: "}") {
                throw problem("Unclosed inline table")
            }
        }
        advance()
        return table
    }

    mutating func skipSpace() {
        while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { at += 1 }
    }

    /// Space, line ends and comments.
    private mutating func skipBlank() {
        while let byte = current {
            if byte == UInt8(ascii: "#") {
                while let other = current, other != UInt8(ascii: "\n") { at += 1 }
            } else if " \t\r\n".utf8.contains(byte) {
                advance()
            } else {
                return
            }
        }
    }
}

extension UInt8 {
    fileprivate var isBareKeyPart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
