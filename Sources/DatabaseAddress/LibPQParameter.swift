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
}
