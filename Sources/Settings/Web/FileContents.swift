/// What stands in some files: equal while nobody changed one of them.
///
/// The bytes themselves, and not a date: a secret that is mounted or copied keeps the date that it likes.
package struct FileContents: Sendable, Equatable {
    /// `nil` for a file that cannot be read.
    private let contents: [[UInt8]?]

    package init(of paths: [String]) {
        contents = paths.map { try? TextFile.bytes(of: $0) }
    }
}
