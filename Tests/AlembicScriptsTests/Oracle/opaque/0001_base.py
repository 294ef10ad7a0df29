"""what is certain at first"""
import sqlalchemy as sa
from alembic import op

revision = "o01"
down_revision = None


def upgrade():
    for name in ("kept", "guarded", "renamed", "altered", "dropped", "looped_a", "looped_b", "batched"):
        op.create_table(name, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.String(5)))
