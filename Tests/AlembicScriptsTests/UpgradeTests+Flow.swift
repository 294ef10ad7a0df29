import MigrationModel

extension UpgradeTests {
    /// What runs, and what may.
    static let flow = [
        Case(
            "if op.get_bind().dialect.name == 'postgresql':\n    op.drop_table('x')\nelse:\n    op.drop_table('y')",
            ["drop x"]),
        Case(
            "if op.get_bind().dialect.name == 'postgresql':\n    op.drop_table('x')\nelse:\n    op.drop_table('y')",
            ["drop y"],
            on: .sqlite),
        Case(
            "bind = op.get_bind()\nif bind.engine.name != 'sqlite' and not context.is_offline_mode():\n    op.drop_table('x')",
            [], on: .sqlite),
        Case(
            "d = op.get_context().dialect.name\nif d in ('sqlite', 'mysql'):\n    return\nop.drop_table('x')", [],
            on: .sqlite),
        Case(
            "d = op.get_context().dialect.name\nif d not in ('sqlite', 'mysql'):\n    op.drop_table('x')\nelif d.startswith('sql'):\n    op.drop_table('y')",
            ["drop y"], on: .sqlite),
        Case(
            "is_pg = context.get_context().dialect.name == 'postgresql'\nop.drop_table('x' if is_pg else 'y')\nis_pg and op.drop_table('z')\nis_pg or op.drop_table('w')",
            ["drop x", "drop z"], head: "from alembic import op, context"),
        Case("if 'x' in sa.inspect(op.get_bind()).get_table_names():\n    op.drop_table('x')", ["? drop x"]),
        Case(
            "if x:\n    with op.batch_alter_table('x') as b:\n        b.drop_column('c')\nelse:\n    op.drop_column('x', 'c')",
            ["alter x", "drop x.c"]),
        Case("if x:\n    raise Exception('no')\nop.drop_table('x')", ["drop x"]),
        Case("if x:\n    op.drop_table('x')\nelse:\n    raise Exception('no')", ["drop x"]),
        Case(
            "try:\n    op.drop_table('x')\nexcept Exception:\n    log('x')\n    raise\ntry:\n    op.drop_table('y')\nfinally:\n    pass",
            ["drop x", "drop y"]),
        Case("try:\n    if x:\n        raise E\n    op.drop_table('x')\nexcept E:\n    pass", ["? drop x"]),
        Case(
            "with contextlib.suppress(Exception):\n    op.drop_table('x')\nop.drop_table('y')", ["? drop x", "drop y"],
            head: "import contextlib\nfrom alembic import op"),
        Case(
            "if context.is_offline_mode():\n    return\nop.drop_table('x')", ["drop x"],
            head: "from alembic import context, op"),
        Case("for t, c in (('x', 'a'), ['y', 'b']):\n    op.drop_column(t, c)", ["drop x.a", "drop y.b"]),
        Case(
            "for t, cs in {'x': ['a', 'b'], 'y': ()}.items():\n    for c in cs:\n        op.drop_column(t, c)",
            ["drop x.a", "drop x.b"]),
        Case(
            "for i, t in enumerate(['x', 'y']):\n    op.rename_table(t, f'{t}_{i}')",
            ["rename x to x_0", "rename y to y_1"]),
        Case(
            "for a, b in zip(['x', 'y'], sorted({'d', 'c'})):\n    op.rename_table(a, b)\nfor i in range(2):\n    op.drop_table('p%d' % i)",
            ["rename x to c", "rename y to d", "drop p0", "drop p1"]),
        Case(
            "for t in ['x', 'y', 'z']:\n    if t == 'x':\n        continue\n    if t == 'z':\n        break\n    op.drop_table(t)",
            ["drop y"]),
        Case(
            "for t in ['x', 'y']:\n    if skip(t):\n        continue\n    op.drop_table(t)", ["? drop x", "? drop y"]),
        Case("for t in ['x', 'y']:\n    op.drop_table(t)\n    if done():\n        break", ["drop x", "? drop y"]),
        Case(
            "for t in tables():\n    op.add_column(t, sa.Column('a', sa.Text))\n    op.execute(f'ALTER TABLE {t} DROP COLUMN b')",
            ["? doubt more in everything", "? doubt inside everything"]),
        Case("[op.drop_table(t) for t in ('x', 'y') if t != 'y']", ["drop x"]),
        Case("i = 0\nwhile i < 3:\n    op.drop_table('x')", ["? drop x"]),
        Case(
            "def inner(name, suffix='_old', *rest, **more):\n    op.drop_table(name + suffix)\n    for r in rest:\n        op.drop_table(r)\n    return name\nif inner('x', '_1', 'y') == 'x':\n    op.drop_table('z')",
            ["drop x_1", "drop y", "drop z"]),
        Case("do = op.drop_table if x else op.create_table\ndo('x')", ["? drop x", "? create x()"]),
        Case(
            "for step in (one, two):\n    step('x')", ["drop x", "create x()"],
            head: "from alembic import op\ndef one(n): op.drop_table(n)\ndef two(n): op.create_table(n)"),
        Case("inner('x')", ["? drop x"], head: "from alembic import op\n@retry\ndef inner(n): op.drop_table(n)"),
        Case(
            "op.execute('COMMIT')\nop.create_index('i', 'x', ['a'], postgresql_concurrently=True)",
            ["! on x index i(a) concurrently"]),
        Case(
            "x.op.add_column('t', sa.Column('a', sa.Text))\nmore.add_column('b')",
            ["? add t.a TEXT", "? doubt more in b"]),
        Case(
            "session = Session(bind=op.get_bind())\nsession.add(thing)\nsession.query(T).update({})\nsession.execute(sa.insert(sa.table('t')).values(a=1))",
            ["rows of -", "rows of -", "rows of t"],
            head: "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.orm import Session"),
    ]

    /// What names stand for.
    static let values = [
        Case(
            "op.drop_table(D['a'])\nop.drop_table(D.get('b', 'y'))\nop.drop_table(L[1])\nop.drop_table(D['c'])",
            ["drop x", "drop y", "drop q", "doubt everything"],
            head: "from alembic import op\nD = {'a': 'x'}\nL = ['p', 'q']"),
        Case(
            "op.drop_table('{}_{b}'.format('x', b='y'))\nop.drop_table('-'.join(['a', 'b']).replace('-', '_').upper())\nop.drop_table('%(a)s' % {'a': 'z'})",
            ["drop x_y", "drop A_B", "drop z"]),
        Case(
            "D['x'] = 'y'\nfor k, v in {**D, 'p': 'q'}.items():\n    op.rename_table(k, v)",
            ["rename a to b", "rename x to y", "rename p to q"],
            head: "from alembic import op\nD = dict(a='b')"),
        Case("name = 'x'\nif y:\n    name = 'y'\nop.drop_table(name)", ["? drop y", "? drop x"]),
        Case(
            "op.execute(textwrap.dedent('''\n    DROP TABLE x\n'''))", ["drop x"],
            head: "from alembic import op\nimport textwrap"),
        Case("op.execute(SQL)", ["doubt everything"], head: "from alembic import op\nfrom app import SQL"),
        Case("x = 'a'\nfor i in range(900):\n    x = x + x\nop.drop_table(x)", ["doubt everything"]),
    ]

    /// Lists and dictionaries that change in place, by whatever name they are known there.
    static let changes = [
        Case(
            "c = [sa.Column('a', sa.Text)]\nc.append(sa.Column('b', sa.Text))\nop.create_table('t', *c)",
            ["create t(a TEXT, b TEXT)"]),
        Case(
            "c = ['a']\nfill(c)\nfor n in c:\n    op.drop_column('t', n)", ["? doubt inside t"],
            head: "from alembic import op\ndef fill(c): c.append('b')"),
        Case(
            "fill()\nfor n in L:\n    op.drop_column('t', n)", ["? doubt inside t"],
            head: "from alembic import op\nL = ['a']\ndef fill(): L.append('b')"),
        Case(
            "for n in L:\n    op.drop_column('t', n)", ["? doubt inside t"],
            head: "from alembic import op\nL = ['a']\ndef fill(): L.append('b')\nfill()"),
        Case(
            "c = ['a']\nfill(c)\nop.drop_column('t', c[0])", ["doubt everything", "doubt inside t"],
            head: "from alembic import op\nfrom app import fill"),
        Case(
            "c = ['a']\nlog.info('%s', c)\nop.drop_column('t', c[0])", ["drop t.a"],
            head: "import logging\nfrom alembic import op\nlog = logging.getLogger('x')"),
        Case("c = d = ['a']\nd.append('b')\nfor n in c:\n    op.drop_column('t', n)", ["? doubt inside t"]),
        Case(
            "d = {'t': ['a']}\nd['t'].append('b')\nfor n in d['t']:\n    op.drop_column('t', n)", ["? doubt inside t"]),
        Case(
            "d = {'t': ['a']}\nfor c in d.values():\n    c.append('b')\nfor n in d['t']:\n    op.drop_column('t', n)",
            ["? doubt inside t"]),
        Case("d = {'a': 1, 'b': 2}\ndel d['a']\nfor n in d:\n    op.drop_column('t', n)", ["? doubt inside t"]),
        Case("c = []\nx and c.append('a')\nfor n in c:\n    op.drop_column('t', n)", ["? doubt inside t"]),
        Case(
            "c = []\nc.append('a') if x else c.append('b')\nfor n in c:\n    op.drop_column('t', n)",
            ["? doubt inside t"]),
        Case(
            "c = []\n[c.append(n) for n in ('a', 'b')]\nfor n in c:\n    op.drop_column('t', n)",
            ["drop t.a", "drop t.b"]),
        Case(
            "c = []\nfor n in ['a', 'b']:\n    if x(n):\n        continue\n    c.append(n)\nfor n in c:\n    op.drop_column('t', n)",
            ["? doubt inside t"]),
        Case(
            "c = []\nfor n in x():\n    if c:\n        op.drop_table('t')\n    c.append(n)", ["? drop t"]),
        Case(
            "c = 'a'\nfor n in x():\n    if n:\n        break\nelse:\n    c = 'b'\nop.drop_column('t', c)",
            ["? drop t.a", "? drop t.b"]),
        Case(
            "with batch() as done:\n    if done:\n        op.drop_table('t')", ["? drop t"],
            head: "from alembic import op\n@contextmanager\ndef batch():\n    yield 1"),
        Case("c = ['a']\nn = c.pop()\nop.drop_column('t', n)", ["doubt inside t"]),
        Case(
            "c = sa.Column('a', sa.Text)\nc.nullable = False\nop.add_column('t', c)", ["doubt more in t"]),
    ]
}
