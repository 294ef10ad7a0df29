"""columns that come, go and change"""
import sqlalchemy as sa
from alembic import op

revision = "f02"
down_revision = "f01"

ADDED = {"tag": ["colour", "rank"], "label": ["colour"]}


def add(table, *names, kind=sa.String(10)):
    for name in names:
        op.add_column(table, sa.Column(name, kind))


def upgrade():
    dialect = op.get_context().dialect.name
    for table, names in ADDED.items():
        add(table, *names)
    add("post", "summary", kind=sa.Text())
    op.add_column("post", sa.Column("views", sa.Integer(), nullable=False, server_default=sa.text("0")))
    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("summary", new_column_name="abstract", existing_type=sa.Text())
        batch_op.add_column(sa.Column("likes", sa.BigInteger()))
    with op.batch_alter_table("app_user", schema=None) as batch_op:
        batch_op.alter_column("name", existing_type=sa.Unicode(80), type_=sa.String(length=120), nullable=False)
        batch_op.drop_column("notes")
    if dialect == "postgresql":
        op.alter_column("app_user", "balance", type_=sa.Numeric(12, 4), server_default=None)
        op.alter_column("post", "slug", nullable=False)
        op.drop_column("event", "float24")
        op.execute("ALTER TABLE event ADD COLUMN note varchar(9), ALTER COLUMN code TYPE text, DROP COLUMN matrix")
        op.execute(sa.text("ALTER TABLE tag RENAME COLUMN rank TO position"))
    else:
        op.execute("ALTER TABLE tag RENAME COLUMN rank TO position")
        op.get_bind().execute(sa.text("ALTER TABLE event ADD COLUMN note varchar(9)"))
