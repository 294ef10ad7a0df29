/// What is asked of a guarded run.
package struct RunRequest: Sendable, Equatable {
    /// The one revision at which the caller thinks that the database stands; `nil` where any will do.
    package let expectedRevision: String?
    /// Say what would be applied, and start nothing.
    package let isDryRun: Bool

    package init(expectedRevision: String? = nil, isDryRun: Bool = false) {
        self.expectedRevision = expectedRevision
        self.isDryRun = isDryRun
    }
}
