import AlembicScripts
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("What env.py says of the version table and of transactions")
struct EnvironmentTests {
    @Test(arguments: [
        ("context.configure(connection=c)", nil),
        ("context.configure(version_table='v')", VersionTableChoice.named("v", schema: nil)),
        ("context.configure(version_table='v', version_table_schema='s')", .named("v", schema: "s")),
        ("context.configure(version_table='v', version_table_schema=None)", .named("v", schema: nil)),
        ("context.configure(version_table_schema='s')", .byShape(schema: "s")),
        ("context.configure(version_table=T)", .named("constant", schema: nil)),
        ("context.configure(version_table=f'{T}_x')", .named("constant_x", schema: nil)),
        ("def run():\n    with c:\n        context.configure(version_table=T)", .named("constant", schema: nil)),
        ("def run(T):\n    context.configure(version_table=T)", nil),
        ("def run():\n    T = name()\n    context.configure(version_table=T)", nil),
        ("context.configure(version_table=name())", nil),
        ("context.configure(version_table='v', version_table_schema=name())", nil),
        ("context.configure(version_table='v', **options)", nil),
        ("context.configure(version_table='v')\nif x: context.configure(version_table='v')", .named("v", schema: nil)),
        ("context.configure(version_table='v')\nif x: context.configure(version_table='w')", nil),
        ("context.configure(version_table='v')\nif x: context.configure()", nil),
        ("other.configure(version_table='v')", nil),
        ("this is = no ( python", nil),
    ])
    func `a program names`(program: String, expected: VersionTableChoice?) async throws {
        try await TemporaryDirectory.with { root in
            try root.write("from alembic import context\nT = 'constant'\n\(program)".utf8, to: "env.py")
            try root.write(revision("a1").utf8, to: "versions/a.py")
            #expect(ScriptReader(root).read().versionTable == expected)
        }
    }

    @Test(arguments: [
        ("e = create_engine(url)\ncontext.configure(connection=c)", true), ("context.configure(connection=c)", false),
        ("e = engine_from_config(x)\ncontext.configure(connection=c)\ncontext.configure(url=u)", true),
        ("e = create_engine(url)\ncontext.configure(connection=c, transaction_per_migration=True)", false),
        ("e = create_engine(url, isolation_level='AUTOCOMMIT')\ncontext.configure(connection=c)", false),
        ("e = create_engine(url)\ncontext.configure(connection=c, **options)", false),
        ("e = create_engine(url)", false),
    ])
    func `whether an upgrade is certainly one transaction`(program: String, expected: Bool) async throws {
        try await TemporaryDirectory.with { root in
            try root.write("from alembic import context\n\(program)".utf8, to: "env.py")
            try root.write(revision("a1").utf8, to: "versions/a.py")
            #expect(ScriptReader(root).read().isOneTransaction == expected)
        }
    }
}
