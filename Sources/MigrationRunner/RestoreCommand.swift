import DatabaseAddress
import PostgresSession
import SystemPackage

/// How a backup is put back, by hand and in a shell.
struct RestoreCommand {
    let text: String
    /// What it takes, in words.
    let needs: String
}

extension RestoreCommand {
    /// Makes the database anew under its name. The one of now is set aside, under another: a migration may have made
    /// what does not let go of the old tables, and nothing is lost by a mistake.
    ///
    /// - `variables`: of this process; the shell's may be those of another database.
    init(_ file: BackupFile, of database: String, at address: PostgresAddress, variables: [String: String]) {
        // One session must be elsewhere, for a database that somebody uses is not renamed.
        let elsewhere = address.publicKeyValueString(
            of: database == "postgres" ? "template1" : "postgres", variables: variables)
        var aside = database
        // PostgreSQL cuts a name at 63 bytes.
        while aside.utf8.count + 1 + file.moment.utf8.count > 63 { aside.removeLast() }
        aside += "_\(file.moment)"
        let end =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
            + "\(SQLText.literal(database)) AND backend_type = 'client backend'"
        let rename = "ALTER DATABASE \(SQLText.identifier(database)) RENAME TO \(SQLText.identifier(aside))"
        let login = "--dbname=\(elsewhere.forShell)"
        text =
            "psql --no-psqlrc --quiet --output=/dev/null --set=ON_ERROR_STOP=1 \(login) --command=\(end.forShell) "
            + "--command=\(rename.forShell) && "
            + "pg_restore --create --exit-on-error \(login) \(file.path.string.forShell)"
        needs =
            "the application stopped; a user who owns the database and has CREATEDB, or a superuser (user=…); the "
            + "password in PGPASSWORD or ~/.pgpass. What the database holds now stays in \(aside)."
    }

    init(_ file: BackupFile, to path: String) {
        // In double quotes its shell reads escapes, and in single ones none.
        let source = file.path.string.map { "\\\"".contains($0) ? "\\\($0)" : String($0) }.joined()
        text = "sqlite3 \(path.forShell) \(".restore \"\(source)\"".forShell)"
        needs = "the application stopped."
    }
}

extension String {
    /// As one word of a shell's.
    fileprivate var forShell: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-": true
                default: false
                }
            }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
