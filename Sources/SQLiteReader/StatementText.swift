/// A statement that SQLite keeps as it was written, for the parts of it that no pragma tells.
struct StatementText {
    private enum Piece: Equatable {
        case word(String)
        case open, close, comma
        case other
    }

    private let sql: String
    private var pieces: [(piece: Piece, range: Range<String.Index>)] = []

    init(_ sql: String) {
        self.sql = sql
        var position = sql.startIndex
        while position < sql.endIndex { position = readPiece(at: position) }
    }

    /// The checks in a `CREATE TABLE`, with their names where they have one.
    var checks: [(name: String?, sql: String)] {
        pieces.indices.dropLast().compactMap { index in
            guard isWord("CHECK", at: index), pieces[index + 1].piece == .open else { return nil }
            let isNamed = index >= 2 && isWord("CONSTRAINT", at: index - 2)
            guard let inside = inside(from: index + 1) else { return nil }
            return (isNamed ? name(at: index - 1) : nil, inside)
        }
    }

    /// What stands between the first parentheses of a `CREATE INDEX`, one by one.
    var firstList: [String] {
        guard let open = pieces.firstIndex(where: { $0.piece == .open }), let close = end(of: open) else { return [] }
        var parts: [String] = []
        var start = pieces[open].range.upperBound
        var depth = 0
        for index in open...close {
            switch pieces[index].piece {
            case .open: depth += 1
            case .close: depth -= 1
            default: break
            }
            if index == close || (depth == 1 && pieces[index].piece == .comma) {
                parts.append(sql[start..<pieces[index].range.lowerBound].trimmed)
                start = pieces[index].range.upperBound
            }
        }
        return parts
    }

    /// What stands behind the `WHERE` of a `CREATE INDEX`.
    var condition: String? {
        guard let open = pieces.firstIndex(where: { $0.piece == .open }), let close = end(of: open),
            isWord("WHERE", at: close + 1)
        else { return nil }
        return sql[pieces[close + 1].range.upperBound...].trimmed
    }

    private func isWord(_ word: String, at index: Int) -> Bool {
        guard pieces.indices.contains(index), case .word(let found) = pieces[index].piece else { return false }
        return found.uppercased() == word
    }

    private func name(at index: Int) -> String {
        let text = sql[pieces[index].range]
        guard let first = text.first, "\"'`[".contains(first) else { return String(text) }
        return String(text.dropFirst().dropLast())
    }

    private func inside(from open: Int) -> String? {
        end(of: open).map { sql[pieces[open].range.upperBound..<pieces[$0].range.lowerBound].trimmed }
    }

    /// The parenthesis that closes this one.
    private func end(of open: Int) -> Int? {
        var depth = 0
        for index in open..<pieces.count {
            if pieces[index].piece == .open { depth += 1 }
            if pieces[index].piece == .close { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}

extension StatementText {
    /// Takes in what begins here. The position behind it.
    private mutating func readPiece(at start: String.Index) -> String.Index {
        let character = sql[start]
        let next = sql.index(after: start)
        switch character {
        case "(": pieces.append((.open, start..<next))
        case ")": pieces.append((.close, start..<next))
        case ",": pieces.append((.comma, start..<next))
        case "'", "\"", "`": return quoted(by: character, from: start)
        case "[": return quoted(by: "]", from: start)
        case "-" where sql[next...].hasPrefix("-"):
            return sql[next...].firstIndex(where: \.isNewline) ?? sql.endIndex
        case "/" where sql[next...].hasPrefix("*"): return endOfComment(from: next)
        case _ where character.isLetter || character == "_":
            let end =
                sql[start...].firstIndex { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "$" } ?? sql.endIndex
            pieces.append((.word(String(sql[start..<end])), start..<end))
            return end
        case _ where !character.isWhitespace: pieces.append((.other, start..<next))
        default: break
        }
        return next
    }

    /// A doubled quote stands for itself.
    private mutating func quoted(by quote: Character, from start: String.Index) -> String.Index {
        var position = sql.index(after: start)
        while position < sql.endIndex {
            let next = sql.index(after: position)
            if sql[position] == quote {
                guard next < sql.endIndex, sql[next] == quote else {
                    position = next
                    break
                }
                position = sql.index(after: next)
            } else {
                position = next
            }
        }
        pieces.append((.other, start..<position))
        return position
    }

    private func endOfComment(from star: String.Index) -> String.Index {
        var position = sql.index(after: star)
        while position < sql.endIndex {
            let next = sql.index(after: position)
            if sql[position] == "*", next < sql.endIndex, sql[next] == "/" { return sql.index(after: next) }
            position = next
        }
        return sql.endIndex
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
