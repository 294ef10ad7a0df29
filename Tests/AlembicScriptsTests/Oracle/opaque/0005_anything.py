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
        somewhere_else()
        op.execute("CREATE FUNCTION tidy() RETURNS void LANGUAGE sql AS 'DROP TABLE after_block; CREATE TABLE fresh (a int)'")
        op.execute("SELECT tidy()")
    op.create_table("spare", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("mapped", sa.Column("id", sa.Integer, primary_key=True))
    Dropper().run()
    list(map(op.drop_table, ["mapped"]))
    op.create_table("holding", sa.Column("id", sa.Integer, primary_key=True), sa.Column("mail", sa.Text))
    op.create_table("matched", sa.Column("id", sa.Integer, primary_key=True))
    match op.get_bind().execute(sa.text("SELECT 1")).scalar():
        case 1: op.drop_table("matched")
        case _: pass
    op.create_index("ix_holding_lower", "holding", [sa.text("lower(mail)")])
    with op.batch_alter_table("holding") as batch:
        batch.alter_column("mail", nullable=False)


class Dropper:
    def run(self):
        op.drop_table("spare")


def somewhere_else():
    op.execute("CREATE SCHEMA shop")
    op.execute("SET search_path TO shop, public")
    op.create_table("orders", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("RESET search_path")
