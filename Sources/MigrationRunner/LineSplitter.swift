/// Puts the pieces that a pipe hands out together into lines.
struct LineSplitter {
    /// What is longer is cut: a program may never write a line end.
    static let longest = 8_192
    private var rest: [UInt8] = []

    /// The lines that these bytes complete.
    mutating func add(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || rest.count >= Self.longest {
                lines.append(take())
                if byte == UInt8(ascii: "\n") { continue }
            }
            rest.append(byte)
        }
        return lines
    }

    /// What is left without a line end.
    mutating func finish() -> String? { rest.isEmpty ? nil : take() }

    private mutating func take() -> String {
        defer { rest = [] }
        return String(decoding: rest.last == UInt8(ascii: "\r") ? rest.dropLast() : rest[...], as: UTF8.self)
    }
}
