import MigrationModel

extension UpgradeTests {
    static let columns = [
        Case(
            """
            op.create_table('x', sa.Column('id', sa.Integer(), nullable=False),
                sa.Column('name', sa.String(length=50), nullable=True, comment='c'),
                sa.Column('at', sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
                sa.PrimaryKeyConstraint('id', name=op.f('pk_x')), sa.UniqueConstraint('name'),
                sa.ForeignKeyConstraint(['id', 'name'], ['s.y.a', 's.y.b'], name='f', ondelete='CASCADE'),
                sa.CheckConstraint('id > 0', name='c'), sa.Index('i', 'name', sa.text('lower(name)')))
            """,
            [
                "create x(id INTEGER! =sequence, name VARCHAR(50), at TIMESTAMP WITH TIME ZONE! =now(), pk_x:key(id), unique(name), f:(id name)→s.y(a b), c:check(id > 0), index i(name, lower(name)))"
            ]),
        Case(
            """
            op.create_table('x', sa.Column('id', sa.BigInteger, primary_key=True, autoincrement=True),
                sa.Column('y', sa.Integer, sa.ForeignKey('y.id'), index=True, nullable=False),
                sa.Column('z', sa.String, unique=True), sa.Column('w', sa.String, unique=True, index=True))
            """,
            [
                "create x(id BIGINT! =sequence, y INTEGER!, z VARCHAR, w VARCHAR, key(id), (y)→y(id), unique(z), index -(y), unique index -(w))"
            ]),
        Case(
            "op.create_table('x', sa.Column('id', sa.Integer, primary_key=True))",
            ["create x(id INTEGER! =sequence, key(id))"], on: .sqlite),
        Case(
            "op.create_table('x', sa.Column('id', sa.BigInteger, primary_key=True))", ["create x(id BIGINT!, key(id))"],
            on: .sqlite),
        Case(
            "op.create_table('x', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer, primary_key=True))",
            ["create x(a INTEGER!, b INTEGER!, key(a b))"]),
        Case(
            "op.create_table('x', sa.Column('a', sa.Integer, primary_key=True, autoincrement=False))\nop.create_table('y', sa.Column('a', sa.Integer, sa.ForeignKey('x.a'), primary_key=True))",
            ["create x(a INTEGER!, key(a))", "create y(a INTEGER!, key(a), (a)→x(a))"]),
        Case(
            "op.create_table('x', sa.Column('a', sa.Integer, sa.Identity(always=True)), sa.Column('b', sa.Integer, sa.Computed('a * 2')))",
            ["create x(a INTEGER! =sequence, b INTEGER generated(a * 2))"]),
        Case(
            "op.create_table('x', sa.Column('a', sa.Text, server_default=''), sa.Column('b', sa.Boolean, server_default=sa.false()), sa.Column('c', sa.JSON, server_default=sa.text(\"'{}'\")), sa.Column('d', sa.Text, server_default=DEFAULT))",
            ["create x(a TEXT =\'\', b BOOLEAN =false, c JSON =\'{}\', d TEXT =?)"]),
        Case(
            "op.create_table('x', sa.Column('b', sa.Boolean, server_default=sa.true()), sa.Column('t', sa.DateTime, server_default=sa.func.now()))",
            ["create x(b BOOLEAN =1, t DATETIME =CURRENT_TIMESTAMP)"], on: .sqlite),
        Case(
            "op.create_table('x', sa.Column('a', sa.Text, **options), sa.Column(name(), sa.Text), *more())",
            ["create x(a TEXT? =?) …", "doubt more in x"]),
        Case(
            "op.create_table('x', sa.Column(name='a', type_=sa.Text), sa.Column('b'), make_column('c'))",
            ["create x(a TEXT, b -) …", "doubt more in x"]),
        Case(
            "op.create_table('x', sa.Column('a', Custom()), sa.Column('b', nullable=maybe()))", ["create x(a -, b -?)"]),
        Case(
            "op.create_table('x', id_column(), *times())",
            [
                "create x(id INTEGER! =sequence, created TIMESTAMP WITHOUT TIME ZONE, updated TIMESTAMP WITHOUT TIME ZONE, key(id))"
            ],
            head: """
                from alembic import op
                import sqlalchemy as sa
                def id_column(name='id', **options):
                    return sa.Column(name, sa.Integer, primary_key=True)
                def times(): return [sa.Column(n, sa.DateTime) for n in ('created', 'updated')]
                """),
        Case("op.create_table('x', sa.Column('a', sa.Text), prefixes=['TEMPORARY'])", []),
        Case(
            "columns = [sa.Column('a', sa.Text)]\ncolumns.append(sa.Column('b', sa.Text))\nif x:\n    pass\nop.create_table('x', *columns)",
            ["create x(a TEXT, b TEXT)"]),
        Case(
            "op.add_column('x', sa.Column('a', sa.Integer(), sa.ForeignKey('y.id', name='f'), nullable=False, server_default='0', index=True))",
            ["add x.a INTEGER! =\'0\' f:(a)→y(id) index -(a)"]),
        Case(
            "op.add_column('x', sa.Column('a', sa.Text), if_not_exists=True, schema='s')",
            ["add s.x.a TEXT if not exists"]),
        Case(
            "op.alter_column('x', 'a', new_column_name='b', type_=sa.Text(), existing_type=sa.String(), nullable=False, server_default=None)\nop.alter_column('x', 'a', server_default='1')\nop.alter_column('x', 'a', nullable=flag(), type_=kind())",
            [
                "alter x.a name=b type=TEXT nullable=false default=none", "alter x.a default=expression(\"\\\'1\\\'\")",
                "alter x.a type=? nullable=?",
            ]),
        Case(
            "op.alter_column('x', 'a', existing_type=sa.Text, comment='c')\nop.alter_column('x', 'a', new_column_name=name())",
            ["alter x", "alter x.a name=?"]),
        Case(
            "op.drop_column('x', name())\nop.drop_column(name(), 'a')\nop.alter_column(name(), 'a', nullable=True)",
            ["doubt inside x", "doubt inside everything", "doubt inside everything"]),
        Case(
            "with op.batch_alter_table('x', schema='s', recreate='always') as b:\n    b.add_column(sa.Column('a', sa.Text))\n    b.drop_column('c')\n    b.alter_column('d', nullable=True)\n    b.create_foreign_key('f', 'y', ['a'], ['id'], referent_schema='t')\n    b.create_unique_constraint('u', ['a'])\n    b.drop_constraint('v', type_='foreignkey')\n    b.drop_index('i')\n    b.create_check_constraint('k', sa.text('a > 1'))\n    b.create_primary_key('p', ['a'])",
            [
                "alter s.x", "add s.x.a TEXT", "drop s.x.c", "alter s.x.d nullable=true", "on s.x f:(a)→t.y(id)",
                "on s.x u:unique(a)", "drop constraint v of s.x foreignKey", "drop index i on s.x",
                "on s.x k:check(a > 1)", "on s.x p:key(a)",
            ]),
        Case(
            "with op.batch_alter_table('x') as b:\n    b.drop_column('c')",
            ["rebuild x", "drop x.c"], on: .sqlite),
        Case(
            "t = sa.Table('x', sa.MetaData(), sa.Column('a', sa.Text))\nt.create(op.get_bind(), checkfirst=False)\nt.drop(op.get_bind())\nModel.__table__.create(op.get_bind())",
            ["create x(a TEXT)", "drop x", "doubt a new table"]),
    ]

    private static func typed(_ type: String, _ expected: String, on dialect: Dialect = .postgresql) -> Case {
        Case(
            "op.add_column('x', sa.Column('c', \(type)))", ["add x.c \(expected)"],
            head: """
                from alembic import op
                import sqlalchemy as sa
                import sqlmodel
                from sqlalchemy.dialects import postgresql, mysql
                from sqlalchemy.dialects.postgresql import JSONB
                from app import Custom, Status
                """, on: dialect)
    }

    static let types = [
        typed("sa.String", "VARCHAR"), typed("sa.String(50)", "VARCHAR(50)"),
        typed("sa.Unicode(length=9)", "VARCHAR(9)"),
        typed("sa.String(n())", "-"), typed("sa.Text()", "TEXT"), typed("sa.CHAR(2)", "CHAR(2)"),
        typed("sa.Numeric(10, 2)", "NUMERIC(10, 2)"), typed("sa.Numeric(precision=10)", "NUMERIC(10)"),
        typed("sa.DECIMAL()", "DECIMAL"), typed("sa.Float", "FLOAT"), typed("sa.Float(53)", "FLOAT(53)"),
        typed("sa.Float(53)", "FLOAT", on: .sqlite), typed("sa.Double()", "DOUBLE PRECISION"),
        typed("sa.DateTime()", "TIMESTAMP WITHOUT TIME ZONE"), typed("sa.DateTime(True)", "TIMESTAMP WITH TIME ZONE"),
        typed("sa.DateTime(timezone=True)", "DATETIME", on: .sqlite), typed("sa.TIMESTAMP()", "TIMESTAMP", on: .sqlite),
        typed("postgresql.TIMESTAMP(precision=3)", "TIMESTAMP(3) WITHOUT TIME ZONE"),
        typed("sa.Time()", "TIME WITHOUT TIME ZONE"), typed("sa.Date", "DATE"), typed("sa.Interval()", "INTERVAL"),
        typed("sa.Boolean(name='b')", "BOOLEAN"), typed("sa.LargeBinary()", "BYTEA"),
        typed("sa.LargeBinary(10)", "BLOB", on: .sqlite), typed("sa.JSON()", "JSON"),
        typed("JSONB(astext_type=sa.Text())", "JSONB"),
        typed("sa.Uuid()", "UUID"), typed("sa.Uuid()", "CHAR(32)", on: .sqlite),
        typed("postgresql.UUID(as_uuid=True)", "UUID"),
        typed("postgresql.ARRAY(sa.String(length=5))", "VARCHAR(5)[]"),
        typed("sa.ARRAY(sa.Integer, dimensions=2)", "INTEGER[][]"),
        typed("postgresql.INET()", "INET"), typed("postgresql.TSVECTOR", "TSVECTOR"),
        typed("postgresql.JSONB", "-", on: .sqlite),
        typed("sa.Enum('a', 'bcd', name='kind')", "kind"),
        typed("sa.Enum('a', 'bcd', name='kind')", "VARCHAR(3)", on: .sqlite),
        typed("postgresql.ENUM('a', name='Kind', create_type=False, schema='s')", "s.\"Kind\""),
        typed("sa.Enum(Status)", "status"), typed("sa.Enum(Status)", "-", on: .sqlite),
        typed("sa.Enum('a', 'b', native_enum=False, length=20)", "VARCHAR(20)"),
        typed("sqlmodel.sql.sqltypes.AutoString(length=7)", "VARCHAR(7)"),
        typed("sa.JSON().with_variant(JSONB(), 'postgresql')", "JSONB"),
        typed("sa.JSON().with_variant(JSONB(), 'postgresql')", "JSON", on: .sqlite),
        typed("mysql.LONGTEXT()", "-"), typed("Custom()", "-"), typed("Custom", "-"),
        typed("sa.String(50) if flag else sa.Text()", "-"),
    ]

    static let details = [
        Case(
            "op.create_index('i', 'x', ['a', sa.text('lower(b)')], unique=True, postgresql_concurrently=True, postgresql_where=sa.text('a > 1'), if_not_exists=True)",
            ["on x unique index i(a, lower(b)) where a > 1 concurrently if not exists"]),
        Case(
            "op.create_index(None, 'x', [sa.func.lower(sa.column('a')), sa.desc('b')])\nop.create_index('i', 'x', columns())\nop.create_index('i', table(), ['a'])",
            ["on x index -(lower(a), b DESC)", "on x index i()", "doubt more in everything"]),
        Case(
            "op.drop_index('i', 'x', postgresql_concurrently=True)\nop.drop_index(name(), 'x')\nop.drop_index('i', schema='s')",
            ["drop index i on x concurrently", "drop index - on x", "drop index s.i"]),
        Case(
            "op.create_foreign_key('f', 'x', 'y', ['a'], ['b'], postgresql_not_valid=True)\nop.create_check_constraint('c', 'x', 'a > 0', postgresql_not_valid=True)\nop.create_primary_key('p', 'x', ['a'])",
            ["on x f:(a)→y(b) not valid", "on x c:check(a > 0) not valid", "on x p:key(a)"]),
        Case(
            "op.create_foreign_key(None, 'x', other(), ['a'], ['b'])\nop.create_unique_constraint(None, 'x', columns())\nop.create_unique_constraint(None, table(), ['a'])",
            ["alter x", "alter x", "doubt more in everything"]),
        Case(
            "op.drop_constraint('c', 'x', type_='unique')\nop.drop_constraint(name(), 'x')\nop.drop_constraint('c', 'x', 'foreignkey', schema='s')",
            ["drop constraint c of x unique", "drop constraint - of x", "drop constraint c of s.x foreignKey"]),
        Case(
            "op.create_table_comment('x', 'c')\nop.create_exclude_constraint('e', 'x', ('a', '&&'))",
            ["alter x", "alter x"]),
    ]
}
