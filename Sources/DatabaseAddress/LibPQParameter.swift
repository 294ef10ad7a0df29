/// The parameters that libpq takes in a URL or a connection string.
enum LibPQParameter {
    /// Those of all supported versions. One that the installed libpq does not know yet, it refuses by itself.
    static let all: Set<String> = [
        "application_name", "channel_binding", "client_encoding", "connect_timeout", "dbname",
        "fallback_application_name", "gssdelegation", "gssencmode", "gsslib", "host", "hostaddr", "keepalives",
        "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname", "load_balance_hosts",
        "max_protocol_version", "min_protocol_version", "oauth_client_id", "oauth_client_secret", "oauth_issuer",
        "oauth_scope", "options", "passfile", "password", "port", "require_auth", "requirepeer", "scram_client_key",
        "scram_server_key", "service", "servicefile", "ssl_max_protocol_version", "ssl_min_protocol_version",
        "sslcert", "sslcertmode", "sslcompression", "sslcrl", "sslcrldir", "sslkey", "sslmode", "sslnegotiation",
        "sslpassword", "sslrootcert", "sslsni", "target_session_attrs", "tcp_user_timeout", "user",
    ]

    static let secrets: Set<String> = [
        "oauth_client_secret", "password", "scram_client_key", "scram_server_key", "sslpassword",
    ]

    /// The known name that is at most two typing mistakes away.
    static func nearest(to name: String) -> String? {
        let ranked = all.map { (distance: editDistance(Array(name.utf8), Array($0.utf8)), name: $0) }
        return ranked.min { $0 < $1 }.flatMap { $0.distance <= 2 ? $0.name : nil }
    }

    /// Levenshtein's distance.
    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var previous = Array(0...b.count)
        for (row, byte) in a.enumerated() {
            var current = [row + 1]
            for (column, other) in b.enumerated() {
                let replaced = previous[column] + (byte == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[b.count]
    }
}
