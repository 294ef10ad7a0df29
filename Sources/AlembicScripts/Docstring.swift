import MigrationModel

/// What a module's docstring says of its revision.
struct Docstring: Equatable {
    /// `Script.doc`: the text before the first empty line.
    let message: String
    let created: Timestamp?
    let author: String?

    init(_ text: String) {
        let text = text.stripped
        message = Self.firstParagraph(of: text)
        var created: Timestamp?
        var author: String?
        for line in text.split(separator: "\n") {
            created = created ?? Self.field("Create Date:", in: line).flatMap(createDate)
            author = author ?? Self.field("Author:", in: line)
        }
        self.created = created
        self.author = author
    }

    private static func field(_ name: String, in line: Substring) -> String? {
        let line = line.stripped
        guard line.hasPrefix(name) else { return nil }
        let value = line.dropFirst(name.count).stripped
        return value.isEmpty ? nil : value
    }

    /// By code points: a letter and an accent behind `\n\n` are no reason to miss it.
    private static func firstParagraph(of text: String) -> String {
        var bytes = Array(text.utf8)
        let newline = UInt8(ascii: "\n")
        if let end = bytes.indices.dropLast().first(where: { bytes[$0] == newline && bytes[$0 + 1] == newline }) {
            bytes.removeSubrange(end...)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
