import AlembicScripts
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("What upgrade() does to the tables")
struct UpgradeTests {
    /// An operation without the place and the reason of a doubt.
    enum Seen: Equatable, CustomStringConvertible {
        case creates(String)
        case drops(String)
        case renames(String, String)
        case alters(String)
        case mayTouch([String])
        case mayTouchAnything
        case mayCreateATable

        init(_ step: SchemaStep) {
            switch step.change {
            case .alterTable(let table): self = .alters(table.description)
            case .opaque(let doubt):
                switch doubt.scope {
                case .anyTable: self = .mayTouchAnything
                case .newTable: self = .mayCreateATable
                default: self = .mayTouch(doubt.scope.tables.sorted().map(\.description))
                }
            case let change where step.condition != nil:
                self = .mayTouch(change.tables.sorted().map(\.description))
            case .createTable(let table, _, _, _): self = .creates(table.description)
            case .dropTable(let table, _): self = .drops(table.description)
            case .renameTable(let old, let new): self = .renames(old.description, new.description)
            default: self = .alters("\(step.change)")
            }
        }

        var description: String {
            switch self {
            case .creates(let name): "creates \(name)"
            case .drops(let name): "drops \(name)"
            case .renames(let old, let new): "renames \(old) to \(new)"
            case .alters(let name): "alters \(name)"
            case .mayTouch(let names): "may touch \(names)"
            case .mayTouchAnything: "may touch anything"
            case .mayCreateATable: "may create a table"
            }
        }
    }

    struct Case: CustomTestStringConvertible {
        let body: String
        let head: String
        let expected: [Seen]

        init(_ body: String, _ expected: [Seen], head: String = "from alembic import op\nimport sqlalchemy as sa") {
            self.body = body
            self.head = head
            self.expected = expected
        }

        var testDescription: String { body }
    }

    @Test(arguments: certain + doubtful + sql + statements + foreign)
    func `an upgrade is seen to`(example: Case) async throws {
        let lines = example.body.split(separator: "\n", omittingEmptySubsequences: false)
        let source =
            "\(example.head)\nrevision = 'a1'\ndown_revision = None\nT = 'constant'\ndef upgrade():\n"
            + lines.map { "    \($0)\n" }.joined()
        try await TemporaryDirectory.with { root in
            try root.write(source.utf8, to: "a.py")
            let scripts = ScriptReader(root).read()
            #expect(scripts.steps["a1"]?.map(Seen.init) == example.expected)
        }
    }

    private static let certain = [
        Case("pass", []),
        Case("op.create_table('x', sa.Column('id', sa.Integer()))", [.creates("x")]),
        Case("t = op.create_table('x', schema='s')", [.creates("s.x")]),
        Case("op.create_table('x', *columns, schema=None)", [.creates("x")]),
        Case(
            "op.create_table(T)\nop.create_table(T + '_2')\nop.create_table(f'{T}_3')",
            [.creates("constant"), .creates("constant_2"), .creates("constant_3")]),
        Case("name = 'x'\nop.drop_table(op.f(name))", [.drops("x")]),
        Case(
            "op.create_table('x', if_not_exists=True)\nop.drop_table('y', if_exists=True)",
            [.creates("x"), .drops("y")]),
        Case(
            "op.rename_table('x', 'y')\nop.rename_table(new_table_name='b', old_table_name='a', schema='s')",
            [.renames("x", "y"), .renames("s.a", "s.b")]),
        Case(
            "op.add_column('x', c)\nop.drop_column('x', 'c')\nop.alter_column('x', 'c')",
            [.alters("x"), .alters("x"), .alters("x")]),
        Case(
            "op.create_index(op.f('i'), 'x', ['c'])\nop.drop_index('i', table_name='x')\nop.drop_index('i')",
            [.alters("x"), .alters("x")]),
        Case(
            "op.create_foreign_key('f', 'x', 'y', ['a'], ['b'], source_schema='s')\nop.create_unique_constraint('u', 'z', ['c'])",
            [.alters("s.x"), .alters("z")]),
        Case(
            "with op.batch_alter_table('x', schema=None) as batch_op:\n    batch_op.add_column(c)\n    batch_op.create_index('i', ['c'])\nop.create_table('y')",
            [.alters("x"), .creates("y")]),
        Case("x = sa.table('t')\nop.bulk_insert(x, [])\nop.get_bind()", []),
        Case("op.create_table('x')\nreturn\nop.drop_table('x')", [.creates("x")]),
        Case("if True:\n    op.create_table('x')\nelse:\n    op.create_table('y')", [.creates("x")]),
        Case("with op.get_context().autocommit_block():\n    op.create_table('x')", [.creates("x")]),
        Case("o.create_table('x')", [.creates("x")], head: "from alembic import op as o"),
        Case("alembic.op.create_table('x')", [.creates("x")], head: "import alembic"),
        Case(
            "create_table('x')\nadd_column('y', c)", [.creates("x"), .alters("y")],
            head: "from alembic.op import create_table, add_column"),
    ]

    private static let doubtful = [
        Case("if bind:\n    op.create_table('x')\n    op.add_column('y', c)", [.mayTouch(["x"]), .alters("y")]),
        Case("if not has('x'):\n    return\nop.create_table('x')", [.mayTouch(["x"])]),
        Case(
            "try:\n    op.drop_table('x')\nexcept Exception:\n    op.rename_table('a', 'b')\nop.create_table('y')",
            [.mayTouch(["x"]), .mayTouch(["a", "b"]), .creates("y")]),
        Case("for name in ('x', 'y'):\n    op.drop_table(name)", [.mayTouchAnything]),
        Case("for name in ('x', 'y'):\n    op.create_table('z')", [.mayTouch(["z"])]),
        Case("while x:\n    op.drop_table('z')", [.mayTouch(["z"])]),
        Case("match x:\n    case 1:\n        op.drop_table('z')", [.mayTouch(["z"])]),
        Case("x and op.drop_table('z')\n[op.drop_table('y') for y in z]", [.mayTouch(["z"]), .mayTouch(["y"])]),
        Case(
            "def inner(name):\n    op.drop_table('x')\n    op.create_table(name)\ninner('y')",
            [.mayTouch(["x"]), .mayTouch(["y"])]),
        Case("def inner():\n    op.drop_table('x')", []),
        Case("def a():\n    b()\ndef b():\n    a()\n    a()\na()", [.mayTouchAnything, .mayTouchAnything]),
        Case("helper()", [.mayTouch(["x"])], head: "from alembic import op\ndef helper():\n    op.create_table('x')"),
        Case("op.create_table(name())", [.mayCreateATable]),
        Case("op.drop_table(name())", [.mayTouchAnything]),
        Case("op.rename_table('x', name())", [.mayTouchAnything]),
        Case(
            "op.drop_table('x', schema=schema())\nop.drop_table('x', **options)",
            [.mayTouchAnything, .mayTouchAnything]),
        Case("op.add_column(name(), c)", []),
        Case("op.create_view('x')", [.mayTouchAnything]),
        Case("globals()['upgrade_%s' % name]()", [.mayTouchAnything]),
    ]

    private static let sql = [
        Case("op.execute('CREATE TABLE x (a int)')", [.mayTouch(["x"])]),
        Case(
            "op.execute('create temporary table if not exists S.\"X y\"(a int); DROP TABLE IF EXISTS a, b CASCADE')",
            [.mayTouch(["a", "b", "S.X y", "s.X y"])]),
        Case(
            "op.execute('ALTER TABLE ONLY x RENAME TO y')\nop.execute('ALTER TABLE x ADD COLUMN c int')",
            [.mayTouch(["x", "y"])]),
        Case("op.execute(\"\"\"\n  -- DROP TABLE x\n  /* DROP TABLE y */ UPDATE z SET a = 'DROP TABLE b;' \"\"\")", []),
        Case("op.execute('SELECT a INTO x FROM y')\nop.execute('INSERT INTO x SELECT 1')", [.mayTouch(["x"])]),
        Case(
            "op.execute(sa.text('DROP TABLE x'))\nop.execute(sa.text('UPDATE x SET a = :a').bindparams(a=1))",
            [.mayTouch(["x"])]),
        Case(
            "conn = op.get_bind()\nconn.execute(sa.text('DROP TABLE x'))\nconn.exec_driver_sql('DROP TABLE y')",
            [.mayTouch(["x"]), .mayTouch(["y"])]),
        Case(
            "op.execute(f'DROP TABLE {name}')\nop.execute(sql)\nop.execute('DROP ' + what)",
            [.mayTouchAnything, .mayTouchAnything, .mayTouchAnything]),
        Case(
            "op.execute(f'UPDATE {name} SET a = 1')\nop.execute('DELETE FROM ' + name)\nop.execute('INSERT INTO %s' % name)\nop.execute('SELECT {}'.format(1))",
            []),
        Case("op.execute(users.update().values(a=1))\nop.get_bind().execute(sa.select(users).where(x))", []),
        Case(
            "op.execute('DO $$ BEGIN DROP TABLE x; END $$')\nop.execute('CALL f()')\nop.execute('DROP SCHEMA s CASCADE')",
            [.mayTouchAnything, .mayTouchAnything, .mayTouchAnything]),
        Case(
            "op.execute('CREATE FUNCTION f() AS $$ BEGIN DROP TABLE x; END $$ LANGUAGE plpgsql')\nop.execute('CREATE TYPE t AS ENUM ()')\nop.execute('COMMIT')",
            []),
        Case("op.execute('ALTER TABLE x SET SCHEMA y')", [.mayTouch(["x"])]),
    ]

    private static let statements = [
        Case("s = sa.text('DROP TABLE x')\nop.execute(s)", [.mayTouch(["x"])]),
        Case("s = sa.select(t)\nif x:\n    s = s.where(y)\nop.get_bind().execute(s)", []),
        Case("s = sa.text('SELECT 1')\nif x:\n    s = make()\nop.execute(s)", [.mayTouchAnything]),
        Case("s = sa.text('SELECT 1')\nfor s in x:\n    op.execute(s)", [.mayTouchAnything]),
        Case("for s in ['DROP TABLE x']:\n    op.execute(s)", [.mayTouchAnything]),
        Case(
            "def inner(s):\n    if x:\n        s = sa.select(t)\n    op.execute(s)\ninner(make())", [.mayTouchAnything]),
        Case("a = b\nb = a\nop.execute(a)", [.mayTouchAnything]),
    ]

    private static let foreign = [
        Case(
            "def inner(operations, name, *, other):\n    operations.drop_table(name)\n    operations.drop_table(other)\ninner(op, 'x', other='y')",
            [.mayTouch(["x"]), .mayTouch(["y"])]),
        Case("def inner(op):\n    op.drop_table('x')\ninner(make())", [.mayTouch(["x"])]),
        Case(
            "helper(op)\nhelper.run(op.get_bind())", [.mayTouchAnything, .mayTouchAnything],
            head: "from alembic import op\nfrom app import helper"),
        Case("create_table('x')", [.mayTouchAnything], head: "from app.migrations import create_table"),
        Case(
            "Base.metadata.create_all(bind=op.get_bind())\nBase.metadata.drop_all(op.get_bind())",
            [.mayTouchAnything, .mayTouchAnything]),
        Case("sa.Table('x', m).create(op.get_bind())", [.mayTouchAnything]),
        Case(
            "sa.Enum('a', name='e').create(op.get_bind(), checkfirst=True)\ne = sa.Enum('a')\ne.create(op.get_bind())\ne.drop(op.get_bind())",
            []),
        Case(
            "bind = op.get_bind()\ninspector = sa.inspect(bind)\ninspector.get_table_names()\nsession = Session(bind=bind)\nsession.commit()",
            [], head: "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.orm import Session"),
        Case(
            "log.info('x')\nprint('y')\nwarnings.warn('z')", [],
            head: "import logging\nimport warnings\nlog = logging.getLogger()"),
    ]
}
