/// What a test of faults has in its SQLite file.
enum SQLiteScene {
    /// How often to sample there, and how long a sample may take.
    static let pace = ["--sample-interval", "200ms", "--sample-timeout", "1s"]

    /// The statements that make a database of these revisions' tables, standing at the last one.
    static func standing(at revisions: String...) -> String {
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('\(revisions.last ?? "")');"
            + revisions.map { "CREATE TABLE t_\($0) (id INTEGER);" }.joined()
    }
}
