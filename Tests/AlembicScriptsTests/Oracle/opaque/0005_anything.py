"""what may be anything"""
import sqlalchemy as sa
from alembic import op

revision = "o05"
down_revision = "o04"


def upgrade():
    statement = op.get_bind().execute(sa.text("SELECT 'DROP TABLE dropped'")).scalar()
    op.execute(statement)
    op.create_table("last", sa.Column("id", sa.Integer, primary_key=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'last' || ' ADD COLUMN x int'; END $$")
        op.create_table("after_block", sa.Column("id", sa.Integer))
