/// An encoding with one byte for each character, which agrees with ASCII.
enum SingleByteEncoding {
    case latin1
    case latin2
    case latin9
    case windows1250
    case windows1251
    case windows1252
    case koi8R
    /// One of the others. Its characters beyond ASCII are replaced: identifiers are ASCII, and only a message suffers.
    case other

    /// By Python's name for it, lower case and with hyphens.
    init?(_ name: String) {
        switch name {
        case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "iso-latin-1", "8859", "cp819", "l1": self = .latin1
        case "latin-2", "latin2", "iso-8859-2", "iso8859-2", "l2": self = .latin2
        case "latin-9", "latin9", "iso-8859-15", "iso8859-15", "l9": self = .latin9
        case "cp1250", "windows-1250", "1250": self = .windows1250
        case "cp1251", "windows-1251", "1251": self = .windows1251
        case "cp1252", "windows-1252", "1252": self = .windows1252
        case "koi8-r": self = .koi8R
        // As Emacs names its line ends: `latin-1-unix`.
        case _ where ["latin-1-", "iso-8859-1-", "iso-latin-1-"].contains(where: name.hasPrefix): self = .latin1
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
        case .latin2: byte < 0xA0 ? Unicode.Scalar(byte) : Self.latin2Table[Int(byte) - 0xA0]
        case .latin9: Self.latin9Table[byte] ?? Unicode.Scalar(byte)
        case .windows1250: Self.windows1250Table[Int(byte) - 0x80]
        case .windows1251: Self.windows1251Table[Int(byte) - 0x80]
        case .koi8R: Self.koi8RTable[Int(byte) - 0x80]
        case .windows1252: byte < 0xA0 ? Self.windows1252Table[Int(byte) - 0x80] : Unicode.Scalar(byte)
        case .other: "\u{FFFD}"
        }
    }

    private static let windows1252Table = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)

    private static let windows1251Table = Array(
        ("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
            + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя").unicodeScalars)

    private static let windows1250Table = Array(
        ("€\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż"
            + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙").unicodeScalars)

    private static let latin2Table = Array(
        ("\u{A0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{AD}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ"
            + "ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙").unicodeScalars)

    /// Where it is not as Latin-1.
    private static let latin9Table: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]

    private static let koi8RTable = Array(
        ("─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{A0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
            + "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ").unicodeScalars)
}
