/// How text for people is marked: with colour on a terminal, plain elsewhere.
package struct TextStyle: Sendable {
    private let isColoured: Bool

    package static let plain = TextStyle(isColoured: false)
    package static let terminal = TextStyle(isColoured: true)

    private init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    func good(_ text: String) -> String { marked(text, "32") }
    func bad(_ text: String) -> String { marked(text, "31") }
    func doubtful(_ text: String) -> String { marked(text, "33") }
    func faint(_ text: String) -> String { marked(text, "2") }

    private func marked(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// Lines of a label and a value, the values under each other; those without a value are left out.
    func aligned(_ lines: [(String, String?)]) -> String {
        let known = lines.compactMap { label, value in value.map { (label, $0) } }
        let width = known.map(\.0.count).max() ?? 0
        return known.map { "\($0.padded(to: width))  \($1)\n" }.joined()
    }
}

extension String {
    /// On one line, without control characters: a message may hold anything, and a terminal would obey it.
    package var onOneLine: String {
        if isPlainLine { return self }
        let visible = unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : Character($0) }
        return String(visible).split(separator: " ").joined(separator: " ")
    }

    /// ASCII that shows as it stands, with single blanks inside it: nearly every message.
    private var isPlainLine: Bool {
        var wasBlank = true
        for byte in utf8 {
            guard (0x20..<0x7F).contains(byte), !(wasBlank && byte == 0x20) else { return false }
            wasBlank = byte == 0x20
        }
        return !wasBlank || isEmpty
    }
}
