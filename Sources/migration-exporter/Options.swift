import ArgumentParser
import Exposition
import MigrationModel
import Settings

/// Flags as they were given, by name: what `Settings` reads.
protocol FlagGroup: ParsableArguments {
    var given: [(Setting, [String])] { get }
}

extension [any FlagGroup] {
    var flags: [String: [String]] {
        Dictionary(flatMap(\.given).map { ($0.0.name, $0.1) }, uniquingKeysWith: +).filter { !$0.value.isEmpty }
    }
}

/// Which scripts: all that `history` needs.
struct ScriptOptions: FlagGroup {
    @Option(name: .of(.scripts), help: .of(.scripts), completion: .file()) var scripts: String?
    @Option(name: .of(.configFile), help: .of(.configFile), completion: .of(.configFile)) var configFile: String?

    var given: [(Setting, [String])] { [(.scripts, scripts.list), (.configFile, configFile.list)] }
}

/// Which database, and what is expected of it.
struct DatabaseOptions: FlagGroup {
    @Option(name: .of(.databaseURL), help: .of(.databaseURL)) var databaseURL: String?
    @Option(name: .of(.target), help: .of(.target)) var target: String?
    @Option(name: .of(.versionTable), help: .of(.versionTable)) var versionTable: String?
    @Option(name: .of(.versionTableSchema), help: .of(.versionTableSchema)) var versionTableSchema: String?
    @Option(name: .of(.schema), help: .of(.schema)) var schemas: [String] = []
    @Option(name: .of(.expectedTables), help: .of(.expectedTables)) var expectedTables: [String] = []
    @Option(name: .of(.expectedSchema), help: .of(.expectedSchema), completion: .of(.expectedSchema))
    var expectedSchema: String?
    @Option(name: .of(.ignoreTables), help: .of(.ignoreTables)) var ignoreTables: [String] = []
    @Flag(name: .of(.strict), help: .of(.strict)) var isStrict = false
    @Option(name: .of(.sampleTimeout), help: .of(.sampleTimeout)) var sampleTimeout: String?

    var given: [(Setting, [String])] {
        [
            (.databaseURL, databaseURL.list), (.target, target.list), (.versionTable, versionTable.list),
            (.versionTableSchema, versionTableSchema.list), (.schema, schemas), (.expectedTables, expectedTables),
            (.expectedSchema, expectedSchema.list),
            (.ignoreTables, ignoreTables), (.strict, isStrict ? ["true"] : []),
            (.sampleTimeout, sampleTimeout.list),
        ]
    }
}

/// How to serve.
struct ServerOptions: FlagGroup {
    @Option(name: .of(.listenAddress), help: .of(.listenAddress)) var listenAddresses: [String] = []
    @Flag(name: .of(.systemdSocket), help: .of(.systemdSocket)) var takesSystemdSockets = false
    @Option(name: .of(.webConfigFile), help: .of(.webConfigFile), completion: .of(.webConfigFile)) var webConfigFile:
        String?
    @Option(name: .of(.telemetryPath), help: .of(.telemetryPath)) var telemetryPath: String?
    @Option(name: .of(.shutdownDelay), help: .of(.shutdownDelay)) var shutdownDelay: String?
    @Option(name: .of(.sampleInterval), help: .of(.sampleInterval)) var sampleInterval: String?
    @Option(
        name: .of(.unhealthyWhen), help: .of(.unhealthyWhen), completion: .list(HealthWord.allCases.map(\.rawValue)))
    var unhealthyWhen: [String] = []
    @Flag(name: .of(.enableLifecycle), help: .of(.enableLifecycle)) var hasLifecycle = false

    var given: [(Setting, [String])] {
        [
            (.listenAddress, listenAddresses), (.systemdSocket, takesSystemdSockets ? ["true"] : []),
            (.webConfigFile, webConfigFile.list), (.telemetryPath, telemetryPath.list),
            (.shutdownDelay, shutdownDelay.list), (.sampleInterval, sampleInterval.list),
            (.unhealthyWhen, unhealthyWhen), (.enableLifecycle, hasLifecycle ? ["true"] : []),
        ]
    }
}

/// What a client may cost.
struct ConnectionOptions: FlagGroup {
    @Option(name: .of(.maxConnections), help: .of(.maxConnections)) var maxConnections: String?
    @Option(name: .of(.readTimeout), help: .of(.readTimeout)) var readTimeout: String?
    @Option(name: .of(.writeTimeout), help: .of(.writeTimeout)) var writeTimeout: String?
    @Option(name: .of(.idleTimeout), help: .of(.idleTimeout)) var idleTimeout: String?
    @Option(name: .of(.maxHeaderSize), help: .of(.maxHeaderSize)) var maxHeaderSize: String?
    @Option(name: .of(.maxBodySize), help: .of(.maxBodySize)) var maxBodySize: String?

    var given: [(Setting, [String])] {
        [
            (.maxConnections, maxConnections.list), (.readTimeout, readTimeout.list),
            (.writeTimeout, writeTimeout.list), (.idleTimeout, idleTimeout.list),
            (.maxHeaderSize, maxHeaderSize.list), (.maxBodySize, maxBodySize.list),
        ]
    }
}

/// How to run migrations.
struct RunOptions: FlagGroup {
    @Option(name: .of(.alembicCommand), help: .of(.alembicCommand)) var alembicCommand: String?
    @Option(name: .of(.connectTimeout), help: .of(.connectTimeout)) var connectTimeout: String?
    @Option(name: .of(.lockTimeout), help: .of(.lockTimeout)) var lockTimeout: String?
    @Option(name: .of(.runTimeout), help: .of(.runTimeout)) var runTimeout: String?
    @Option(name: .of(.migrationLockTimeout), help: .of(.migrationLockTimeout)) var migrationLockTimeout: String?
    @Option(name: .of(.migrationStatementTimeout), help: .of(.migrationStatementTimeout))
    var migrationStatementTimeout: String?
    @Option(name: .of(.before), help: .of(.before)) var before: String?
    @Option(name: .of(.after), help: .of(.after)) var after: String?
    @Option(name: .of(.backupTo), help: .of(.backupTo), completion: .of(.backupTo)) var backupTo: String?

    var given: [(Setting, [String])] {
        [
            (.alembicCommand, alembicCommand.list), (.connectTimeout, connectTimeout.list),
            (.lockTimeout, lockTimeout.list), (.runTimeout, runTimeout.list),
            (.migrationLockTimeout, migrationLockTimeout.list),
            (.migrationStatementTimeout, migrationStatementTimeout.list), (.before, before.list),
            (.after, after.list), (.backupTo, backupTo.list),
        ]
    }
}

/// Whether and for whom runs can be asked for over HTTP.
struct RunAccessOptions: FlagGroup {
    @Flag(name: .of(.runEnabled), help: .of(.runEnabled)) var isEnabled = false
    @Option(name: .of(.runTokenFile), help: .of(.runTokenFile), completion: .of(.runTokenFile)) var tokenFile: String?
    @Flag(name: .of(.runAnyEnvironment), help: .of(.runAnyEnvironment)) var isForAnyEnvironment = false

    var given: [(Setting, [String])] {
        [
            (.runEnabled, isEnabled ? ["true"] : []), (.runTokenFile, tokenFile.list),
            (.runAnyEnvironment, isForAnyEnvironment ? ["true"] : []),
        ]
    }
}

/// How to log.
struct LogOptions: FlagGroup {
    @Option(name: .of(.logLevel), help: .of(.logLevel), completion: .of(.logLevel)) var level: String?
    @Option(name: .of(.logFormat), help: .of(.logFormat), completion: .of(.logFormat)) var format: String?

    var given: [(Setting, [String])] { [(.logLevel, level.list), (.logFormat, format.list)] }
}

/// What a command prints, and of which database.
struct ResultOptions: ParsableArguments {
    enum Output: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: "text, or json: exactly the body of the HTTP endpoint of that name, on failure too.")
    var output: Output = .text

    @Option(help: ArgumentHelp("Which of the file's databases; needed where there are several.", valueName: "name"))
    var database: String?

    func print(_ json: @autoclosure () -> JSON, or text: @autoclosure () -> String) throws(ExitCode) {
        try Terminal.print(output == .json ? Body(json()).text(at: .now, startedAt: .now) : text())
    }
}

/// The value of a flag that is no setting.
func duration(_ text: String, of flag: String) throws(SettingsError) -> Duration {
    guard let duration = Duration(written: text), duration > .zero else {
        throw SettingsError(problems: ["--\(flag) is '\(text)'; it must be a duration such as 30s or 5m."])
    }
    return duration
}

extension Optional<String> {
    var list: [String] { map { [$0] } ?? [] }
}

extension NameSpecification {
    static func of(_ setting: Setting) -> NameSpecification { .customLong(setting.name) }
}

extension CompletionKind {
    /// What a shell offers as a setting's value.
    static func of(_ setting: Setting) -> CompletionKind {
        switch setting.form {
        case .file: .file()
        case .directory: .directory
        case .word(let known): .list(known)
        default: .default
        }
    }
}

extension ArgumentHelp {
    static func of(_ setting: Setting) -> ArgumentHelp {
        ArgumentHelp("\(setting.help)", valueName: setting.placeholder)
    }
}
