/// A copy of a database that was made before a run, and checked.
package struct RunBackup: Sendable, Equatable {
    package let file: String
    package let bytes: Int
    /// The command that puts it back.
    package let restore: String
    /// What that takes, in words.
    package let needs: String

    package init(file: String, bytes: Int, restore: String, needs: String) {
        self.file = file
        self.bytes = bytes
        self.restore = restore
        self.needs = needs
    }
}
