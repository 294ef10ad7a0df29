"""what a model knows, and doubts about columns"""
import sqlalchemy as sa
from alembic import op

revision = "o04"
down_revision = "o03"


def upgrade():
    metadata = sa.MetaData()
    sa.Table("of_a_model", metadata, sa.Column("id", sa.Integer, primary_key=True))
    metadata.create_all(op.get_bind())
    table = metadata.tables["of_a_model"]
    with op.batch_alter_table("kept") as batch_op:
        for column in [c.name for c in table.columns if c.name != "id"]:
            batch_op.drop_column(column)
        batch_op.alter_column("a", type_=table.columns["id"].type, existing_type=sa.String(5),
                              postgresql_using="a::integer")
    try:
        op.create_table("tried", sa.Column("id", sa.Integer))
    except Exception:
        pass
    op.create_table("certain_after", sa.Column("id", sa.Integer), sa.Column("b", sa.Text, nullable=False))
