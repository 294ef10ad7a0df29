import MigrationModel

/// The moment in a `Create Date:`, as `str(datetime)` or `isoformat()` writes it.
///
/// `YYYY-MM-DD`, with or without `HH:MM`, `:SS`, a fraction and an offset; without an offset it is UTC. `nil` for
/// anything else: a date that was read wrong is worse than none.
func createDate(_ text: String) -> Timestamp? {
    var rest = Digits(text)
    guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
        let day = rest.number(2)
    else { return nil }
    guard !rest.isEmpty else { return Timestamp(year: year, month: month, day: day) }
    guard rest.take(" ") || rest.take("T"), let hour = rest.number(2), rest.take(":"), let minute = rest.number(2)
    else { return nil }
    var second = 0
    var millisecond = 0
    if rest.take(":") {
        guard let seconds = rest.number(2) else { return nil }
        second = seconds
        if rest.take(".") {
            guard let fraction = rest.milliseconds() else { return nil }
            millisecond = fraction
        }
    }
    guard let offset = rest.offset() else { return nil }
    return Timestamp(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond
    ).map { Timestamp(millisecondsSince1970: $0.millisecondsSince1970 - Int64(offset) * 1_000) }
}

private struct Digits {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isEmpty: Bool { at == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    mutating func number(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Of one to nine digits of a fraction the first three.
    mutating func milliseconds() -> Int? {
        var value = 0
        var count = 0
        while let digit = digit() {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        while count < 3, count > 0 {
            value *= 10
            count += 1
        }
        return (1...9).contains(count) ? value : nil
    }

    /// Seconds east of UTC, from nothing, `Z`, `UTC`, `+HH:MM`, `+HHMM`, `+HH` or `+HH:MM:SS`.
    mutating func offset() -> Int? {
        if isEmpty { return 0 }
        while take(" ") {}
        if ["Z", "UTC"].contains(String(decoding: bytes[at...], as: UTF8.self)) { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where !isEmpty {
            _ = take(":")
            guard let value = number(2), value < 60 else { return nil }
            seconds += value * unit
        }
        return isEmpty ? sign * seconds : nil
    }

    private mutating func digit() -> Int? {
        guard at < bytes.count, (0x30...0x39).contains(bytes[at]) else { return nil }
        defer { at += 1 }
        return Int(bytes[at] - 0x30)
    }
}
