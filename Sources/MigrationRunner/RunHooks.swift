/// Commands that belong to a run: each a program and its arguments, and nothing where there is none.
package struct RunHooks: Sendable {
    /// Runs under the lock, before Alembic. Where it fails, Alembic is not started.
    package let before: [String]
    /// Runs under the lock, after Alembic and only where that went well.
    package let after: [String]

    package init(before: [String] = [], after: [String] = []) {
        self.before = before
        self.after = after
    }
}
