/// What belongs to a run beside Alembic. A command is a program and its arguments, and nothing where there is none.
package struct RunHooks: Sendable {
    /// Runs under the lock, before the backup and Alembic. Where it fails, Alembic is not started.
    package let before: [String]
    /// Runs under the lock, after Alembic and only where that went well.
    package let after: [String]
    /// Where a copy of the database goes before Alembic is started; `nil` for none.
    package let backupDirectory: String?

    package init(before: [String] = [], after: [String] = [], backupDirectory: String? = nil) {
        self.before = before
        self.after = after
        self.backupDirectory = backupDirectory
    }
}
