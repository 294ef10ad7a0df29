package import Bcrypt
import FoundationEssentials
import Inspector
import Synchronization

/// The users and the hashes of their passwords.
///
/// A hash is made to be slow, so what was found is remembered, and the work is done away from the threads that answer.
/// A name that is not known takes as long as a wrong password, so that nobody learns which names there are.
package final class Passwords: Sendable {
    enum Verdict: Sendable {
        case right
        case wrong
        /// Nobody had time to look.
        case undecided
    }

    private let hashes: [String: BcryptHash]
    private let decoy: BcryptHash
    private let lane = BlockingLane(label: "passwords")
    private let memory = Mutex(Memory())

    /// `nil` where there are no users, so that none is needed.
    package init?(_ hashes: [String: BcryptHash]) {
        guard let slowest = hashes.values.max(by: { $0.cost < $1.cost }) else { return nil }
        self.hashes = hashes
        decoy = slowest.decoy
    }

    /// Of an `Authorization` header.
    func verdict(on authorization: String) async -> Verdict {
        if let known = memory.withLock({ $0.verdict(on: authorization) }) { return known }
        guard let (name, password) = Self.credentials(in: authorization) else { return .wrong }
        let hash = hashes[name]
        let (compared, isKnown) = (hash ?? decoy, hash != nil)
        // Whoever waits behind somebody with the same password finds the work done.
        return await lane.run(limit: Self.patience) { [self] in
            if let known = memory.withLock({ $0.verdict(on: authorization) }) { return known }
            let verdict: Verdict = compared.matches(password) && isKnown ? .right : .wrong
            memory.withLock { $0.note(verdict, on: authorization) }
            return verdict
        } ?? .undecided
    }

    /// How long a caller waits for those before it.
    private static let patience = Duration.seconds(5)

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
