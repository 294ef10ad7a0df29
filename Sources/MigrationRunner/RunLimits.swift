/// How long each part of a run may take.
package struct RunLimits: Sendable {
    /// To reach the database.
    package let connect: Duration
    /// To wait for another run.
    package let lock: Duration
    /// For Alembic itself.
    package let run: Duration
    /// Between SIGTERM and SIGKILL.
    package let grace: Duration

    package init(connect: Duration, lock: Duration, run: Duration, grace: Duration = .seconds(10)) {
        self.connect = connect
        self.lock = lock
        self.run = run
        self.grace = grace
    }
}
