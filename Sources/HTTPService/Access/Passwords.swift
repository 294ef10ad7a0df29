package import Bcrypt
import FoundationEssentials
import Inspector
import Synchronization

/// The users and the hashes of their passwords.
///
/// A hash is made to be slow, so what was found is remembered, and the work is done away from the threads that answer.
/// A name that is not known takes as long as a wrong password, whatever the hashes cost, so that nobody learns which names
/// there are.
package final class Passwords: Sendable {
    enum Verdict: Sendable {
        case right
        case wrong
        /// Nobody had time to look.
        case undecided
    }

    private let hashes: [String: BcryptHash]
    /// The highest that one of the hashes has.
    private let cost: Int
    private let lane = BlockingLane(label: "passwords")
    private let memory = Mutex(Memory())

    /// `nil` where there are no users, so that none is needed.
    package init?(_ hashes: [String: BcryptHash]) {
        guard let cost = hashes.values.map(\.cost).max() else { return nil }
        self.hashes = hashes
        self.cost = cost
    }

    /// Of an `Authorization` header.
    ///
    /// - `patience`: how long to wait for those who came before, and for the hash.
    func verdict(on authorization: String, patience: Duration) async -> Verdict {
        if let known = memory.withLock({ $0.verdict(on: authorization) }) { return known }
        guard let (name, password) = Self.credentials(in: authorization) else { return .wrong }
        // Whoever waits behind somebody with the same password finds the work done.
        return await lane.run(limit: patience) { [self] in
            if let known = memory.withLock({ $0.verdict(on: authorization) }) { return known }
            let verdict: Verdict = matches(name, password) ? .right : .wrong
            memory.withLock { $0.note(verdict, on: authorization) }
            return verdict
        } ?? .undecided
    }

    /// Blocks, where the answer is no, for as long as the most costly hash takes.
    private func matches(_ name: String, _ password: String) -> Bool {
        guard let hash = hashes[name] else {
            _ = BcryptHash.decoy(cost: cost).matches(password)
            return false
        }
        if hash.matches(password) { return true }
        // Each takes as long as all before it together, so that it comes to the time of the most costly one.
        for cost in hash.cost..<cost { _ = BcryptHash.decoy(cost: cost).matches(password) }
        return false
    }

    /// RFC 7617: `Basic`, and the name and the password, joined by a colon, in base 64.
    private static func credentials(in authorization: String) -> (name: String, password: String)? {
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic",
            let data = Data(base64Encoded: words[1].filter { $0 != " " }),
            let text = String(bytes: data, encoding: .utf8), let colon = text.firstIndex(of: ":")
        else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}

/// What was found of the last callers: those who were right and those who were wrong apart, so that guessing drives
/// nobody out.
private struct Memory {
    private static let most = 100

    private var right: Set<String> = []
    private var wrong: Set<String> = []

    func verdict(on authorization: String) -> Passwords.Verdict? {
        if right.contains(authorization) { return .right }
        return wrong.contains(authorization) ? .wrong : nil
    }

    mutating func note(_ verdict: Passwords.Verdict, on authorization: String) {
        switch verdict {
        case .right: Self.insert(authorization, into: &right)
        case .wrong: Self.insert(authorization, into: &wrong)
        case .undecided: break
        }
    }

    private static func insert(_ authorization: String, into known: inout Set<String>) {
        if known.count >= most { known.removeAll() }
        known.insert(authorization)
    }
}
