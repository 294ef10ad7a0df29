"""what the database decides"""
import sqlalchemy as sa
from alembic import op

revision = "o02"
down_revision = "o01"


def has_column(table, name):
    return any(column["name"] == name for column in sa.inspect(op.get_bind()).get_columns(table))


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if not has_column("guarded", "b"):
        op.add_column("guarded", sa.Column("b", sa.Integer))
    if has_column("guarded", "nothing"):
        op.drop_column("guarded", "nothing")
    if "absent" in inspector.get_table_names():
        op.drop_table("absent")
    if not inspector.has_table("optional"):
        op.create_table("optional", sa.Column("id", sa.Integer))
    columns = [column["name"] for column in inspector.get_columns("batched")]
    with op.batch_alter_table("batched") as batch_op:
        if "c" not in columns:
            batch_op.add_column(sa.Column("c", sa.Integer))
    count = op.get_bind().execute(sa.text("SELECT count(*) FROM kept")).scalar()
    op.rename_table("renamed", "renamed_empty" if count == 0 else "renamed_full")
    if count > 5:
        return
    op.add_column("altered", sa.Column("late", sa.Text))
