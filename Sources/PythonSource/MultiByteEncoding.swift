/// An encoding with two bytes for most characters beyond ASCII, of which the second may be that of a letter or of `\\`.
///
/// The characters are replaced: what is wanted of such a file is ASCII, but for messages.
enum MultiByteEncoding {
    /// GBK, GB 18030, Big5, and Korean's.
    case pairs
    case shiftJIS
    case eucJP

    /// By Python's name for it, lower case and with hyphens.
    init?(_ name: String) {
        switch name {
        case "gbk", "936", "cp936", "ms936", "gb2312", "chinese", "euc-cn", "euccn", "gb2312-80", "gb2312-1980",
            "gb18030", "gb18030-2000", "big5", "big5-tw", "csbig5", "big5-hkscs", "big5hkscs", "hkscs", "cp950", "950",
            "ms950", "euc-kr", "euckr", "korean", "ksc5601", "ks-c-5601", "ks-c-5601-1987", "ksx1001", "cp949", "949",
            "ms949", "uhc":
            self = .pairs
        case "shift-jis", "shiftjis", "sjis", "s-jis", "csshiftjis", "cp932", "932", "ms932", "mskanji", "ms-kanji",
            "windows-31j", "shift-jis-2004", "shiftjis2004", "sjis-2004", "shift-jisx0213", "sjisx0213":
            self = .shiftJIS
        case "euc-jp", "eucjp", "ujis", "u-jis", "euc-jis-2004", "eucjis2004", "euc-jisx0213", "eucjisx0213":
            self = .eucJP
        default: return nil
        }
    }

    /// The bytes with each character beyond ASCII replaced, or where one is not whole.
    func utf8(of bytes: [UInt8]) throws(BrokenCharacter) -> [UInt8] {
        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count + bytes.count / 8)
        var at = 0
        while at < bytes.count {
            guard bytes[at] >= 0x80 else {
                utf8.append(bytes[at])
                at += 1
                continue
            }
            let end = at + length(bytes[at], at + 1 < bytes.count ? bytes[at + 1] : 0)
            // A line end, a quote or a sign is no part of a character.
            guard end <= bytes.count, bytes[(at + 1)..<end].allSatisfy({ $0 >= 0x30 }) else {
                throw BrokenCharacter(position: at)
            }
            utf8.append(contentsOf: "\u{FFFD}".utf8)
            at = end
        }
        return utf8
    }

    struct BrokenCharacter: Error {
        let position: Int
    }

    /// How many bytes the character has that begins with these.
    private func length(_ first: UInt8, _ second: UInt8) -> Int {
        switch self {
        // GB 18030 has four bytes where the second is a digit, which no other one of these has there.
        case .pairs: first == 0x80 || first == 0xFF ? 1 : second.isDigit ? 4 : 2
        case .shiftJIS: (0xA0...0xDF).contains(first) || first == 0x80 || first > 0xFC ? 1 : 2
        case .eucJP: first == 0x8F ? 3 : 2
        }
    }
}
