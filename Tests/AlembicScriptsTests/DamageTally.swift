/// What `validate` says of damages, each of which is one thing that it is to tell.
struct DamageTally {
    private(set) var told = 0
    /// What is not told, and is listed as unverified.
    private(set) var listed = 0
    /// What is told and is not so: none may be.
    private(set) var falseAlarms: [String] = []
    /// What is neither told nor listed: none may be.
    private(set) var passedOver: [String] = []

    init() {}

    init(_ damages: [Climb.Damage]) {
        for damage in damages {
            guard let tells = damage.tells else { continue }
            let others = damage.verdict.differences.filter { $0 != tells && !damage.brings.contains($0) }
            falseAlarms += others.map { "\(tells): \($0)" }
            if damage.verdict.differences.contains(tells) {
                told += 1
            } else if damage.verdict.lists(tells) {
                listed += 1
            } else {
                passedOver.append(tells)
            }
        }
    }

    mutating func add(_ other: DamageTally) {
        told += other.told
        listed += other.listed
        falseAlarms += other.falseAlarms
        passedOver += other.passedOver
    }

    var count: Int { told + listed + passedOver.count }
    var precision: Double { told == 0 ? 1 : Double(told) / Double(told + falseAlarms.count) }
    var recall: Double { count == 0 ? 1 : Double(told) / Double(count) }
    var words: String {
        "\(told) of \(count) damages told, \(listed) listed as unverified, precision \(precision.percent), "
            + "recall \(recall.percent)"
    }
}

extension Climb.Verdict {
    /// Whether what a damage tells is about something that is listed as unverified.
    fileprivate func lists(_ difference: String) -> Bool {
        let words = difference.split(separator: " ").map(String.init)
        return unverified.contains { item in
            guard let table = item.table else { return true }
            return table == words[1] && (item.column == nil || words.count > 2 && item.column == words[2])
        }
    }
}
