extension String {
    /// With `***` for the password of every URL in it: `postgresql://app:***@db/orders`.
    package var withoutURLPasswords: String {
        var rest = self[...]
        var safe = ""
        while let mark = rest.firstRange(of: "://") {
            safe += rest[..<mark.upperBound]
            rest = rest[mark.upperBound...]
            let authority = rest.prefix { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
            guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
                continue
            }
            safe += authority[...colon] + "***"
            rest = rest[at...]
        }
        return safe + rest
    }
}
