extension PostgresAddress {
    /// All but the secrets, in libpq's own form (`host='db' user='app'`): for the command line of its tools.
    package var publicKeyValueString: String {
        parameters.compactMap { parameter in
            guard case .plain(let text) = parameter.value else { return nil }
            let escaped = text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined()
            return "\(parameter.keyword)='\(escaped)'"
        }.joined(separator: " ")
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
