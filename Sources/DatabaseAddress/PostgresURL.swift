extension PostgresAddress {
    /// `postgresql://user:password@host:port/database?parameters`, every part of it optional.
    init(_ url: DatabaseURL) throws(DatabaseAddressError) {
        self.init()
        let (userInfo, location) = try Self.split(url.rest)
        if let userInfo { try setUserInfo(userInfo) }

        let query = location.firstIndex(of: "?").map { location[location.index(after: $0)...] }
        let place = location.prefix { $0 != "?" }
        let hosts = place.prefix { $0 != "/" }
        try setHosts(hosts)
        let database = place[hosts.endIndex...].dropFirst()
        set("dbname", to: try Self.decoded(database, "database name"))
        if let query { try setParameters(query, driver: url.driver) }
    }

    /// Parts user and password from the rest at the last `@` that can be meant.
    ///
    /// People forget to escape their passwords. SQLAlchemy takes `/`, `?` and `#` in them, so the same URL works here;
    /// but a piece of a password must never be taken for a host or a database, since those are shown in errors.
    private static func split(
        _ rest: Substring
    ) throws(DatabaseAddressError) -> (userInfo: Substring?, location: Substring) {
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let behind = rest[authority.endIndex...]
        if let at = authority.lastIndex(of: "@") {
            guard !behind.prefix(while: { $0 != "?" }).contains("@") else { throw .ambiguousAt }
            return (authority[..<at], rest[rest.index(after: at)...])
        }
        guard let at = behind.lastIndex(of: "@") else { return (nil, rest) }
        let port = authority.lastIndex(of: ":").map { authority[authority.index(after: $0)...] }
        let looksLikePassword = port.map { !$0.isEmpty && Int($0) == nil } ?? false
        if looksLikePassword, !authority.hasSuffix("]") {
            return (rest[..<at], rest[rest.index(after: at)...])
        }
        guard behind.hasPrefix("?") || !behind.prefix(while: { $0 != "?" }).contains("@") else { throw .ambiguousAt }
        return (nil, rest)
    }

    private mutating func setUserInfo(_ userInfo: Substring) throws(DatabaseAddressError) {
        let user = userInfo.prefix { $0 != ":" }
        set("user", to: try Self.decoded(user, "user"))
        guard user.endIndex < userInfo.endIndex else { return }
        let password = userInfo[userInfo.index(after: user.endIndex)...]
        set("password", to: try Self.decoded(password, "password"), written: password)
    }

    /// One host or several with commas, each with its port.
    private mutating func setHosts(_ text: Substring) throws(DatabaseAddressError) {
        guard !text.isEmpty else { return }
        var hosts: [String] = []
        var ports: [String] = []
        for one in text.split(separator: ",", omittingEmptySubsequences: false) {
            let (host, port) = try Self.hostAndPort(one)
            hosts.append(try Self.decoded(host, "host"))
            ports.append(port)
        }
        let allEqual = Set(ports).count == 1
        set("host", to: hosts.allSatisfy(\.isEmpty) ? "" : hosts.joined(separator: ","))
        set("port", to: allEqual ? ports[0] : ports.joined(separator: ","))
    }

    private static func hostAndPort(
        _ text: Substring
    ) throws(DatabaseAddressError) -> (host: Substring, port: String) {
        var host = text.prefix { $0 != ":" }
        var behind = text[host.endIndex...]
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .badHost }
            host = text[text.index(after: text.startIndex)..<end]
            behind = text[text.index(after: end)...]
            guard !host.isEmpty else { throw .badHost }
        }
        guard !host.contains(where: \.isWhitespace) else { throw .badHost }
        guard !behind.isEmpty else { return (host, "") }
        guard behind.hasPrefix(":") else { throw .badHost }
        let port = behind.dropFirst()
        guard port.isEmpty || isPort(port) else { throw .badPort }
        return (host, String(port))
    }

    static func isPort(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && UInt16(text).map { $0 > 0 } ?? false
    }

    static func decoded(
        _ text: some StringProtocol, _ part: String, plusIsBlank: Bool = false
    ) throws(DatabaseAddressError) -> String {
        guard let decoded = PercentCoding.decode(text, plusIsBlank: plusIsBlank) else { throw .notUTF8(part: part) }
        return decoded
    }
}
