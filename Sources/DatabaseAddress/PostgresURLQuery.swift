extension PostgresAddress {
    /// What stands behind the question mark.
    ///
    /// A plain URL is libpq's, and a parameter that libpq does not know is a mistake. Behind `+driver` stand
    /// SQLAlchemy's and the driver's own as well: those say nothing about where the database is.
    mutating func setParameters(_ query: Substring, driver: Substring?) throws(DatabaseAddressError) {
        var hosts: [String] = []
        var socket: String?
        for pair in query.split(separator: "&") {
            guard let equals = pair.firstIndex(of: "=") else {
                if driver != nil { continue }
                throw .malformedQuery
            }
            // SQLAlchemy reads the query as a form, libpq does not.
            let name = try Self.decoded(pair[..<equals], "name of a parameter", plusIsBlank: driver != nil)
            let written = pair[pair.index(after: equals)...]
            let value = try Self.decoded(written, "value of a parameter", plusIsBlank: driver != nil)
            switch name {
            case "ssl": set("sslmode", to: try Self.sslMode(value))
            case "host" where driver != nil: hosts.append(value)
            case "unix_sock" where driver == "pg8000": socket = value
            case "database" where driver != nil: set("dbname", to: value)
            default:
                if driver != nil, !LibPQParameter.all.contains(name) { continue }
                try Self.check(parameter: name, beside: query)
                set(name, to: value, written: written)
            }
        }
        if !hosts.isEmpty { setSeparateHosts(hosts) }
        if let socket { try setSocket(socket) }
    }

    /// pg8000's way to name a socket, by its whole path. It counts beside any host.
    private mutating func setSocket(_ path: String) throws(DatabaseAddressError) {
        guard path.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { throw .badSocket }
        let name = path[path.index(after: slash)...]
        let port = name.dropFirst(".s.PGSQL.".count)
        guard name.hasPrefix(".s.PGSQL."), !port.isEmpty, Self.isPort(port) else { throw .badSocket }
        set("host", to: slash == path.startIndex ? "/" : String(path[..<slash]))
        set("port", to: String(port))
    }

    /// SQLAlchemy's way to name several: `?host=a:5432&host=b:5432`.
    private mutating func setSeparateHosts(_ hosts: [String]) {
        let split = hosts.map { host -> (host: Substring, port: Substring?) in
            guard !host.hasPrefix("/"), let colon = host.lastIndex(of: ":") else { return (host[...], nil) }
            let port = host[host.index(after: colon)...]
            guard Self.isPort(port), !host[..<colon].contains(":") else { return (host[...], nil) }
            return (host[..<colon], port)
        }
        set("host", to: split.map(\.host).joined(separator: ","))
        guard split.contains(where: { $0.port != nil }) else { return }
        set("port", to: split.map { $0.port.map(String.init) ?? "" }.joined(separator: ","))
    }

    /// `ssl=true` of JDBC, which libpq takes too, and asyncpg's `ssl=verify-full`.
    private static func sslMode(_ value: String) throws(DatabaseAddressError) -> String {
        switch value.lowercased() {
        case "true", "1", "on": return "require"
        case "false", "0", "off": return "disable"
        case let mode where ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"].contains(mode):
            return mode
        default: throw .badSSL
        }
    }
}
