import Foundation
import SystemPackage
import TestSupport

/// What the real Alembic says of one random script directory.
struct AlembicGraph: Decodable, Sendable {
    /// Ids, or why there are none; neither where Alembic fails by accident.
    struct Answer: Decodable, Sendable {
        let ids: [String]?
        let refusal: String?
    }

    /// An upgrade or a downgrade.
    struct Upgrade: Decodable, Sendable {
        let rows: [String]
        let to: String
        let answer: Answer
    }

    struct Range: Decodable, Sendable {
        let from: String
        let to: String
        let answer: Answer
    }

    /// Why it cannot load the directory at all.
    let error: String?
    /// Whether its order is the same in each run: it keeps dependencies in a set.
    let isOrdered: Bool?
    /// Each revision with its own labels.
    let labels: [[String]]?
    let heads: [String]?
    let effectiveHeads: [String]?
    let bases: [String]?
    let history: Answer?
    let upgrades: [Upgrade]?
    let ranges: [Range]?
    let downgrades: [Upgrade]?

    /// Makes the directories `g0`, `g1`, … below `root`, and asks about all of them in one process.
    static func random(in root: FilePath, seed: Int, numbers: Swift.Range<Int>) async throws -> [AlembicGraph] {
        let program = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle/graphs.py")
        let arguments = [program.string, root.string, "\(seed)", "\(numbers.lowerBound)", "\(numbers.count)"]
        return try JSONDecoder().decode([AlembicGraph].self, from: Data(try await Alembic.python(arguments).utf8))
    }
}
