/// Puts the pieces that a pipe hands out together into lines.
struct LineSplitter {
    /// What is longer is cut: a program may never write a line end.
    static let longest = 8_192
    /// As much again is kept behind the cut: a secret across it is seen whole.
    private static let kept = 2 * longest
    private var rest: [UInt8] = []

    /// The lines that these bytes complete.
    mutating func add(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(take())
            } else if rest.count < Self.kept {
                rest.append(byte)
            }
        }
        return lines
    }

    /// What is left without a line end.
    mutating func finish() -> String? { rest.isEmpty ? nil : take() }

    /// A line to be shown, without its secrets and then without what may hold the half of one.
    static func shown(_ line: String, without secrets: (String) -> String) -> String {
        let text = secrets(line)
        guard line.utf8.count >= kept else { return text }
        return String(decoding: text.utf8.dropLast(longest), as: UTF8.self) + " …"
    }

    private mutating func take() -> String {
        defer { rest = [] }
        return String(decoding: rest.last == UInt8(ascii: "\r") ? rest.dropLast() : rest[...], as: UTF8.self)
    }
}
