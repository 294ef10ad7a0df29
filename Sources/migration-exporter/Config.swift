import AlembicScripts
import ArgumentParser
import DatabaseAddress
import Exposition
import Inspector
import MigrationModel
import Settings
import SystemPackage

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look at the configuration.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Read the whole configuration, say what is wrong, and exit.",
            discussion: """
                Reads the scripts too, but no database. Exit status: 0 good, 2 where scripts could not be read, 64 where a \
                setting is wrong.
                """)

        @OptionGroup var scripts: ScriptOptions
        @OptionGroup var database: DatabaseOptions
        @OptionGroup var server: ServerOptions
        @OptionGroup var log: LogOptions

        func run() async throws {
            try await reporting {
                let settings = try ServeSettings([scripts, database, server, log])
                var isReadable = true
                for database in settings.settings.databases {
                    let scripts = ScriptReader(FilePath(database.scripts)).read()
                    Terminal.print(
                        "\(database.name): \(database.address.masked), \(database.scripts): "
                            + "\(scripts.graph.revisions.count) revisions, \(scripts.graph.heads.count) heads\n")
                    for finding in scripts.findings {
                        Terminal.complain("\(database.name): \(finding.place)\(finding.message) \(finding.cure)")
                    }
                    isReadable = isReadable && scripts.isComplete
                }
                guard isReadable else { throw ExitCode.couldNotTell }
                Terminal.print("The configuration is good.\n")
            }
        }
    }
}
