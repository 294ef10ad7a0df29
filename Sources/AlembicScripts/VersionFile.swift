/// A file that Alembic would load as a revision.
struct VersionFile: Hashable {
    /// As it was listed, below its version location.
    let path: String
    /// As it is opened.
    let file: RawPath
    /// The name behind symbolic links, which is the one that counts.
    let name: String
    /// Whether its directory lists it as a regular file: no link, no pipe, and nothing that it does not know.
    let isPlain: Bool
}
