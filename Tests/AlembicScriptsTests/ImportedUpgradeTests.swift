import AlembicScripts
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("What upgrade() does by way of other files of the project")
struct ImportedUpgradeTests {
    private static let files = [
        "app/__init__.py": "",
        "app/names.py": "TABLE = 'things'\nCOLUMNS = ['a', 'b']\n",
        "app/passing.py": "from .helpers import drop as remove\n",
        "app/models.py": "class Model:\n    __tablename__ = 'm'\n",
        "app/circle.py": "from . import other\nT = 'x'\ndef drop(): other.drop()\n",
        "app/other.py": "from . import circle\nimport alembic\ndef drop(): alembic.op.drop_table(circle.T)\n",
        "app/helpers.py": """
        import sqlalchemy as sa
        from alembic import op

        from . import names
        from .names import TABLE as T

        FLAG = None
        EMPTY = []
        REBOUND = 'r'

        def bind_anew():
            global REBOUND
            REBOUND = 's'

        def drop(table, column=names.COLUMNS[0]):
            op.drop_column(table, column)

        def drop_own():
            op.drop_table(T)

        def columns():
            return [sa.Column('a', sa.Text)]

        def has(bind, table):
            return bind.execute(sa.text('SELECT 1')).scalar() is not None

        def twice(run):
            run('a')
            run('b')

        def maker(table):
            def inner(column):
                op.drop_column(table, column)
            return inner

        made = maker('t')

        def by_flag():
            if FLAG:
                op.drop_table('t')

        def by_list():
            for table in EMPTY:
                op.drop_table(table)

        def upgrade():
            op.drop_table('u')

        """,
    ]

    struct Case: CustomTestStringConvertible {
        let head: String
        let body: String
        let expected: [String]

        init(_ head: String, _ body: String, _ expected: [String]) {
            self.head = head
            self.body = body
            self.expected = expected
        }

        var testDescription: String { "\(head)\n\(body)" }
    }

    @Test(arguments: [
        Case("from app import helpers", "helpers.drop('t')", ["drop t.a"]),
        Case("import app.helpers as h", "h.drop('t', 'x')\nh.drop_own()", ["drop t.x", "drop things"]),
        Case("from app.passing import remove", "remove('t')", ["drop t.a"]),
        Case("from app.names import TABLE", "op.drop_table(TABLE)", ["drop things"]),
        Case("from app import names", "for n in names.COLUMNS:\n    op.drop_column('t', n)", ["drop t.a", "drop t.b"]),
        Case("from app.names import *", "op.drop_table(TABLE)", ["drop things"]),
        Case("TABLE = 'mine'\nfrom app.names import *", "op.drop_table(TABLE)", ["doubt everything"]),
        Case("from app.helpers import columns", "op.create_table('t', *columns())", ["create t(a TEXT)"]),
        Case("from app.helpers import has", "if has(op.get_bind(), 't'):\n    op.drop_table('t')", ["? drop t"]),
        Case("from app.helpers import twice", "twice(op.drop_table)", ["drop a", "drop b"]),
        Case("from app.helpers import twice", "def own(n):\n    op.drop_table(n)\ntwice(own)", ["drop a", "drop b"]),
        Case("from app.helpers import maker", "table = 'no'\nmaker('t')('c')", ["doubt inside everything"]),
        Case("from app.helpers import made", "made('c')", ["doubt everything"]),
        Case("from app.helpers import by_flag", "by_flag()", ["? drop t"]),
        Case("from app.helpers import by_list", "by_list()", ["? doubt everything"]),
        Case("from app.helpers import REBOUND", "op.drop_table(REBOUND)", ["doubt everything"]),
        Case("from app import helpers", "helpers.upgrade()", ["drop u"]),
        Case("from app.circle import drop", "drop()", ["drop x"]),
        Case("from app.models import Model", "op.drop_table(Model.__tablename__)", ["doubt everything"]),
        Case("from elsewhere import drop", "drop('t')", ["doubt everything"]),
    ])
    func `a name of another file stands for what it is there`(example: Case) async throws {
        try await TemporaryDirectory.with { root in
            let scripts = try Self.reader(root, example.head, example.body).read()
            #expect(scripts.steps["a1"]?.map(\.words) == example.expected)
        }
    }

    @Test func `what another file does is told of the line that calls it`() async throws {
        try await TemporaryDirectory.with { root in
            let reader = try Self.reader(
                root, "from app.helpers import columns, drop", "drop('t')\nop.create_table('u', *columns())")
            let steps = try #require(reader.read().steps["a1"])
            #expect(steps.map(\.place.line) == [6, 7])
            #expect(steps.allSatisfy { $0.place.file == "\(root)/versions/a.py" })
            guard case .createTable(_, let table, _, _) = steps[1].change else {
                Issue.record("no table is created")
                return
            }
            #expect(table.columns.map(\.place?.line) == [7])
        }
    }

    @Test func `a change of the other file is seen`() async throws {
        try await TemporaryDirectory.with { root in
            let reader = try Self.reader(root, "from app import names", "op.drop_table(names.TABLE)")
            #expect(reader.read().steps["a1"]?.map(\.words) == ["drop things"])
            try root.write("TABLE = 'others and more'\n".utf8, to: "app/names.py")
            #expect(reader.read().steps["a1"]?.map(\.words) == ["drop others and more"])
        }
    }

    private static func reader(_ root: FilePath, _ head: String, _ body: String) throws -> ScriptReader {
        for (path, text) in files { try root.write(text.utf8, to: path) }
        let lines = body.split(separator: "\n").map { "    \($0)\n" }.joined()
        let source = "from alembic import op\n\(head)\nrevision = 'a1'\ndown_revision = None\ndef upgrade():\n\(lines)"
        try root.write("".utf8, to: "versions/__init__.py")
        try root.write(source.utf8, to: "versions/a.py")
        return ScriptReader(root.appending("versions"))
    }
}
