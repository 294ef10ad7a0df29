extension DatabaseAddress {
    /// The address as SQLAlchemy reads it.
    ///
    /// A URL that names a driver is SQLAlchemy's already, and is left as it is, but for `postgres`, which it has not
    /// known since 1.4. Anything else is written anew from libpq's parameters.
    ///
    /// - `text`: as the operator wrote it.
    /// - `directory`: what a relative file is relative to, since Alembic runs elsewhere.
    package static func sqlAlchemyURL(of text: String, in directory: String) throws(DatabaseAddressError) -> Secret {
        let address = try DatabaseAddress(text)
        let url = DatabaseURL(try unwrapped(text))
        let driver = url?.driver.map { "+\($0)" } ?? ""
        switch address {
        case .sqlite(let address):
            guard let rest = url?.rest, !address.path.hasPrefix("/"), !rest.dropFirst().hasPrefix("file:") else {
                return Secret("sqlite\(driver)://\(url?.rest ?? "/")")
            }
            return Secret("sqlite\(driver):///\(directory)/\(rest.dropFirst())")
        case .postgresql(let address):
            guard let url, url.driver != nil else { return Secret(address.sqlAlchemyURL) }
            return Secret("postgresql\(driver)://\(url.rest)")
        }
    }
}

extension PostgresAddress {
    /// `postgresql://user:password@host:port/database?…`; what does not fit there stands in the query.
    fileprivate var sqlAlchemyURL: String {
        let hosts = list("host").map(String.init)
        let ports = list("port")
        let isOneHost = hosts.count == 1 && ports.count <= 1 && !hosts[0].hasPrefix("/") && !hosts[0].isEmpty
        var url = "postgresql://"
        if let user = self["user"]?.reveal() {
            url += PercentCoding.encode(user)
            if let password = self["password"]?.reveal() { url += ":" + PercentCoding.encode(password) }
            url += "@"
        }
        var inQuery = parameters.filter { !["user", "host", "port", "dbname"].contains($0.keyword) }
            .map { ($0.keyword, $0.value.reveal()) }
        if self["user"] != nil { inQuery.removeAll { $0.0 == "password" } }
        if isOneHost {
            url += hosts[0].contains(":") ? "[\(hosts[0])]" : PercentCoding.encode(hosts[0])
            if let port = ports.first, !port.isEmpty { url += ":" + port }
        } else {
            // libpq's own lists, which the driver hands on.
            for keyword in ["host", "port"] {
                if let text = self[keyword]?.reveal() { inQuery.append((keyword, text)) }
            }
        }
        url += "/" + PercentCoding.encode(self["dbname"]?.reveal() ?? "")
        guard !inQuery.isEmpty else { return url }
        return url + "?" + inQuery.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
    }

    private func list(_ keyword: String) -> [Substring] {
        self[keyword]?.reveal().split(separator: ",", omittingEmptySubsequences: false) ?? []
    }
}
