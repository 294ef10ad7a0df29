import Foundation
import TestSupport

/// A script directory with a line of revisions, each creating a table, as `alembic revision` writes them.
struct Project {
    let directory: TemporaryDirectory

    var scripts: String { directory.file("alembic.ini") }

    init(_ revisions: [String] = ["aaaa1111", "bbbb2222"], environment: String? = nil) throws {
        directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: directory.file("migrations/versions"), withIntermediateDirectories: true)
        try write("[alembic]\nscript_location = %(here)s/migrations\n", to: "alembic.ini")
        try write(environment ?? "from alembic import context\n", to: "migrations/env.py")
        for (index, revision) in revisions.enumerated() {
            try add(revision, after: index == 0 ? nil : revisions[index - 1])
        }
    }

    func add(_ revision: String, after parent: String?, file: String? = nil) throws {
        let text = """
            \"\"\"message of \(revision)

            Revision ID: \(revision)
            Revises: \(parent ?? "")
            Create Date: 2024-01-15 08:45:00.000000

            \"\"\"
            from alembic import op
            import sqlalchemy as sa

            revision = '\(revision)'
            down_revision = \(parent.map { "'\($0)'" } ?? "None")
            branch_labels = None
            depends_on = None


            def upgrade():
                op.create_table('t_\(revision)', sa.Column('id', sa.Integer()))


            def downgrade():
                op.drop_table('t_\(revision)')

            """
        try write(text, to: "migrations/versions/\(file ?? revision + "_message.py")")
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: directory.file(name), atomically: true, encoding: .utf8)
    }
}

extension TestDatabase {
    /// The version table with these rows, as Alembic makes it, and the tables of those revisions.
    func stamp(_ rows: String..., tables: [String] = []) async throws {
        try await sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT v PRIMARY KEY)")
        for row in rows { try await sql("INSERT INTO alembic_version VALUES ('\(row)')") }
        for table in tables { try await sql("CREATE TABLE \(table) (id integer)") }
        try await sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO \(name)")
    }
}
