import AlembicScripts
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("What upgrade() does to the schema")
struct UpgradeTests {
    struct Case: CustomTestStringConvertible {
        let body: String
        let head: String
        let dialect: Dialect
        let expected: [String]

        init(
            _ body: String, _ expected: [String], head: String = "from alembic import op\nimport sqlalchemy as sa",
            on dialect: Dialect = .postgresql
        ) {
            self.body = body
            self.head = head
            self.dialect = dialect
            self.expected = expected
        }

        var testDescription: String { body }
    }

    @Test(
        arguments: [
            certain, doubtful, sql, statements, foreign, columns, types, details, flow, values, changes, ddl, spelling,
            functions, models, given, syntax,
        ].flatMap(\.self))
    func `an upgrade is seen to`(example: Case) async throws {
        let lines = example.body.split(separator: "\n", omittingEmptySubsequences: false)
        let source =
            "\(example.head)\nrevision = 'a1'\ndown_revision = None\nT = 'constant'\ndef upgrade():\n"
            + lines.map { "    \($0)\n" }.joined()
        try await TemporaryDirectory.with { root in
            try root.write(source.utf8, to: "a.py")
            let scripts = ScriptReader(root, depth: .schema(example.dialect)).read()
            #expect(scripts.steps["a1"]?.map(\.words) == example.expected)
        }
    }

    @Test func `long loops and deep recursion end`() async throws {
        try await TemporaryDirectory.with { root in
            let body = """
                    for a in range(90):
                        for b in range(90):
                            op.drop_table('x')
                    fork(1)
                """
            let source =
                "from alembic import op\nrevision = 'a1'\ndown_revision = None\n"
                + "def fork(n):\n    leaf(n)\n    leaf(n)\ndef leaf(n):\n    op.drop_table('y')\ndef upgrade():\n\(body)\n"
            try root.write(source.utf8, to: "a.py")
            let steps = try #require(ScriptReader(root).read().steps["a1"])
            #expect(steps.count < 3_000)
            #expect(steps.suffix(2).map(\.words) == ["drop y", "drop y"])
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["y = f(y, y)", "y = [y, y]", "y = {'a': y, 'b': y}", "y.append(y)", "y = y + [y]"])
    func `a value that holds itself many times ends`(line: String) async throws {
        try await TemporaryDirectory.with { root in
            let source = """
                from alembic import op
                revision = 'a1'
                down_revision = None
                def upgrade():
                    y = ['x']
                    for i in range(40):
                        \(line)
                    other(y) == y
                    op.drop_table('x')

                """
            try root.write(source.utf8, to: "a.py")
            let steps = try await onOwnThread { ScriptReader(root).read().steps["a1"] }
            #expect(steps?.last?.words == "drop x")
        }
    }

    @Test func `code that is nested too deep is a doubt and no crash`() async throws {
        var source = "from alembic import op\nrevision = 'a1'\ndown_revision = None\n"
        for number in 0..<60 {
            source += "def f\(number)():\n"
            for level in 1...18 { source += String(repeating: "    ", count: level) + "if x:\n" }
            let inner = number == 59 ? "op.drop_table('z')" : "f\(number + 1)()"
            let brackets = (String(repeating: "[", count: 20), String(repeating: "]", count: 20))
            source += String(repeating: "    ", count: 19) + "y = \(brackets.0)\(inner)\(brackets.1)\n"
        }
        source += "def upgrade():\n    f0()\n"
        try await TemporaryDirectory.with { root in
            try root.write(source.utf8, to: "a.py")
            let result = ScriptReader(root).read().steps["a1"]?.map(\.words)
            #expect(result == ["? doubt everything"])
        }
    }

    private static let certain = [
        Case("pass", []),
        Case("op.create_table('x', sa.Column('id', sa.Integer()))", ["create x(id INTEGER)"]),
        Case("t = op.create_table('x', schema='s')", ["create s.x()"]),
        Case("op.create_table('x', *columns, schema=None)", ["create x() …", "doubt more in x"]),
        Case(
            "op.create_table(T)\nop.create_table(T + '_2')\nop.create_table(f'{T}_3')",
            ["create constant()", "create constant_2()", "create constant_3()"]),
        Case("name = 'x'\nop.drop_table(op.f(name))", ["drop x"]),
        Case(
            "op.create_table('x', if_not_exists=True)\nop.drop_table('y', if_exists=True)",
            ["create x() if not exists", "drop y"]),
        Case(
            "op.rename_table('x', 'y')\nop.rename_table(new_table_name='b', old_table_name='a', schema='s')",
            ["rename x to y", "rename s.a to s.b"]),
        Case(
            "op.add_column('x', c)\nop.drop_column('x', 'c')\nop.alter_column('x', 'c')",
            ["doubt more in x", "drop x.c", "alter x"]),
        Case(
            "op.create_index(op.f('i'), 'x', ['c'])\nop.drop_index('i', table_name='x')\nop.drop_index('i')",
            ["on x index i(c)", "drop index i on x", "drop index i"]),
        Case(
            "op.create_foreign_key('f', 'x', 'y', ['a'], ['b'], source_schema='s')\nop.create_unique_constraint('u', 'z', ['c'])",
            ["on s.x f:(a)→y(b)", "on z u:unique(c)"]),
        Case(
            "with op.batch_alter_table('x', schema=None) as batch_op:\n    batch_op.add_column(c)\n    batch_op.create_index('i', ['c'])\nop.create_table('y')",
            ["alter x", "doubt more in x", "on x index i(c)", "create y()"]),
        Case("x = sa.table('t')\nop.bulk_insert(x, [])\nop.get_bind()", ["rows of t"]),
        Case("op.create_table('x')\nreturn\nop.drop_table('x')", ["create x()"]),
        Case("if True:\n    op.create_table('x')\nelse:\n    op.create_table('y')", ["create x()"]),
        Case("with op.get_context().autocommit_block():\n    op.create_table('x')", ["! create x()"]),
        Case("o.create_table('x')", ["create x()"], head: "from alembic import op as o"),
        Case("alembic.op.create_table('x')", ["create x()"], head: "import alembic"),
        Case(
            "create_table('x')\nadd_column('y', c)", ["create x()", "doubt more in y"],
            head: "from alembic.op import create_table, add_column"),
    ]

    private static let doubtful = [
        Case("if bind:\n    op.create_table('x')\n    op.add_column('y', c)", ["? create x()", "? doubt more in y"]),
        Case("if not has('x'):\n    return\nop.create_table('x')", ["? create x()"]),
        Case(
            "try:\n    op.drop_table('x')\nexcept Exception:\n    op.rename_table('a', 'b')\nop.create_table('y')",
            ["? drop x", "? rename a to b", "create y()"]),
        Case("for name in ('x', 'y'):\n    op.drop_table(name)", ["drop x", "drop y"]),
        Case("for name in ('x', 'y'):\n    op.create_table('z')", ["create z()", "create z()"]),
        Case("while x:\n    op.drop_table('z')", ["? drop z"]),
        Case("match x:\n    case 1:\n        op.drop_table('z')", ["? drop z"]),
        Case("x and op.drop_table('z')\n[op.drop_table('y') for y in z]", ["? drop z", "? drop y"]),
        Case(
            "def inner(name):\n    op.drop_table('x')\n    op.create_table(name)\ninner('y')",
            ["drop x", "create y()"]),
        Case("def inner():\n    op.drop_table('x')", []),
        Case("def a():\n    b()\ndef b():\n    a()\n    a()\na()", ["doubt everything", "doubt everything"]),
        Case("helper()", ["create x()"], head: "from alembic import op\ndef helper():\n    op.create_table('x')"),
        Case("op.create_table(name())", ["doubt a new table"]),
        Case("op.drop_table(name())", ["doubt everything"]),
        Case("op.rename_table('x', name())", ["doubt everything"]),
        Case(
            "op.drop_table('x', schema=schema())\nop.drop_table('x', **options)",
            ["doubt everything", "doubt everything"]),
        Case("op.add_column(name(), c)", ["doubt more in everything"]),
        Case("op.create_view('x')", ["doubt everything"]),
        Case("globals()['upgrade_%s' % name]()", ["doubt everything"]),
    ]

    private static let sql = [
        Case("op.execute('CREATE TABLE x (a int)')", ["create x(a int)"]),
        Case(
            "op.execute('create temporary table if not exists S.\"X y\"(a int); DROP TABLE IF EXISTS a, b CASCADE')",
            ["drop a cascade", "drop b cascade"]),
        Case(
            "op.execute('ALTER TABLE ONLY x RENAME TO y')\nop.execute('ALTER TABLE x ADD COLUMN c int')",
            ["rename x to y", "add x.c int"]),
        Case(
            "op.execute(\"\"\"\n  -- DROP TABLE x\n  /* DROP TABLE y */ UPDATE z SET a = 'DROP TABLE b;' \"\"\")",
            ["rows of z"]),
        Case(
            "op.execute('SELECT a INTO x FROM y')\nop.execute('INSERT INTO x SELECT 1')",
            ["create x() …", "doubt more in x", "rows of x"]),
        Case(
            "op.execute(sa.text('DROP TABLE x'))\nop.execute(sa.text('UPDATE x SET a = :a').bindparams(a=1))",
            ["drop x", "rows of x"]),
        Case(
            "conn = op.get_bind()\nconn.execute(sa.text('DROP TABLE x'))\nconn.exec_driver_sql('DROP TABLE y')",
            ["drop x", "drop y"]),
        Case(
            "op.execute(f'DROP TABLE {name}')\nop.execute(sql)\nop.execute('DROP ' + what)",
            ["doubt everything", "doubt everything", "doubt everything"]),
        Case(
            "op.execute(f'UPDATE {name} SET a = 1')\nop.execute('DELETE FROM ' + name)\nop.execute('INSERT INTO %s' % name)\nop.execute('SELECT {}'.format(1))",
            ["rows of -", "rows of -", "rows of -"]),
        Case("op.execute(users.update().values(a=1))\nop.get_bind().execute(sa.select(users).where(x))", ["rows of -"]),
        Case(
            "op.execute('DO $$ BEGIN DROP TABLE x; END $$')\nop.execute('CALL f()')\nop.execute('DROP SCHEMA s CASCADE')",
            ["? drop x", "doubt everything", "doubt everything"]),
        Case(
            "op.execute('CREATE FUNCTION f() AS $$ BEGIN DROP TABLE x; END $$ LANGUAGE plpgsql')\nop.execute('CREATE TYPE t AS ENUM ()')\nop.execute('COMMIT')",
            []),
        Case("op.execute('ALTER TABLE x SET SCHEMA y')", ["rename x to y.x"]),
    ]

    private static let statements = [
        Case("s = sa.text('DROP TABLE x')\nop.execute(s)", ["drop x"]),
        Case("s = sa.select(t)\nif x:\n    s = s.where(y)\nop.get_bind().execute(s)", []),
        Case("s = sa.text('SELECT 1')\nif x:\n    s = make()\nop.execute(s)", ["? doubt everything"]),
        Case("s = sa.text('SELECT 1')\nfor s in x:\n    op.execute(s)", ["? doubt everything"]),
        Case("for s in ['DROP TABLE x']:\n    op.execute(s)", ["drop x"]),
        Case(
            "def inner(s):\n    if x:\n        s = sa.select(t)\n    op.execute(s)\ninner(make())",
            ["? doubt everything"]),
        Case("a = b\nb = a\nop.execute(a)", ["doubt everything"]),
    ]

    private static let foreign = [
        Case(
            "def inner(operations, name, *, other):\n    operations.drop_table(name)\n    operations.drop_table(other)\ninner(op, 'x', other='y')",
            ["drop x", "drop y"]),
        Case("def inner(op):\n    op.drop_table('x')\ninner(make())", ["? drop x"]),
        Case(
            "helper(op)\nhelper.run(op.get_bind())", ["doubt everything", "doubt everything"],
            head: "from alembic import op\nfrom app import helper"),
        Case("create_table('x')", ["doubt everything"], head: "from app.migrations import create_table"),
        Case(
            "Base.metadata.create_all(bind=op.get_bind())\nBase.metadata.drop_all(op.get_bind())",
            ["doubt a new table", "doubt everything"]),
        Case("sa.Table('x', sa.MetaData()).create(op.get_bind())", ["create x() if not exists"]),
        Case(
            "sa.Enum('a', name='e').create(op.get_bind(), checkfirst=True)\ne = sa.Enum('a')\ne.create(op.get_bind())\ne.drop(op.get_bind())",
            []),
        Case(
            "bind = op.get_bind()\ninspector = sa.inspect(bind)\ninspector.get_table_names()\nsession = Session(bind=bind)\nsession.commit()",
            [], head: "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.orm import Session"),
        Case(
            "meta = sa.MetaData()\nmeta.reflect(bind=op.get_bind())\nt = sa.Table('x', meta, autoload_with=op.get_bind())\nq = sa.select(t).select_from(t.outerjoin(t))\nfor row in op.get_bind().execute(q).fetchall():\n    key = helper.compute(row)\n    op.get_bind().execute(t.update().values(a=key))",
            ["? rows of -"], head: "from alembic import op\nimport sqlalchemy as sa\nfrom app import helper"),
        Case(
            "m = sa.MetaData(bind=op.get_bind())\nx = helper.change(sa.Table('x', m))", ["doubt everything"],
            head: "from alembic import op\nimport sqlalchemy as sa\nfrom app import helper"),
        Case(
            "log.info('x')\nprint('y')\nwarnings.warn('z')", [],
            head: "import logging\nimport warnings\nlog = logging.getLogger()"),
    ]
}
