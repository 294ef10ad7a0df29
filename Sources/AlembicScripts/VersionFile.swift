/// A file that Alembic would load as a revision.
struct VersionFile: Equatable {
    /// As it was listed, below its version location.
    let path: String
    /// As it is opened.
    let file: RawPath
    /// The name behind symbolic links, which is the one that counts.
    let name: String
    let status: FileStatus
}
