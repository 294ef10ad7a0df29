/// One setting, declared once: its flag, its environment twin, its key in the file, its default and its meaning.
package struct Setting: Sendable {
    /// The flag without its dashes, which is also the key in the file: `sample-interval`.
    package let name: String
    package let placeholder: String
    /// What counts where nobody says anything; `nil` where nothing does.
    package let fallback: String?
    package let meaning: String
    /// The variables that are read, the first one that is set counts.
    package let variables: [String]

    init(
        _ name: String, _ placeholder: String, default fallback: String? = nil, also variable: String? = nil,
        _ meaning: String
    ) {
        self.name = name
        self.placeholder = placeholder
        self.fallback = fallback
        self.meaning = meaning
        let words = name.uppercased().map { $0 == "-" || $0 == "." ? "_" : String($0) }.joined()
        variables = ["MIGRATION_EXPORTER_\(words)"] + (variable.map { [$0] } ?? [])
    }

    /// What a value may look like.
    package enum Form: Sendable, Equatable {
        case text, duration, truth, number, file, directory
        /// Several texts, or one with commas.
        case texts
        case word(of: [String])
    }

    package var form: Form {
        switch placeholder {
        case "DURATION": .duration
        case "BOOL": .truth
        case "COUNT", "BYTES": .number
        case "FILE": .file
        case "DIRECTORY": .directory
        case "LIST", "GLOBS", "SCHEMAS", "HOST:PORT": .texts
        case "LEVEL": .word(of: LogSettings.Level.allCases.map(\.rawValue))
        case "FORMAT": .word(of: LogSettings.Format.allCases.map(\.rawValue))
        default: .text
        }
    }

    /// The line in `--help`.
    package var help: String {
        let fallback = fallback.map { "; default: \($0)" } ?? ""
        return "\(meaning) (env: \(variables.reversed().joined(separator: ", "))\(fallback))"
    }
}

extension Setting {
    // Which database, and which scripts.
    package static let databaseURL = Setting(
        "database-url", "URL", also: "DATABASE_URL",
        "postgresql://…, postgres://…, postgresql+psycopg2://…, sqlite:///relative.db or sqlite:////absolute.db. "
            + "Prefer the environment or DATABASE_URL_FILE: a flag shows in `ps`.")
    package static let scripts = Setting(
        "scripts", "PATH", "An alembic.ini, a pyproject.toml, a script directory or a bare version directory.")
    package static let target = Setting(
        "target", "TARGET", default: "head", "Where the database should stand: head, heads, a revision or LABEL@head.")
    package static let versionTable = Setting(
        "version-table", "TABLE", "Alembic's version table; found in env.py or in the catalog where nobody names it.")
    package static let versionTableSchema = Setting("version-table-schema", "SCHEMA", "The schema of that table.")
    package static let schema = Setting(
        "schema", "SCHEMAS", "Where the application's tables are; repeatable; by default the connection's own.")
    package static let expectedTables = Setting(
        "expected-tables", "LIST",
        "The tables that should exist, joined by commas, or @FILE with one a line; by default the scripts say.")
    package static let expectedSchema = Setting(
        "expected-schema", "FILE", "A file of `migration-exporter snapshot` that says what should exist.")
    package static let ignoreTables = Setting(
        "ignore-tables", "GLOBS", "Tables to leave out of the comparison, joined by commas: spatial_ref_sys, tmp_*.")
    package static let strict = Setting(
        "validate.strict", "BOOL", default: "false",
        "Whether a schema is not valid either where only types, defaults, indexes and the like differ.")
    package static let sampleTimeout = Setting("sample-timeout", "DURATION", default: "5s", "The limit for one sample.")
    package static let configFile = Setting(
        "config.file", "FILE",
        "A YAML file with these names as keys. Relative paths in it count from the current directory.")

    // Serving.
    package static let sampleInterval = Setting(
        "sample-interval", "DURATION", default: "15s", "How often to sample: 500ms, 15s, 5m, 1h.")
    package static let listenAddress = Setting(
        "web.listen-address", "HOST:PORT", default: ":12809",
        "Where to listen, or unix:/PATH; :PORT is every address; repeatable. The variable PORT wins over the file."
    )
    package static let systemdSocket = Setting(
        "web.systemd-socket", "BOOL", default: "false",
        "Whether to listen on the sockets that systemd hands over, and on no address.")
    package static let webConfigFile = Setting(
        "web.config.file", "FILE",
        "TLS, users, headers and a rate limit, in the format of Prometheus's exporters; read again when it changes.")
    package static let maxConnections = Setting(
        "web.max-connections", "COUNT", default: "512",
        "How many connections may be open; for one more, the one that has been idle for longest is closed.")
    package static let readTimeout = Setting(
        "web.read-timeout", "DURATION", default: "10s", "How long a client may take to send a request.")
    package static let writeTimeout = Setting(
        "web.write-timeout", "DURATION", default: "30s", "How long a client may take to receive an answer.")
    package static let idleTimeout = Setting(
        "web.idle-timeout", "DURATION", default: "5m", "How long a connection may wait for its next request.")
    package static let maxHeaderSize = Setting(
        "web.max-header-size", "BYTES", default: "16384",
        "The most that the head of a request may have; over HTTP/2 never more than 16384.")
    package static let maxBodySize = Setting(
        "web.max-body-size", "BYTES", default: "16384", "The most that the body of a request may have.")
    package static let telemetryPath = Setting(
        "web.telemetry-path", "PATH", default: "/metrics", "Where the metrics are.")
    package static let shutdownDelay = Setting(
        "web.shutdown-delay", "DURATION", default: "1s",
        "How long to answer after SIGTERM, not ready any more, before the server stops.")
    package static let unhealthyWhen = Setting(
        "health.unhealthy-when", "LIST",
        default: "unreachable,unknown,behind,inconsistent,uninitialized,multiple_heads,missing_tables,missing_columns",
        "What makes /health answer 503, joined by commas; unknown_revision can be added. The rest is degraded.")

    // Guarded runs.
    package static let alembicCommand = Setting(
        "alembic-command", "COMMAND", default: "alembic",
        "How to start Alembic: a path, or a name that is looked for in .venv or venv beside the scripts and on PATH, and "
            + "arguments behind it (uv run alembic).")
    package static let connectTimeout = Setting(
        "connect-timeout", "DURATION", default: "30s", "How long a run tries to reach the database.")
    package static let lockTimeout = Setting(
        "lock-timeout", "DURATION", default: "5m", "How long a run waits for another one to end.")
    package static let runTimeout = Setting(
        "run-timeout", "DURATION", default: "1h", "How long Alembic may run before it is ended.")
    package static let migrationLockTimeout = Setting(
        "migration-lock-timeout", "DURATION",
        "PostgreSQL's lock_timeout in Alembic's session; by default the server's.")
    package static let migrationStatementTimeout = Setting(
        "migration-statement-timeout", "DURATION",
        "PostgreSQL's statement_timeout in Alembic's session; by default the server's.")

    package static let before = Setting(
        "before", "COMMAND",
        "A program and its arguments, run first and under the lock; where it fails, nothing is migrated.")
    package static let after = Setting(
        "after", "COMMAND", "The same after Alembic, where that went well.")
    package static let backupTo = Setting(
        "backup-to", "DIRECTORY",
        "Where a checked copy of the database goes before each run, by pg_dump or SQLite's online backup.")

    package static let runEnabled = Setting(
        "run.enabled", "BOOL", default: "false", "Whether POST /api/migrations/run exists.")
    package static let runTokenFile = Setting(
        "run.token-file", "FILE",
        "The bearer tokens for it, one a line as `NAME TOKEN`; or one in the variable MIGRATION_EXPORTER_RUN_TOKEN.")
    package static let runAnyEnvironment = Setting(
        "run.any-environment", "BOOL", default: "false",
        "Whether it works where the variable ENVIRONMENT is not production.")

    package static let enableLifecycle = Setting(
        "web.enable-lifecycle", "BOOL", default: "false",
        "Whether POST /-/reload reads the configuration again; SIGHUP always does.")

    // The log.
    package static let logLevel = Setting(
        "log.level", "LEVEL", default: "info", "The least that is logged: debug, info, warning or error.")
    package static let logFormat = Setting("log.format", "FORMAT", default: "logfmt", "logfmt or json.")

    /// Those that say which database is meant; in the file each entry of `databases` can have them.
    package static let ofOneDatabase = [
        scripts, target, versionTable, versionTableSchema, schema, expectedTables, expectedSchema,
        ignoreTables, strict,
    ]
    /// Those that count at once when the configuration is read again.
    private static let ofEachReading =
        [databaseURL] + ofOneDatabase + [
            sampleTimeout, sampleInterval, unhealthyWhen, alembicCommand, connectTimeout, lockTimeout, runTimeout,
            migrationLockTimeout, migrationStatementTimeout, before, after, backupTo, runTokenFile, runAnyEnvironment,
        ]
    /// Those that count from the next start on.
    static let ofStart = [
        listenAddress, systemdSocket, webConfigFile, telemetryPath, shutdownDelay, enableLifecycle, logLevel, logFormat,
        maxConnections, readTimeout, writeTimeout, idleTimeout, maxHeaderSize, maxBodySize, runEnabled,
    ]
    package static let all = ofEachReading + ofStart
}
