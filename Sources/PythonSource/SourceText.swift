/// The encoding of a Python file: a byte order mark, a cookie as PEP 263 has it, or UTF-8.
enum SourceText {
    static func utf8(of bytes: [UInt8]) throws(SyntaxError) -> [UInt8] {
        // All encodings that a cookie may name agree in ASCII.
        if isASCIIWithoutNull(bytes) { return bytes }
        if let null = bytes.firstIndex(of: 0) {
            throw SyntaxError("source code cannot contain null bytes", line: line(of: null, in: bytes))
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if bytes.starts(with: mark) { return try checkedButComments(Array(bytes.dropFirst(3))) }
        guard let cookie = cookie(in: bytes), !isDefault(cookie.name) else { return try checkedButComments(bytes) }
        if isUTF8(cookie.name) { return try checked(bytes) }
        if let encoding = SingleByteEncoding(cookie.name) { return encoding.utf8(of: bytes) }
        if let encoding = MultiByteEncoding(cookie.name) {
            do throws(MultiByteEncoding.BrokenCharacter) {
                return try encoding.utf8(of: bytes)
            } catch {
                throw SyntaxError("invalid \(cookie.name)", line: line(of: error.position, in: bytes))
            }
        }
        if ["ascii", "us-ascii", "646"].contains(cookie.name), let beyond = bytes.firstIndex(where: { $0 >= 0x80 }) {
            throw SyntaxError("a character that is not ASCII", line: line(of: beyond, in: bytes))
        }
        throw SyntaxError("the encoding \(cookie.name) is not known here", line: cookie.line, isLimit: true)
    }

    /// Looks at eight bytes at a time: nearly all files are plain.
    private static func isASCIIWithoutNull(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            let whole = bytes.count & ~7
            var found: UInt64 = 0
            for at in stride(from: 0, to: whole, by: 8) {
                let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                // The high bit of a byte that is 0, or that has it set already.
                found |= (word &- 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080 | word & 0x8080_8080_8080_8080
            }
            return found == 0 && bytes[whole...].allSatisfy { $0 > 0 && $0 < 0x80 }
        }
    }

    /// Whether Python takes the bytes as they are. By another name it decodes all of them, comments too.
    private static func isDefault(_ name: String) -> Bool { name == "utf-8" || name.hasPrefix("utf-8-") }

    private static func isUTF8(_ name: String) -> Bool { ["utf8", "u8", "utf", "cp65001"].contains(name) }

    /// Python looks at the bytes of names and strings: those of comments may be anything.
    private static func checkedButComments(_ bytes: [UInt8]) throws(SyntaxError) -> [UInt8] {
        if (try? UTF8Span(validating: bytes.span)) != nil { return bytes }
        var bytes = bytes
        for comment in Tokenizer.comments(bytes) {
            for at in comment where bytes[at] >= 0x80 { bytes[at] = UInt8(ascii: "?") }
        }
        return try checked(bytes)
    }

    private static func checked(_ bytes: [UInt8]) throws(SyntaxError) -> [UInt8] {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return bytes
        } catch {
            throw SyntaxError("invalid UTF-8", line: line(of: error.byteOffsets.lowerBound, in: bytes))
        }
    }

    private static func line(of position: Int, in bytes: [UInt8]) -> Int {
        1 + bytes[..<position].count { $0 == UInt8(ascii: "\n") }
    }

    /// The name in `# -*- coding: name -*-`, in the first line, or in the second one behind a comment or nothing.
    private static func cookie(in bytes: [UInt8]) -> (name: String, line: Int)? {
        let lines = bytes.split(maxSplits: 2, omittingEmptySubsequences: false) { $0 == UInt8(ascii: "\n") }
        for (index, line) in lines.prefix(2).enumerated() {
            let content = line.drop { " \t\u{0C}\r".utf8.contains($0) }
            guard let first = content.first else { continue }
            guard first == UInt8(ascii: "#") else { return nil }
            if let name = name(in: content) { return (name, index + 1) }
        }
        return nil
    }

    private static func name(in comment: ArraySlice<UInt8>) -> String? {
        let word = Array("coding".utf8)
        var rest = comment
        while rest.count > word.count {
            defer { rest = rest.dropFirst() }
            guard rest.starts(with: word) else { continue }
            let behind = rest.dropFirst(word.count)
            guard behind.first == UInt8(ascii: ":") || behind.first == UInt8(ascii: "=") else { continue }
            let name = behind.dropFirst().drop { " \t".utf8.contains($0) }
                .prefix { $0 < 0x80 && ($0.isNamePart || "-.".utf8.contains($0)) }
            if !name.isEmpty { return String(decoding: name, as: UTF8.self).lowercased().replacing("_", by: "-") }
        }
        return nil
    }
}

extension String {
    fileprivate func replacing(_ character: Character, by other: Character) -> String {
        String(map { $0 == character ? other : $0 })
    }
}
