import DatabaseAddress
import Inspector
import Logging
import MigrationModel
import SystemPackage

/// The copy of the database before a run: whole and checked, or no file of that name.
extension Run {
    func makeBackup(
        in directory: FilePath, beside alembic: AlembicCommand.Invocation, _ guardian: Guardian
    ) async throws(RunFailure) -> RunBackup {
        let isFile = runner.address.engine == .sqlite
        let file = try BackupFile(
            in: directory, of: runner.inspection.database.name, at: runner.now(), ending: isFile ? "sqlite" : "dump")
        defer { file.discardParts() }
        let restore: RestoreCommand
        switch runner.address {
        case .postgresql(let address):
            let database = try await dump(address, to: file.part, beside: alembic, guardian)
            restore = RestoreCommand(file, of: database, at: address, variables: runner.ownEnvironment)
        case .sqlite(let address):
            let path = FilePath(address.path).absolute.string
            let copy = SQLiteCopy(of: path, to: file.part.string, patience: runner.limits.connect)
            if let why = try await guardian.guards({ await copy.make() }) { throw .backup(why) }
            restore = RestoreCommand(file, to: path)
        }
        let backup = RunBackup(
            file: file.path.string, bytes: try file.keep(), restore: restore.text, needs: restore.needs)
        runner.logger.info(
            "backup made",
            metadata: [
                "database": "\(runner.inspection.database.name)", "file": "\(backup.file)", "bytes": "\(backup.bytes)",
                "restore": "\(backup.restore)", "needs": "\(backup.needs)",
            ])
        return backup
    }

    /// The name of the database that was dumped.
    private func dump(
        _ address: PostgresAddress, to part: FilePath, beside alembic: AlembicCommand.Invocation, _ guardian: Guardian
    ) async throws(RunFailure) -> String {
        let unsayable = address.secretsWithoutVariable
        guard unsayable.isEmpty else {
            throw .backup(
                "pg_dump takes \(unsayable.listed) on its command line only, where everybody sees it. Put it into a "
                    + "service file, or make the backup with --before.")
        }
        let wait = runner.environment.session.lock.map { ["--lock-wait-timeout=\($0.wholeMilliseconds)"] }
        try await tool(
            ["pg_dump", "--format=custom", "--no-password", "--file=\(part)"] + (wait ?? [])
                + ["--dbname=\(address.publicKeyValueString)"],
            beside: alembic, secrets: address.secretVariables, guardian)
        let list = try await tool(["pg_restore", "--list", part.string], beside: alembic, secrets: [:], guardian)
        let title = ";     dbname: "
        guard let line = list.split(separator: "\n").first(where: { $0.hasPrefix(title) }) else {
            throw .backup("pg_restore finds no name of a database in \(part).")
        }
        return String(line.dropFirst(title.count))
    }

    /// Its standard output.
    @discardableResult
    private func tool(
        _ words: [String], beside alembic: AlembicCommand.Invocation, secrets: [String: Secret], _ guardian: Guardian
    ) async throws(RunFailure) -> String {
        let invocation: AlembicCommand.Invocation
        do throws(RunFailure) {
            invocation = try command.resolve(words, beside: alembic)
        } catch {
            throw .backup(
                "\(error.message) Install PostgreSQL's client programs, of the server's version or a newer one.")
        }
        let process = MigrationProcess(
            invocation: invocation,
            environment: runner.environment.overridesOfTool(secrets: secrets, own: runner.ownEnvironment),
            supervisor: runner.supervisor, grace: runner.limits.grace)
        let (ending, output) = try await guardian.guards {
            await process.runForOutput { self.note($0, of: "backup") }
        }
        guard let status = try Self.failureStatus(ending) else { return output }
        let lastLine = lastWords
        throw .backup("\(words[0]) failed (\(status))\(lastLine.map { ": \($0)" } ?? ".")")
    }
}
