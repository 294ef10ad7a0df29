import Synchronization

/// Who may ask for runs, and where.
package struct RunAccess: Sendable {
    package struct Token: Sendable {
        /// What the log calls whoever has it.
        let name: String
        let matches: @Sendable (String) -> Bool

        /// `secret`: asked for each time, so that it is kept in one place only.
        package init(name: String, secret: @escaping @Sendable () -> String) {
            self.name = name
            matches = { given in areEqual(Array(given.utf8), Array(secret().utf8)) }
        }
    }

    private let tokens: [Token]
    /// Why nobody may ask for a run here; `nil` where they may.
    let refusal: String?

    package init(tokens: [Token], refusal: String?) {
        self.tokens = tokens
        self.refusal = refusal
    }

    /// The name of whoever shows this `Authorization`.
    func caller(showing authorization: String?) -> String? {
        let words = (authorization ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        let given = String(words[1])
        // All of them are compared, so that the time does not tell which one was near.
        return tokens.filter { $0.matches(given) }.first?.name
    }
}

/// Those who may ask for runs now.
package final class RunAccessControl: Sendable {
    private let current: Mutex<RunAccess>

    package init(_ access: RunAccess) {
        current = Mutex(access)
    }

    var access: RunAccess { current.withLock { $0 } }

    /// Requests that come from now on go by this.
    package func exchange(_ access: RunAccess) { current.withLock { $0 = access } }
}

/// In a time that depends on the length of what was given and not on what it has in common with the secret.
private func areEqual(_ given: [UInt8], _ secret: [UInt8]) -> Bool {
    var difference = UInt(bitPattern: given.count ^ secret.count)
    for index in given.indices {
        difference |= UInt(given[index] ^ (secret.isEmpty ? 0xFF : secret[index % secret.count]))
    }
    return difference == 0
}
