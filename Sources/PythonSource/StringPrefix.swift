/// The letters before a string literal's quote.
struct StringPrefix {
    var isRaw = false
    var isBytes = false
    var isFormatted = false

    private init() {}

    static let plain = StringPrefix()

    /// `nil` where what stands in that range is no prefix, so that it is a name.
    init?(_ source: [UInt8], from start: Int, to end: Int) {
        guard end - start <= 2 else { return nil }
        for at in start..<end {
            switch source[at] | 0x20 {
            case UInt8(ascii: "r") where !isRaw: isRaw = true
            case UInt8(ascii: "b") where !isBytes && !isFormatted: isBytes = true
            case UInt8(ascii: "f") where !isFormatted && !isBytes: isFormatted = true
            case UInt8(ascii: "t") where !isFormatted && !isBytes: isFormatted = true
            case UInt8(ascii: "u") where end - start == 1: break
            default: return nil
            }
        }
    }
}
