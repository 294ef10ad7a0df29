import MigrationModel

/// What a module's docstring says of its revision.
struct Docstring: Equatable {
    /// `Script.doc`: the text before the first empty line.
    let message: String
    let created: Timestamp?
    let author: String?

    init(_ text: String) {
        var text = text.stripped
        (message, created, author) = text.withUTF8 { text in
            var created: Timestamp?
            var author: String?
            var start = 0
            while start < text.count {
                let end = text[start...].firstIndex(of: Self.newline) ?? text.count
                let line = UnsafeBufferPointer(rebasing: text[start..<end])
                if created == nil { created = Self.field("Create Date:", in: line).flatMap(createDate) }
                if author == nil { author = Self.field("Author:", in: line) }
                start = end + 1
            }
            return (String(decoding: text[..<Self.firstParagraph(of: text)], as: UTF8.self), created, author)
        }
    }

    private static let newline = UInt8(ascii: "\n")

    private static func field(_ name: StaticString, in line: UnsafeBufferPointer<UInt8>) -> String? {
        name.withUTF8Buffer { name in
            guard let start = line.firstIndex(where: { !$0.isPythonSpace }) else { return nil }
            // Beyond ASCII there are other blanks.
            guard line[start] < 0x80 else {
                let line = String(decoding: line, as: UTF8.self).stripped
                guard line.utf8.starts(with: name) else { return nil }
                return value(line.utf8.dropFirst(name.count))
            }
            guard line[start] == name[0], line[start...].starts(with: name) else { return nil }
            return value(line[(start + name.count)...])
        }
    }

    private static func value(_ text: some Collection<UInt8>) -> String? {
        let value = String(decoding: text, as: UTF8.self).stripped
        return value.isEmpty ? nil : value
    }

    /// The end of it, by code points: a letter and an accent behind `\n\n` are no reason to miss it.
    private static func firstParagraph(of text: UnsafeBufferPointer<UInt8>) -> Int {
        text.indices.dropLast().first { text[$0] == newline && text[$0 + 1] == newline } ?? text.count
    }
}
