import AlembicScripts
import ArgumentParser
import DatabaseAddress
import Exposition
import Glibc
import Inspector
import MigrationModel
import Settings
import SnapshotFile
import SystemPackage

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look at the configuration.", subcommands: [Check.self, Schema.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Read the whole configuration, say what is wrong, and exit.",
            discussion: """
                Takes the flags of serve. Reads the scripts and the files that URLs name too, but no database. Exit \
                status: 0 good, 2 where scripts or a snapshot could not be read or have no such target, 64 where a setting \
                is wrong.
                """)

        @OptionGroup var scripts: ScriptOptions
        @OptionGroup var database: DatabaseOptions
        @OptionGroup var server: ServerOptions
        @OptionGroup var connections: ConnectionOptions
        @OptionGroup var access: RunAccessOptions
        @OptionGroup var runs: RunOptions
        @OptionGroup var log: LogOptions

        func run() async throws {
            try await reporting {
                let groups: [any FlagGroup] = [scripts, database, server, connections, access, runs, log]
                let serving: ServeSettings
                do {
                    serving = try ServeSettings(groups)
                    try serving.settings.checkNamedFiles()
                } catch {
                    // What is wrong with scripts is not kept back until the settings are right.
                    let places = ScriptSettings.places(flags: groups.flags, environment: Terminal.environment)
                    for (name, path) in places { _ = read(path, of: name) }
                    throw error
                }
                var isGood = true
                for (database, watched) in zip(serving.settings.databases, serving.inspections.map(\.database)) {
                    let scripts = read(database.scripts, of: database.name)
                    try Terminal.print(
                        "\(database.name): \(database.address.masked), \(database.scripts): "
                            + "\(scripts.graph.revisions.count) revisions, \(scripts.graph.heads.count) heads\n")
                    let snapshot = database.expectedSchema.flatMap {
                        SnapshotReader($0, for: database.dialect).read().finding
                    }
                    let target = MigrationStatus(unreadableWith: scripts, target: watched.target).findings
                    // Scripts that are not whole tell nothing about the target.
                    let wrong = (scripts.isComplete ? target : []) + [snapshot].compactMap(\.self)
                    for finding in wrong { Terminal.complain("\(database.name): \(finding.sentence)") }
                    isGood = isGood && scripts.isComplete && wrong.isEmpty
                }
                guard isGood else { throw ExitCode.couldNotTell }
                try Terminal.print("The configuration is good.\n")
            }
        }

        /// Says what is wrong with the scripts.
        private func read(_ path: String, of name: String) -> MigrationScripts {
            let scripts = ScriptReader(FilePath(path), depth: .graph).read()
            for finding in scripts.findings { Terminal.complain("\(name): \(finding.sentence)") }
            return scripts
        }
    }

    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema",
            abstract: "Print the JSON Schema of the configuration file, for editors.",
            discussion: """
                Write it beside the file, and let the file begin with
                # yaml-language-server: $schema=migration-exporter.schema.json
                """)

        func run() throws {
            try Terminal.print(Body(ConfigurationSchema.json).text(at: .now, startedAt: .now))
        }
    }
}

extension Settings {
    /// Looks for the certificates, keys and password files that URLs name. Serving starts without them: they may come.
    fileprivate func checkNamedFiles() throws(SettingsError) {
        var problems: [String] = []
        for database in databases {
            for (keyword, path) in database.address.namedFiles where access(path, R_OK) != 0 {
                problems.append(
                    "The URL of \(database.name) has \(keyword)=\(path), which cannot be read. Correct it, or the "
                        + "file's permissions.")
            }
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
    }
}
