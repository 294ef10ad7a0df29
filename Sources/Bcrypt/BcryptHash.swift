import CCrypt

/// A password as bcrypt hashed it: `$2y$10$…`, which is what `htpasswd -nB` prints.
package struct BcryptHash: Sendable, Hashable {
    private let text: String

    /// `nil` where the text is no such hash.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let isLongEnough = bytes.count == 60 && bytes.starts(with: "$2".utf8) && "abxy".utf8.contains(bytes[2])
        guard isLongEnough, bytes[3] == UInt8(ascii: "$"), bytes[6] == UInt8(ascii: "$"),
            let cost = Int(String(decoding: bytes[4...5], as: UTF8.self)), (4...31).contains(cost),
            bytes[7...].allSatisfy(Self.digits.contains)
        else { return nil }
        self.text = text
        self.cost = cost
    }

    private static let digits = Set("./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// The logarithm of the number of rounds: one more takes twice as long.
    package let cost: Int

    /// Whether this is the password that was hashed. Blocks for as long as the cost says: some 70 ms for 10.
    package func matches(_ password: String) -> Bool {
        // C's strings end at the first NUL: what stands behind it would not count.
        guard !password.utf8.contains(0) else { return false }
        let work = UnsafeMutableRawPointer.allocate(byteCount: crypt_data_size, alignment: 16)
        unsafe work.initializeMemory(as: UInt8.self, repeating: 0, count: crypt_data_size)
        defer { unsafe work.deallocate() }
        guard let found = unsafe crypt_rn(password, text, work, Int32(crypt_data_size)) else { return false }
        return areEqual(unsafe Array(String(cString: found).utf8), Array(text.utf8))
    }

    /// A hash that no known password has, and that takes as long to compare as one of this cost.
    package static func decoy(cost: Int) -> BcryptHash {
        var salt = ""
        for _ in 0..<22 { salt.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "a") + .random(in: 0..<26))) }
        let end = String(repeating: ".", count: 31)
        return BcryptHash(text: "$2y$\(cost < 10 ? "0" : "")\(cost)$\(salt)\(end)", cost: cost)
    }

    private init(text: String, cost: Int) {
        self.text = text
        self.cost = cost
    }
}

/// In a time that does not depend on where they differ.
private func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
