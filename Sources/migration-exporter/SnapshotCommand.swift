import ArgumentParser
import Exposition
import Inspector
import MigrationModel
import Settings
import SnapshotFile

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Write what a reference database has, for --expected-schema.",
        discussion: """
            Make the reference with the migrations themselves: an empty database after `alembic upgrade head`. The file says \
            at which revisions it stands; --check says for CI whether a committed one is still right. Exit status: 0 written \
            or right, 1 not right, 2 could not tell, 64 wrong usage.
            """)

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var database: DatabaseOptions

    @Option(help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"), completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp("The file to hold against the database instead.", valueName: "file"), completion: .file())
    var check: String?

    @Option(
        name: .customLong("database"),
        help: ArgumentHelp("Which of the file's databases; needed where there are several.", valueName: "name"))
    var databaseName: String?

    func run() async throws {
        try await reporting {
            guard (output == nil) != (check == nil) else {
                throw SettingsError(problems: ["Say either --output FILE or --check FILE."])
            }
            let found = try await take()
            if let check { return try compare(check, with: found) }
            guard let output, output != "-" else { return try Terminal.print(SnapshotText(found).text) }
            do {
                try SnapshotTarget(path: output).write(SnapshotText(found).text)
            } catch {
                Terminal.complain(
                    "\(output) cannot be written. Is there such a directory, with room, and may this user write there?")
                throw ExitCode.couldNotTell
            }
        }
    }

    private func take() async throws -> SchemaSnapshot {
        let settings = try Settings(flags: [scripts, database].flags, environment: Terminal.environment)
        let inspection = try Inspection(
            settings.database(named: databaseName), limit: settings.sampleTimeout, expectation: { .scripts })
        let sample = await inspection.sample()
        await inspection.close()
        guard let definitions = sample.found?.definitions else {
            Terminal.complain(sample.failureText ?? "The database could not be read.")
            throw ExitCode.couldNotTell
        }
        let watched = inspection.database
        return SchemaSnapshot(
            dialect: watched.engine.dialect, revisions: sample.status.current.sorted(),
            schema: definitions.without(watched.ignoredTables), file: check ?? output ?? "-")
    }

    /// Like a diff from the file to the database.
    private func compare(_ file: String, with found: SchemaSnapshot) throws {
        let written: SchemaSnapshot
        switch SnapshotReader(file, for: found.dialect, namedBy: "--check").read() {
        case .snapshot(let snapshot): written = snapshot
        case .unusable(let finding):
            Terminal.complain(finding.sentence)
            throw ExitCode.couldNotTell
        case .scripts, .list: throw ExitCode.couldNotTell
        }
        let lines = written.diff(to: found, Terminal.style)
        guard lines.isEmpty else {
            try Terminal.print(lines)
            throw ExitCode.not
        }
        try Terminal.print("\(file) is right: \(found.schema.tables.count) tables\n")
    }
}
