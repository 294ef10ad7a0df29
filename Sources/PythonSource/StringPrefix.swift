/// The letters before a string literal's quote.
struct StringPrefix {
    var isRaw = false
    var isBytes = false
    var isFormatted = false

    private init() {}

    static let plain = StringPrefix()

    /// `nil` where the letters are no prefix, so that they are a name.
    init?(_ letters: ArraySlice<UInt8>) {
        guard letters.count <= 2 else { return nil }
        for letter in letters {
            switch letter | 0x20 {
            case UInt8(ascii: "r") where !isRaw: isRaw = true
            case UInt8(ascii: "b") where !isBytes && !isFormatted: isBytes = true
            case UInt8(ascii: "f") where !isFormatted && !isBytes: isFormatted = true
            case UInt8(ascii: "t") where !isFormatted && !isBytes: isFormatted = true
            case UInt8(ascii: "u") where letters.count == 1: break
            default: return nil
            }
        }
    }
}
