extension PostgresAddress {
    /// All but the secrets, in libpq's own form (`host='db' user='app'`): for the command line of its tools.
    package var publicKeyValueString: String {
        parameters.compactMap { parameter in
            guard case .plain(let text) = parameter.value else { return nil }
            return "\(parameter.keyword)=\(Self.quoted(text))"
        }.joined(separator: " ")
    }

    /// The same of another database of that server, for somebody's shell: what the address leaves to `PG*` variables is
    /// written out, since that shell may have others.
    package func publicKeyValueString(of database: String, variables: [String: String]) -> String {
        var address = self
        for (keyword, variable) in [("service", "PGSERVICE"), ("servicefile", "PGSERVICEFILE")] + Self.variables {
            // A service comes before the variables.
            if keyword != "passfile", !keyword.hasPrefix("service"), address["service"] != nil { continue }
            if address[keyword] == nil, let text = variables[variable] { address.set(keyword, to: text) }
        }
        address.set("dbname", to: database)
        return address.publicKeyValueString
    }

    private static let variables = [
        ("host", "PGHOST"), ("hostaddr", "PGHOSTADDR"), ("port", "PGPORT"), ("user", "PGUSER"),
        ("passfile", "PGPASSFILE"), ("sslmode", "PGSSLMODE"), ("sslrootcert", "PGSSLROOTCERT"),
        ("sslcert", "PGSSLCERT"), ("sslkey", "PGSSLKEY"),
    ]

    /// As a value in libpq's own form.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", ",", ":": true
            default: false
            }
        }
        guard !isPlain else { return text }
        return "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
    }

    /// The secrets by the variables that libpq reads.
    package var secretVariables: [String: Secret] {
        if case .secret(let password) = self["password"] { ["PGPASSWORD": password] } else { [:] }
    }

    /// The secrets that no variable can hold.
    package var secretsWithoutVariable: [String] {
        parameters.compactMap { parameter in
            if case .secret = parameter.value, parameter.keyword != "password" { parameter.keyword } else { nil }
        }
    }
}
