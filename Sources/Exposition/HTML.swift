extension String {
    var escapedForHTML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Foreign text for a page: on one line, escaped, and with its direction of writing kept to itself.
    var asHTML: String { "<bdi>\(onOneLine.escapedForHTML)</bdi>" }

    /// As the value of a query's parameter (RFC 3986, section 2.3).
    var escapedForQuery: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

enum HTML {
    /// The first of the items, and a line that says how many more there are.
    static func list<Item>(_ items: [Item], ordered: Bool = false, limit: Int = 50, _ item: (Item) -> String) -> String
    {
        let tag = ordered ? "ol" : "ul"
        let lines = items.prefix(limit).map { "<li>\(item($0))</li>\n" }.joined()
        let more = items.count > limit ? "<p class=\"more\">and \(items.count - limit) more</p>\n" : ""
        return "<\(tag)>\n\(lines)</\(tag)>\n\(more)"
    }
}
