import Foundation
import SystemPackage
import TestSupport

/// A service with its migrations, which the real Alembic runs, and its real database, which is one revision behind.
struct Orders {
    static let first = "4ec49e1f4ba8"
    static let second = "b7e906377ec2"

    let directory: TemporaryDirectory
    let database: TestDatabase

    var scripts: String { directory.file("alembic.ini") }

    /// - `cluster`: where its database is; by default the one that the tests share.
    init(on cluster: PostgresCluster? = nil) async throws {
        directory = try TemporaryDirectory()
        let cluster = if let cluster { cluster } else { try await PostgresCluster.shared() }
        database = try await cluster.createDatabase()
        let root = FilePath(directory.path)
        try root.write("[alembic]\nscript_location = %(here)s/migrations\n".utf8, to: "alembic.ini")
        try root.write(environment.utf8, to: "migrations/env.py")
        for (revision, parent, table) in [(Self.first, nil, "orders"), (Self.second, Self.first, "payments")] {
            try root.write(
                Self.script(revision, after: parent, creating: table).utf8, to: "migrations/versions/\(revision).py")
        }
        try await upgrade(to: Self.first)
    }

    func upgrade(to revision: String) async throws {
        _ = try await Alembic.python(["-m", "alembic", "-c", scripts, "upgrade", revision])
    }

    /// The exporter's configuration file, in which the database is called `orders`.
    func configuration() throws -> String {
        let text = """
            sample-interval: 1s
            databases:
              - {name: orders, url: "\(database.url())", scripts: \(scripts)}
            """
        try FilePath(directory.path).write(text.utf8, to: "migration-exporter.yml")
        return directory.file("migration-exporter.yml")
    }

    private var environment: String {
        """
        from alembic import context
        from sqlalchemy import create_engine

        engine = create_engine("\(database.url())")
        with engine.connect() as connection:
            context.configure(connection=connection)
            with context.begin_transaction():
                context.run_migrations()

        """
    }

    private static func script(_ revision: String, after parent: String?, creating table: String) -> String {
        """
        \"\"\"create \(table)

        Revision ID: \(revision)
        Revises: \(parent ?? "")
        Create Date: 2024-01-15 08:45:00.000000

        \"\"\"
        from alembic import op
        import sqlalchemy as sa

        revision = "\(revision)"
        down_revision = \(parent.map { "\"\($0)\"" } ?? "None")
        branch_labels = None
        depends_on = None


        def upgrade() -> None:
            op.create_table("\(table)", sa.Column("id", sa.Integer(), primary_key=True))


        def downgrade() -> None:
            op.drop_table("\(table)")

        """
    }
}
