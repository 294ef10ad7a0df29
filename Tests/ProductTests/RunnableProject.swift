import Foundation
import SystemPackage
import TestSupport

/// A project that the real Alembic can run on the database that `DATABASE_URL` names.
struct RunnableProject {
    let project: Project

    static let environment = """
        import logging, os
        from alembic import context
        from sqlalchemy import create_engine, pool

        logging.basicConfig(level=logging.INFO, format="%(levelname)-5.5s [%(name)s] %(message)s")
        url = os.environ["DATABASE_URL"]
        with create_engine(url, poolclass=pool.NullPool).connect() as connection:
            context.configure(connection=connection)
            with context.begin_transaction():
                context.run_migrations()

        """

    static var alembic: String { Alembic.packageRoot.appending(".build/alembic/bin/alembic").string }

    init(_ revisions: [String] = ["aaaa1111", "bbbb2222"], environment: String = Self.environment) throws {
        project = try Project(revisions, environment: environment)
    }

    /// A revision with this body of `upgrade()`.
    func add(_ revision: String, after parent: String, upgrade: String) throws {
        try project.add(revision, after: parent)
        let file = "migrations/versions/\(revision)_message.py"
        let text = try String(contentsOfFile: project.directory.file(file), encoding: .utf8)
        let body = upgrade.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        try project.write(
            text.replacing("    op.create_table('t_\(revision)', sa.Column('id', sa.Integer()))", with: body), to: file)
    }

    func arguments(_ more: [String] = []) -> [String] {
        ["upgrade", "--scripts", project.scripts, "--alembic-command", Self.alembic] + more
    }

    func upgrade(_ url: String, _ more: String..., environment: [String: String] = [:]) async throws -> Exporter.Result
    {
        let result = try await Exporter.run(
            arguments(more), environment: environment.merging(["DATABASE_URL": url]) { given, _ in given })
        let text = result.output + result.errors
        guard !text.contains("s3cr3t") else { throw ToolError("a password shows: \(text)") }
        return result
    }

    func start(_ url: String, _ more: String...) throws -> StartedExporter {
        try StartedExporter(arguments(more), environment: ["DATABASE_URL": url])
    }

    /// Whether anything of a run is still there.
    func isGone() async throws -> Bool { try await areGone(mentioning: "-c\0\(project.scripts)") }
}

extension TestDatabase {
    /// The rows of the version table, joined by commas.
    var rows: String {
        get async throws {
            try await sql("SELECT string_agg(version_num, ',' ORDER BY version_num) FROM alembic_version")
        }
    }
}
