import MigrationModel
import Testing

@Suite("A moment in UTC")
struct TimestampTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00Z"), (1_705_314_600_000, "2024-01-15T10:30:00Z"),
        (1_709_164_799_999, "2024-02-28T23:59:59Z"), (1_709_164_800_000, "2024-02-29T00:00:00Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (4_102_444_800_000, "2100-01-01T00:00:00Z"),
    ])
    func `is written as ISO 8601`(milliseconds: Int64, text: String) {
        #expect(Timestamp(millisecondsSince1970: milliseconds).description == text)
    }

    @Test func `is made of the fields of a date`() {
        let made = Timestamp(year: 2024, month: 1, day: 15, hour: 10, minute: 30)
        #expect(made?.description == "2024-01-15T10:30:00Z")
        #expect(Timestamp(year: 2023, month: 2, day: 29) == nil)
        #expect(Timestamp(year: 2024, month: 13, day: 1) == nil)
        #expect(Timestamp(year: 2024, month: 1, day: 1, hour: 24) == nil)
    }

    @Test func `every day of four centuries goes there and back`() {
        var wrong: [Int64] = []
        for day in Int64(-146_097)...146_097 {
            let moment = Timestamp(millisecondsSince1970: day * 86_400_000)
            let fields = moment.description.prefix(10).split(separator: "-").compactMap { Int($0) }
            if Timestamp(year: fields[0], month: fields[1], day: fields[2]) != moment { wrong.append(day) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `a clock set back shows no negative age`() {
        let later = Timestamp(millisecondsSince1970: 2_500)
        let earlier = Timestamp(millisecondsSince1970: 1_000)
        #expect(later.seconds(since: earlier) == 1.5)
        #expect(earlier.seconds(since: later) == 0)
    }

    @Test(arguments: [-3_600, 0, 3_600])
    func `read from both clocks it is no older or newer for a wall clock that is set`(step: Int) {
        let instant = ContinuousClock.now
        let before = Timestamp(millisecondsSince1970: 7_200_000, at: instant)
        let after = Timestamp(
            millisecondsSince1970: Int64(7_200 + step + 2) * 1_000, at: instant.advanced(by: .seconds(2)))
        #expect(after.seconds(since: before) == 2)
        #expect(before.seconds(since: after) == 0)
        #expect(before < after && !(after < before))
        #expect(after <= before.advanced(by: .seconds(2)) && after > before.advanced(by: .milliseconds(1_999)))
    }
}
