/// An encoding with one byte for each character, which agrees with ASCII.
enum SingleByteEncoding {
    case latin1
    case windows1251
    case windows1252
    /// One of the others. Its characters beyond ASCII are replaced: identifiers are ASCII, and only a message suffers.
    case other

    /// By Python's name for it, lower case and with hyphens.
    init?(_ name: String) {
        switch name {
        case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "8859", "cp819", "l1", "ascii", "us-ascii", "646":
            self = .latin1
        case "cp1251", "windows-1251", "1251": self = .windows1251
        case "cp1252", "windows-1252", "1252": self = .windows1252
        default:
            let families = ["iso-8859-", "iso8859-", "latin-", "windows-125", "cp125", "cp43", "cp8", "koi8-", "mac-"]
            guard families.contains(where: name.hasPrefix) else { return nil }
            self = .other
        }
    }

    func utf8(of bytes: [UInt8]) -> [UInt8] {
        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            guard byte >= 0x80 else {
                utf8.append(byte)
                continue
            }
            utf8.append(contentsOf: String(Character(scalar(byte))).utf8)
        }
        return utf8
    }

    private func scalar(_ byte: UInt8) -> Unicode.Scalar {
        switch self {
        case .latin1: Unicode.Scalar(byte)
        case .windows1251: Self.windows1251Table[Int(byte) - 0x80]
        case .windows1252: byte < 0xA0 ? Self.windows1252Table[Int(byte) - 0x80] : Unicode.Scalar(byte)
        case .other: "\u{FFFD}"
        }
    }

    private static let windows1252Table = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)

    private static let windows1251Table = Array(
        ("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
            + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя").unicodeScalars)
}
