"""names that are put together at run time"""
import sqlalchemy as sa
from alembic import op

revision = "o03"
down_revision = "o02"


def names():
    found = sa.inspect(op.get_bind()).get_table_names()
    return sorted(name for name in found if name.startswith("looped"))


def upgrade():
    for name in names():
        op.add_column(name, sa.Column("extra", sa.Integer))
        op.execute(f"ALTER TABLE {name} ADD COLUMN more integer")
        op.create_index(f"ix_{name}", name, ["a"])
    suffix = op.get_bind().execute(sa.text("SELECT 'x'")).scalar()
    op.create_table("made_" + suffix, sa.Column("id", sa.Integer))
    op.execute("CREATE TABLE also_" + suffix + " (id integer)")
    columns = [sa.Column(name, sa.Integer) for name in names()]
    op.create_table("wide", sa.Column("id", sa.Integer), *columns)
