"""Asks the real Alembic which of many types and defaults differ from what a database has, and asks the exporter the same
of a script that says what the models say. Prints as JSON how many were asked and where the two disagree.

Arguments: our program, the URL of an empty database for SQLAlchemy and for us, and an empty directory.
"""

import json
import os
import pathlib
import subprocess
import sys

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql as pg

exporter, url, our_url, home = sys.argv[1:]
engine = sa.create_engine(url)
is_postgres = engine.dialect.name == "postgresql"
common = [
    sa.Integer(), sa.BigInteger(), sa.SmallInteger(), sa.String(50), sa.String(60), sa.Text(), sa.Boolean(),
    sa.DateTime(), sa.Date(), sa.Time(), sa.Numeric(10, 2), sa.Numeric(12, 2), sa.Float(), sa.Double(), sa.REAL(),
    sa.LargeBinary(), sa.JSON(), sa.Uuid(), sa.CHAR(3),
]
if is_postgres:
    types = common + [
        sa.String(), sa.Numeric(), sa.DateTime(timezone=True), sa.Time(timezone=True), sa.Interval(), pg.JSONB(),
        pg.INET(), sa.ARRAY(sa.Text()), sa.ARRAY(sa.Integer()), sa.Enum("sad", "ok", name="mood"),
    ]
    written = """integer, bigint, smallint, varchar(50), varchar(60), varchar, text, boolean, timestamp, timestamptz,
        date, time, timetz, numeric(10,2), numeric(12,2), numeric, double precision, real, bytea, json, jsonb, uuid,
        char(3), interval, inet, text[], integer[], mood"""
else:
    types = common
    written = """INTEGER, INT, BIGINT, SMALLINT, MEDIUMINT, VARCHAR(50), VARCHAR(60), VARCHAR, TEXT, LONGTEXT, BOOLEAN,
        DATETIME, TIMESTAMP, DATE, TIME, NUMERIC(10,2), DECIMAL(10,2), NUMERIC(12,2), FLOAT, DOUBLE, REAL,
        DOUBLE PRECISION, BLOB, JSON, CHAR(32), CHAR(3)"""
# A comma ends a type where a blank is behind it.
written = [" ".join(text.split()) for text in written.replace("\n", " ").split(", ")]

text = sa.text
defaults = [
    (sa.Integer(), "0", "0"), (sa.Integer(), text("0"), "0"), (sa.Integer(), "1", "0"), (sa.Integer(), None, "0"),
    (sa.Integer(), "0", None), (sa.Integer(), None, None), (sa.Integer(), "-1", "-1"),
    (sa.String(9), "x", "'x'"), (sa.String(9), "x", "'y'"), (sa.String(9), text("'x'"), "'x'"), (sa.Text(), "", "''"),
    (sa.DateTime(), sa.func.now(), "CURRENT_TIMESTAMP"), (sa.DateTime(), text("CURRENT_TIMESTAMP"), "CURRENT_TIMESTAMP"),
    (sa.DateTime(), None, "CURRENT_TIMESTAMP"), (sa.Numeric(10, 2), "0.00", "0.00"),
]
if is_postgres:
    defaults += [
        (sa.DateTime(), sa.func.now(), "now()"), (sa.DateTime(), text("now()"), "CURRENT_TIMESTAMP"),
        (sa.Boolean(), sa.false(), "false"), (sa.Boolean(), sa.true(), "false"), (sa.Boolean(), text("'f'"), "false"),
        (sa.Boolean(), "0", "false"), (pg.JSONB(), text("'{}'::jsonb"), "'{}'"), (pg.JSONB(), "{}", "'{}'"),
        (sa.ARRAY(sa.Text()), "{}", "'{}'"), (sa.Numeric(10, 2), "0", "0"), (sa.BigInteger(), text("'5'::bigint"), "5"),
        (sa.Enum("sad", "ok", name="mood"), "ok", "'ok'"), (sa.Enum("sad", "ok", name="mood"), "sad", "'ok'"),
        (sa.Date(), "2020-01-01", "'2020-01-01'"),
    ]


def described(type_):
    """As a revision writes it."""
    name = "sa.ARRAY(%s)" % described(type_.item_type) if isinstance(type_, sa.ARRAY) else repr(type_)
    return name if name.startswith("sa.") else ("pg." if type(type_).__module__.startswith("sqlalchemy.dialects") else "sa.") + name


def default(value):
    """The argument for it, as a revision writes it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f", server_default={value!r}"
    if isinstance(value, sa.TextClause):
        return f", server_default=sa.text({value.text!r})"
    return ", server_default=" + {"now()": "sa.func.now()", "false": "sa.false()", "true": "sa.true()"}[str(value)]


metadata = sa.MetaData()
asked = {}
script = []
with engine.begin() as connection:
    if is_postgres:
        connection.execute(text("CREATE TYPE mood AS ENUM ('sad', 'ok')"))
    for number, type_ in enumerate(types):
        columns = ", ".join(f"c{n} {name}" for n, name in enumerate(written))
        connection.execute(text(f"CREATE TABLE t{number} ({columns})"))
        sa.Table(f"t{number}", metadata, *[sa.Column(f"c{n}", type_) for n in range(len(written))])
        columns = ", ".join(f"sa.Column('c{n}', {described(type_)})" for n in range(len(written)))
        script.append(f"op.create_table('t{number}', {columns})")
        for n, name in enumerate(written):
            asked["type", f"t{number}", f"c{n}"] = f"{type_!r} and {name}"
    for number, (type_, expected, actual) in enumerate(defaults):
        name = type_.compile(dialect=engine.dialect)
        connection.execute(text(f"CREATE TABLE d{number} (c {name}{f' DEFAULT {actual}' if actual else ''})"))
        sa.Table(f"d{number}", metadata, sa.Column("c", type_, server_default=expected))
        script.append(f"op.create_table('d{number}', sa.Column('c', {described(type_)}{default(expected)}))")
        asked["default", f"d{number}", "c"] = f"{type_!r}{default(expected)} and {actual}"
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
    connection.execute(text("INSERT INTO alembic_version VALUES ('a1')"))

theirs = set()
with engine.connect() as connection:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True})
    for group in compare_metadata(context, metadata):
        for change in group if isinstance(group, list) else [group]:
            if change[0] in ("modify_type", "modify_default"):
                theirs.add((change[0].removeprefix("modify_"), change[2], change[3]))

pathlib.Path(home, "a1.py").write_text(
    "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql as pg\n\n"
    "revision = 'a1'\ndown_revision = None\n\n\ndef upgrade():\n    " + "\n    ".join(script) + "\n")
answer = subprocess.run(
    [exporter, "validate", "--scripts", home, "--output", "json", "--sample-timeout", "60s"],
    env={**os.environ, "DATABASE_URL": our_url}, capture_output=True, text=True)
validation = json.loads(answer.stdout)
ours = {(change["kind"], change["table"], change["column"]) for change in validation["differences"]}
print(json.dumps({
    "asked": len(asked), "differ": len(theirs), "valid": validation["valid"],
    "falseAlarms": sorted(asked.get(key, str(key)) for key in ours - theirs),
    "missed": sorted(asked[key] for key in theirs - ours),
    "unverified": [item["reason"] for item in validation["unverified"]],
}))
