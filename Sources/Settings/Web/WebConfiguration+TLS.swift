import Yams

extension WebFile {
    private static let keys = [
        "cert_file", "key_file", "cert", "key", "client_auth_type", "client_ca_file", "client_ca",
        "client_allowed_sans",
        "min_version", "max_version", "cipher_suites", "prefer_server_cipher_suites", "curve_preferences",
    ]

    /// `nil` where nothing in it asks for encrypted connections.
    mutating func tls(_ node: Node?) -> WebConfiguration.TLS? {
        let values = values(of: node, "tls_server_config", known: Self.keys)
        let versions = WebConfiguration.Version.allCases.map(\.rawValue)
        let minimum = word(values["min_version"], "min_version", of: versions)
        let maximum = word(values["max_version"], "max_version", of: versions)
        // Which order counts is the server's choice, as it is in Go.
        _ = truth(values["prefer_server_cipher_suites"], "prefer_server_cipher_suites", default: true)
        let suites = cipherSuites(values["cipher_suites"])
        let curves = curves(values["curve_preferences"])
        let isWanted = Self.keys.prefix(7).contains { text(values[$0], $0) != nil }
        guard isWanted, let node else { return nil }

        let authentication = clientAuthentication(values)
        let certificates = document(values["cert_file"], "cert_file") ?? inlineDocument(values["cert"], "cert")
        let key = document(values["key_file"], "key_file") ?? inlineDocument(values["key"], "key")
        if values["cert_file"] == nil, certificates == nil {
            report(node, "tls_server_config needs a certificate: cert_file or cert.")
        }
        if values["key_file"] == nil, key == nil {
            report(node, "tls_server_config needs the certificate's key: key_file or key.")
        }
        let authorities =
            document(values["client_ca_file"], "client_ca_file") ?? inlineDocument(values["client_ca"], "client_ca")
        if authentication == .none, let authority = values["client_ca_file"] ?? values["client_ca"] {
            report(authority, "there is a client CA, and client_auth_type asks for no certificate.")
        }
        let names = texts(values["client_allowed_sans"], "client_allowed_sans").map(\.text)
        if !names.isEmpty, !authentication.isRequired {
            report(
                values["client_allowed_sans"],
                "client_allowed_sans needs a client_auth_type that wants a certificate: RequireAnyClientCert or "
                    + "RequireAndVerifyClientCert.")
        }
        let lowest = suites.isOnlyTLS13 ? .tls13 : minimum.flatMap(WebConfiguration.Version.init) ?? .tls12
        let highest = maximum.flatMap(WebConfiguration.Version.init) ?? .tls13
        if highest.rawValue < lowest.rawValue {
            report(
                values["max_version"],
                "max_version is \(highest.rawValue), which is below \(lowest.rawValue), the least that "
                    + "is asked for.")
        }
        guard let certificates, let key else { return nil }
        return WebConfiguration.TLS(
            certificates: certificates, key: key, clientAuthorities: authorities, clientAuthentication: authentication,
            allowedNames: names,
            minimum: lowest, maximum: highest,
            cipherSuites: suites.codes.isEmpty ? nil : suites.codes, curves: curves.isEmpty ? nil : curves)
    }

    private mutating func clientAuthentication(_ values: [String: Node]) -> WebConfiguration.ClientAuthentication {
        // An older name, which files still have.
        if values["client_auth_type"]?.scalar?.string == "RequireClientCert" { return .required }
        let words = WebConfiguration.ClientAuthentication.allCases.map(\.rawValue)
        return word(values["client_auth_type"], "client_auth_type", of: words)
            .flatMap(WebConfiguration.ClientAuthentication.init) ?? .none
    }

    private mutating func cipherSuites(_ node: Node?) -> (codes: [UInt16], isOnlyTLS13: Bool) {
        let suites = texts(node, "cipher_suites").compactMap { name, node -> CipherSuite? in
            let suite = CipherSuite.allCases.first { $0.name == name }
            if suite == nil {
                let known = CipherSuite.allCases.map(\.name).joined(separator: ", ")
                report(node, "there is no cipher suite '\(name)'. Known are: \(known).")
            }
            return suite
        }
        let older = suites.filter { !$0.isOfTLS13 }
        return (older.map(\.rawValue), !suites.isEmpty && older.isEmpty)
    }

    private mutating func curves(_ node: Node?) -> [UInt16] {
        texts(node, "curve_preferences").compactMap { name, node in
            let curve = Curve.allCases.first { $0.name == name }
            if curve == nil {
                let known = Curve.allCases.map(\.name).joined(separator: ", ")
                report(node, "there is no curve '\(name)'. Known are: \(known).")
            }
            return curve?.rawValue
        }
    }
}
