/// A moment in UTC, to the millisecond.
///
/// One that was read from the machine's clocks also holds what the one says that nobody sets. What lies between two of
/// these is right whatever happened to the wall clock meanwhile.
///
/// The domain needs no calendar but this one, and Foundation would cost the process more memory than its data.
package struct Timestamp: Sendable, Hashable, Comparable {
    package let millisecondsSince1970: Int64
    private let instant: ContinuousClock.Instant?

    /// - `instant`: the same moment by the clock that nobody sets; `nil` where that was not read.
    package init(millisecondsSince1970: Int64, at instant: ContinuousClock.Instant? = nil) {
        self.millisecondsSince1970 = millisecondsSince1970
        self.instant = instant
    }

    /// A date and time of the proleptic Gregorian calendar, in UTC. `nil` where a field is out of its range.
    package init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        guard Self.civil(days: days) == (year, month, day) else { return nil }
        let seconds = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        self.init(millisecondsSince1970: seconds * 1_000 + Int64(millisecond))
    }

    /// Whether it came earlier, whatever the wall clock says.
    package static func < (a: Timestamp, b: Timestamp) -> Bool {
        if let a = a.instant, let b = b.instant { return a < b }
        return a.millisecondsSince1970 < b.millisecondsSince1970
    }

    /// Seconds from `earlier` to this moment; never negative, so that a clock set back shows no negative age.
    package func seconds(since earlier: Timestamp) -> Double {
        if let instant, let earlier = earlier.instant { return max(0, (instant - earlier).seconds) }
        return max(0, Double(millisecondsSince1970 - earlier.millisecondsSince1970) / 1_000)
    }

    package func advanced(by duration: Duration) -> Timestamp {
        Timestamp(
            millisecondsSince1970: millisecondsSince1970 + Int64(duration.seconds * 1_000),
            at: instant.map { $0 + duration })
    }

    /// Seconds since 1970, as Prometheus writes timestamps.
    package var secondsSince1970: Double { Double(millisecondsSince1970) / 1_000 }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC to the second: `2024-01-15T10:30:00Z`.
    package var description: String {
        let seconds = Self.floorDivide(millisecondsSince1970, by: 1_000)
        let days = Self.floorDivide(seconds, by: 86_400)
        let second = Int(seconds - days * 86_400)
        let (year, month, day) = Self.civil(days: days)
        // Written digit by digit: each answer to a probe holds one.
        var text: [UInt8] = []
        text.reserveCapacity(20)
        func write(_ number: Int, digits: Int, then mark: Unicode.Scalar) {
            var divisor = digits == 4 ? 1_000 : 10
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
                divisor /= 10
            }
            text.append(UInt8(ascii: mark))
        }
        write(year, digits: 4, then: "-")
        write(month, digits: 2, then: "-")
        write(day, digits: 2, then: "T")
        write(second / 3_600, digits: 2, then: ":")
        write(second / 60 % 60, digits: 2, then: ":")
        write(second % 60, digits: 2, then: "Z")
        return String(decoding: text, as: UTF8.self)
    }
}

extension Timestamp {
    /// Days since 1970-01-01, counting years from March so that the leap day comes last.
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = floorDivide(shifted, by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5) + 1
        let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    private static func floorDivide(_ a: Int64, by b: Int64) -> Int64 {
        a >= 0 ? a / b : -((-a + b - 1) / b)
    }
}

extension Duration {
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
