import MigrationModel

extension UpgradeTests {
    private static func sql(_ text: String, _ expected: [String], on dialect: Dialect = .postgresql) -> Case {
        Case("op.execute(r\"\"\"\(text)\"\"\")", expected, on: dialect)
    }

    /// Texts and names as each database reads them.
    static let spelling = [
        sql(#"UPDATE t SET b = E'it\'s'; DROP TABLE r"#, ["rows of t", "drop r"]),
        sql(#"UPDATE t SET b = e'\\'; DROP TABLE r"#, ["rows of t", "drop r"]),
        sql(#"UPDATE t SET b = 'it\'; DROP TABLE r; --'"#, ["rows of t", "drop r"]),
        sql(
            #"DO $$ BEGIN EXECUTE E'DROP TABLE \"r\"'; EXECUTE E'DROP TABLE \x72'; END $$"#,
            ["? drop r", "? doubt everything"]),
        sql(#"DROP TABLE "Weird, ""na""me", "a" "#, [#"drop Weird, "na"me"#, "drop a"]),
        sql(
            "CREATE TABLE x (a int[] DEFAULT ARRAY[1,2], b text[] DEFAULT ARRAY[NULL, 'a'] NOT NULL, c int[3])",
            ["create x(a int[] =ARRAY[1,2], b text[]! =ARRAY[NULL, 'a'], c int[3])"]),
        sql("CREATE TABLE x (a [x y], [b c] TEXT, \"d\" \"e\")", ["create x(a x y, b c TEXT, d e)"], on: .sqlite),
        sql("BEGIN; DROP TABLE r; ROLLBACK", ["drop r", "doubt everything"]),
        sql("ALTER TABLE x DROP CONSTRAINT u CASCADE", ["drop references to x", "drop constraint u of x"]),
    ]

    /// Functions that queries call.
    static let functions = [
        sql("SELECT tidy()", ["doubt everything"]),
        sql("SELECT tidy()", [], on: .sqlite),
        sql(
            "SELECT app.count(1); SELECT \"Tidy\"(1); SELECT a FROM tidy() AS t",
            ["doubt everything", "doubt everything", "doubt everything"]),
        sql("WITH a AS (SELECT tidy()) SELECT * FROM a FOR UPDATE", ["doubt everything"]),
        sql(
            "SELECT setval('s', coalesce(max(id), 1)), pg_catalog.count(*), CAST(a AS varchar(5)), ST_AsText(g) FROM x JOIN y USING (id) WHERE a IN (1) AND (b OR c) AND EXISTS (SELECT 1) GROUP BY (a)",
            []),
        sql(
            "WITH RECURSIVE t (n) AS (VALUES (1)), u (m) AS NOT MATERIALIZED (SELECT 2) SELECT x FROM json_each('{}') AS j (k, v), unnest(a) w (x)",
            []),
        sql(
            "DO $$ BEGIN PERFORM tidy(); IF tidy() THEN DROP TABLE x; END IF; PERFORM now(); END $$",
            ["? doubt everything", "? doubt everything", "? drop x"]),
        Case(
            "op.execute(sa.select(sa.func.tidy()))\nop.get_bind().scalar(sa.func.tidy())\nop.execute(sa.func.setval('s', 1))\nop.get_bind().execute(sa.select(sa.func.count(t.c.a)))",
            ["doubt everything", "doubt everything"]),
        Case(
            "op.execute(sa.schema.CreateSchema('app', if_not_exists=True))\nop.execute(CreateSequence(sa.Sequence('s')))\nop.execute(sa.schema.DropSchema('app'))\nop.execute(sa.schema.CreateTable(sa.Table('x', sa.MetaData())))",
            ["doubt everything", "create x() if not exists"],
            head: "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.schema import CreateSequence"),
    ]

    /// Tables, columns and indexes as SQLAlchemy makes them.
    static let models = [
        Case(
            "md = sa.MetaData(schema='audit')\nsa.Table('au', md, sa.Column('a', sa.Integer, sa.ForeignKey('y.id'))).create(op.get_bind(), checkfirst=False)\nsa.Table('b', md, schema='c').drop(op.get_bind())",
            ["create audit.au(a INTEGER, (a)→audit.y(id))", "drop c.b"]),
        Case(
            "m = sa.MetaData(op.get_bind())\nm.bind = op.get_bind()\nsa.Table('x', m).drop()\nsa.Table('x', sa.MetaData(s())).drop()\nsa.Table('x', Base.metadata).create()\nsa.Table('x', sa.MetaData(schema=s())).create()",
            ["drop x", "doubt everything", "doubt a new table", "doubt a new table"]),
        Case(
            "op.create_table('x', sa.Column('a', sa.Integer), sa.Column('xmin', sa.Integer, system=True))",
            ["create x(a INTEGER)"]),
        Case(
            "op.create_table('x', sa.Column('id', sa.Numeric(10, 0), primary_key=True))\nop.create_table('y', sa.Column('id', sa.Float), sa.PrimaryKeyConstraint('id'))\nop.create_table('z', sa.Column('id', sa.Numeric(), primary_key=True, autoincrement=False))\nop.create_table('w', sa.Column('id', Custom(), primary_key=True))",
            [
                "create x(id INTEGER! =sequence, key(id))", "create y(id INTEGER! =sequence, key(id))",
                "create z(id NUMERIC!, key(id))", "create w(id -! =?, key(id))",
            ]),
        Case(
            "op.create_table('x', sa.Column('id', sa.Numeric(10, 0), primary_key=True))",
            ["create x(id NUMERIC(10, 0)!, key(id))"], on: .sqlite),
        Case(
            "t = sa.Table('x', sa.MetaData(), sa.Column('a', sa.Text))\nsa.Index('i', t.c.a).drop(op.get_bind())\nsa.Index('i', t.c.a).create(op.get_bind())\nsa.Index('i', c).create()",
            ["drop index i on x", "doubt more in x", "doubt more in everything"]),
        Case(
            "op.create_index('i', 'x', ['a'], postgresql_include=['b'])\nop.create_index('i', 'x', ['a'], postgresql_include=more())",
            ["on x index i(a) with b", "on x index i(a) with ?"]),
    ]

    /// Classes, and functions that are given to others.
    static let given = [
        Case(
            "class K:\n    def run(self):\n        op.drop_table('x')\nK().run()",
            ["doubt everything", "doubt everything"]),
        Case("class K:\n    @staticmethod\n    def run():\n        op.drop_table('x')\nK.run()", ["doubt everything"]),
        Case("class K:\n    op.drop_table('x')", ["drop x"]),
        Case(
            "class K:\n    def run(self):\n        op.drop_table('x')\nclass L(K):\n    pass\nL().run()",
            ["doubt everything", "doubt everything"]),
        Case(
            "K().run()", ["doubt everything", "doubt everything"],
            head: "from alembic import op\nclass K:\n    def run(self):\n        self.op.drop_table('x')"),
        Case(
            "class K(Base):\n    a = sa.Column(sa.Text)\n    def __init__(self, a):\n        self.a = a\n    def words(self):\n        return str(self.a)\nk = K('x')\nk.words()\nop.drop_table('y')",
            ["drop y"]),
        Case(
            "c = ['a']\nclass K:\n    c.append('b')\n    T = 'other'\nfor n in c:\n    op.drop_column('t', n)\nop.drop_table(T)",
            ["? doubt inside t", "drop constant"]),
        Case("list(map(op.drop_table, ['x']))", ["doubt everything"]),
        Case(
            "def inner(t):\n    op.drop_table(t)\nlist(map(inner, ['x']))\nfilter(inner, ['x'])\nsorted(['x'], key=inner)",
            ["doubt everything", "doubt everything", "doubt everything"]),
        Case(
            "def inner(t):\n    return t.upper()\nfor t in list(map(inner, ['x'])):\n    op.drop_table(t)",
            ["? doubt everything"]),
        Case("def inner(t):\n    return t.upper()\nlist(map(inner, ['x']))\nlist(map(str, ['x']))", []),
        Case(
            "functools.reduce(inner, ['x'])\nd = functools.partial(op.drop_table, 'x')\ny = d()",
            ["doubt everything", "doubt everything"],
            head: "import functools\nfrom alembic import op\ndef inner(a, b): op.drop_table(b)"),
        Case(
            "pool.submit(op.drop_table, 'x')\ny = helper(op.drop_table)", ["doubt everything", "doubt everything"],
            head: "from alembic import op\nfrom app import helper, pool"),
    ]

    /// Python that looks like something else.
    static let syntax = [
        Case(
            "match x:\n    case \"postgresql\": op.drop_table('x')\n    case ['a', b] if b: op.drop_table('y'); op.drop_table('z')\n    case _: pass",
            ["? drop x", "? drop y", "? drop z"]),
        Case(
            "t = 'y'\nmatch x:\n    case Some(name=t) as u:\n        op.drop_table(t)\n    case -1 | {'a': t}: op.drop_table('z')",
            ["? doubt everything", "? drop z"]),
        Case(
            "match: str = 'x'\ncase = 'y'\nop.drop_table(match)\nop.drop_table(case)\nmatch[0]: str = 'z'",
            ["drop x", "drop y"]),
        Case("match (x):\n    case (1): op.drop_table('x')\nmatch(x)", ["? drop x", "doubt everything"]),
        Case(
            "for a, *rest in [('x', 'y')]:\n    op.drop_table(a)\nfor *_, b in z: op.drop_table('y')",
            ["doubt everything", "? drop y"]),
    ]
}
