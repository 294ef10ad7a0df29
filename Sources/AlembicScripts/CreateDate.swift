import MigrationModel

/// The moment in a `Create Date:`, as `str(datetime)` or `isoformat()` writes it.
///
/// `YYYY-MM-DD`, with or without `HH:MM`, `:SS`, a fraction and an offset; without an offset it is UTC. `nil` for
/// anything else: a date that was read wrong is worse than none.
func createDate(_ text: String) -> Timestamp? {
    var rest = Substring(text).utf8
    guard let year = number(&rest, digits: 4), take("-", &rest), let month = number(&rest, digits: 2),
        take("-", &rest), let day = number(&rest, digits: 2)
    else { return nil }
    guard !rest.isEmpty else { return Timestamp(year: year, month: month, day: day) }
    guard take(" ", &rest) || take("T", &rest), let hour = number(&rest, digits: 2), take(":", &rest),
        let minute = number(&rest, digits: 2)
    else { return nil }
    var second = 0
    var millisecond = 0
    if take(":", &rest) {
        guard let seconds = number(&rest, digits: 2) else { return nil }
        second = seconds
        if take(".", &rest) {
            let digits = rest.prefix { $0.isDigit }
            guard (1...9).contains(digits.count) else { return nil }
            millisecond = (digits + [0x30, 0x30]).prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
            rest = rest[digits.endIndex...]
        }
    }
    guard let offset = offset(Substring(rest)) else { return nil }
    return Timestamp(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond
    ).map { Timestamp(millisecondsSince1970: $0.millisecondsSince1970 - Int64(offset) * 1_000) }
}

/// Seconds east of UTC, from nothing, `Z`, `UTC`, `+HH:MM`, `+HHMM`, `+HH` or `+HH:MM:SS`.
private func offset(_ text: Substring) -> Int? {
    let text = text.stripped
    if text.isEmpty || text == "Z" || text == "UTC" { return 0 }
    var rest = Substring(text).utf8
    let sign: Int
    if take("+", &rest) { sign = 1 } else if take("-", &rest) { sign = -1 } else { return nil }
    guard let hours = number(&rest, digits: 2), hours < 24 else { return nil }
    var seconds = hours * 3_600
    for unit in [60, 1] where !rest.isEmpty {
        _ = take(":", &rest)
        guard let value = number(&rest, digits: 2), value < 60 else { return nil }
        seconds += value * unit
    }
    return rest.isEmpty ? sign * seconds : nil
}

private func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
        guard let digit = rest.popFirst(), digit.isDigit else { return nil }
        value = value * 10 + Int(digit - 0x30)
    }
    return value
}

private func take(_ character: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
