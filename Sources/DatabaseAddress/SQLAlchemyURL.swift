extension DatabaseAddress {
    /// The address as SQLAlchemy reads it.
    ///
    /// A URL that names a driver is SQLAlchemy's already, and is left as it is, but for `postgres`, which it has not
    /// known since 1.4. Anything else is written anew from libpq's parameters.
    ///
    /// - `text`: as the operator wrote it.
    /// - `directory`: what a relative file is relative to, since Alembic runs elsewhere.
    /// - `options`: of the session, for a URL that has `options` of its own: libpq does not look at `PGOPTIONS` then.
    package static func sqlAlchemyURL(
        of text: String, in directory: String, adding options: String? = nil
    ) throws(DatabaseAddressError) -> Secret {
        let address = try DatabaseAddress(text)
        let url = DatabaseURL(try unwrapped(text))
        let driver = url?.driver.map { "+\($0)" } ?? ""
        switch address {
        case .sqlite(let address):
            guard let url, !address.path.hasPrefix("/") else {
                return Secret("sqlite\(driver)://\(url?.rest ?? "/")")
            }
            guard url.isSQLiteURI else { return Secret("sqlite\(driver):///\(directory)/\(url.rest.dropFirst())") }
            let above = directory.split(separator: "/").map { "/" + PercentCoding.encode(String($0)) }.joined()
            return Secret("sqlite\(driver):///file:\(above)/\(url.rest.dropFirst("/file:".count))")
        case .postgresql(var address):
            let own = address["options"]?.reveal()
            guard let url, url.driver != nil else {
                if let own, let options { address.set("options", to: "\(own) \(options)") }
                return Secret(address.sqlAlchemyURL)
            }
            let added = own == nil ? nil : options.map { PercentCoding.encode(" " + $0) }
            return Secret("postgresql\(driver)://" + (added.map { url.rest.addingToOptions($0) } ?? String(url.rest)))
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
        // The one part that SQLAlchemy does not decode.
        let database = self["dbname"]?.reveal() ?? ""
        url += "/" + (database.contains("?") ? "" : database)
        if database.contains("?") { inQuery.append(("dbname", database)) }
        guard !inQuery.isEmpty else { return url }
        return url + "?" + inQuery.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
    }

    private func list(_ keyword: String) -> [Substring] {
        self[keyword]?.reveal().split(separator: ",", omittingEmptySubsequences: false) ?? []
    }
}

extension Substring {
    /// A URL's rest with this behind the value of `options` in its query. Of several the last counts.
    fileprivate func addingToOptions(_ added: String) -> String {
        var end = endIndex
        for mark in indices.reversed() where self[mark] == "&" || self[mark] == "?" {
            let pair = self[index(after: mark)...]
            if pair.hasPrefix("options=") { return self[..<end] + added + self[end...] }
            if self[mark] == "&" { end = mark }
        }
        return String(self)
    }
}
