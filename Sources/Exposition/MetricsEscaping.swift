extension String {
    /// As it stands in a label value or a help text: the backslash, the line feed and, where wanted, the quotation mark
    /// are escaped. Other control characters become U+FFFD: both formats allow them, but parsers stop at a NUL, split
    /// lines at a carriage return, and show the rest to a terminal that obeys.
    func escaped(quotes: Bool) -> String {
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F || $0 == 0xC2 }) else {
            return self
        }
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            case _ where scalar.properties.generalCategory == .control: escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
