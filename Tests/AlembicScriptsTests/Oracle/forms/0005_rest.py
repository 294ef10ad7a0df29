"""rows, and what is dropped"""
import sqlalchemy as sa
from alembic import op

revision = "f05"
down_revision = "f04"

copied = sa.table("copied", sa.column("id"), sa.column("name"))


def steps():
    return [(op.drop_table, "copied"), (op.drop_table, "badge")]


def upgrade():
    op.bulk_insert(copied, [{"id": 1, "name": "x"}])
    op.execute(copied.update().values(name="y"))
    op.get_bind().execute(sa.text("DELETE FROM copied WHERE id = :id").bindparams(id=1))
    for drop, name in steps():
        drop(name)
    made = sa.Table("made", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.Text))
    made.create(op.get_bind())
    if op.get_context().dialect.name == "postgresql":
        record = sa.Table("record", sa.MetaData(schema="audit"), sa.Column("id", sa.Integer), sa.Column("a", sa.Text))
        record.create(op.get_bind())
        op.execute(sa.schema.CreateSchema("spare"))
        op.execute("UPDATE made SET x = E'it\\'s'; CREATE TABLE written_after (a int[] DEFAULT ARRAY[1,2], b int)")
        with op.get_context().autocommit_block():
            op.create_index("ix_made_x", "made", ["x"], postgresql_concurrently=True)
    op.create_table(
        "counted", sa.Column("id", sa.Numeric(10, 0), primary_key=True), sa.Column("xmin", sa.Integer, system=True))
    try:
        op.add_column("made", sa.Column("y", sa.SmallInteger))
    except Exception:
        raise
