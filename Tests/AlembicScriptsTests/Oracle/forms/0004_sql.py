"""tables of SQL"""
from textwrap import dedent

from alembic import context, op

revision = "f04"
down_revision = "f03"

NAMES = ["one", "two"]


def upgrade():
    is_sqlite = context.get_context().dialect.name.startswith("sqlite")
    serial = "INTEGER PRIMARY KEY AUTOINCREMENT" if is_sqlite else "bigserial PRIMARY KEY"
    op.execute(dedent("""
        -- a comment; with a semicolon
        CREATE TABLE IF NOT EXISTS Written (
            id %s,
            "Mixed" varchar(20) NOT NULL DEFAULT 'a, b',
            amount numeric(8, 3) CHECK (amount > 0),
            made timestamp DEFAULT CURRENT_TIMESTAMP,
            CONSTRAINT uq_written UNIQUE ("Mixed", amount)
        )
    """ % serial))
    op.execute("CREATE INDEX ix_written ON Written (amount DESC)")
    for name in NAMES:
        op.execute(f"CREATE TABLE numbered_{name} (id integer NOT NULL)")
    op.execute("DROP TABLE " + "numbered_" + NAMES[0])
    op.execute("CREATE TABLE copied AS SELECT id, name FROM tag")
    if not is_sqlite:
        op.execute("CREATE SCHEMA audit")
        op.execute("CREATE TABLE audit.log (id int GENERATED ALWAYS AS IDENTITY, line text[])")
        op.execute("CREATE TABLE parted (a int) PARTITION BY RANGE (a)")
        op.execute("CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (1) TO (2)")
        op.execute("ALTER TABLE numbered_two SET SCHEMA audit; CREATE TEMPORARY TABLE gone (a int)")
        op.execute("DO $$ BEGIN CREATE TYPE mood AS ENUM ('good'); EXCEPTION WHEN duplicate_object THEN null; END $$")
    else:
        op.execute("CREATE TEMP TABLE gone (a int)")
