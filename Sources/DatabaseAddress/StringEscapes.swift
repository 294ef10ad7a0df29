/// How languages write a text between quotes: Python's `repr()`, `ascii()` and bytes, JSON, SQL, libpq.
enum StringEscapes {
    /// The text as it could stand in any of them. Which quote is escaped depends on what else stands between them.
    static func forms(of text: String) -> Set<String> {
        var forms: Set<String> = []
        for (quote, escaped) in [("", ""), ("'", "\\'"), ("\"", "\\\"")] {
            for escape in [asItIs, inPython, inJSON, asBytes] {
                forms.insert(
                    text.unicodeScalars.map { scalar in
                        String(scalar) == quote ? escaped : scalar == "\\" ? "\\\\" : escape(scalar)
                    }.joined())
            }
        }
        forms.insert(text.replacing("'", with: "''"))
        return forms
    }

    private static func asItIs(_ scalar: Unicode.Scalar) -> String { controls[scalar] ?? String(scalar) }

    private static func inPython(_ scalar: Unicode.Scalar) -> String {
        if let control = controls[scalar] { return control }
        return switch scalar.value {
        case 0x20..<0x7F: String(scalar)
        case ...0xFF: "\\x" + hex(scalar.value, 2)
        case ...0xFFFF: "\\u" + hex(scalar.value, 4)
        default: "\\U" + hex(scalar.value, 8)
        }
    }

    private static func inJSON(_ scalar: Unicode.Scalar) -> String {
        if let control = controls[scalar] { return control }
        guard !(0x20..<0x7F).contains(scalar.value) else { return String(scalar) }
        return String(scalar).utf16.map { "\\u" + hex(UInt32($0), 4) }.joined()
    }

    private static func asBytes(_ scalar: Unicode.Scalar) -> String {
        if let control = controls[scalar] { return control }
        guard !(0x20..<0x7F).contains(scalar.value) else { return String(scalar) }
        return String(scalar).utf8.map { "\\x" + hex(UInt32($0), 2) }.joined()
    }

    private static let controls: [Unicode.Scalar: String] = ["\n": "\\n", "\r": "\\r", "\t": "\\t"]

    private static func hex(_ value: UInt32, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
