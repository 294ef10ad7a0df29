/// Which name somebody may have meant.
package enum Spelling {
    /// The known name that is at most two typing mistakes away.
    package static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let ranked = known.map { (distance: editDistance(Array(name.utf8), Array($0.utf8)), name: $0) }
        return ranked.min { $0 < $1 }.flatMap { $0.distance <= 2 ? $0.name : nil }
    }

    /// Levenshtein's distance.
    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var previous = Array(0...b.count)
        for (row, byte) in a.enumerated() {
            var current = [row + 1]
            for (column, other) in b.enumerated() {
                let replaced = previous[column] + (byte == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[b.count]
    }
}
