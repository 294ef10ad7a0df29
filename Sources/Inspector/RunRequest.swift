/// What is asked of a guarded run.
package struct RunRequest: Sendable, Equatable {
    /// The one revision at which the caller thinks that the database stands; `nil` where any will do.
    package let expectedRevision: String?
    /// Say what would be applied, and start nothing.
    package let isDryRun: Bool
    /// With a dry run: have Alembic write the SQL of it.
    package let withSQL: Bool

    package init(expectedRevision: String? = nil, isDryRun: Bool = false, withSQL: Bool = false) {
        self.expectedRevision = expectedRevision
        self.isDryRun = isDryRun
        self.withSQL = withSQL
    }
}
