"""indexes and constraints, and tables with other names"""
import sqlalchemy as sa
from alembic import op
from alembic.op import create_index, drop_index, rename_table

revision = "f03"
down_revision = "f02"


def upgrade():
    create_index("ix_user_name", "app_user", ["name"], unique=False)
    op.create_index(op.f("ix_post_abstract"), "post", [sa.text("lower(abstract)")])
    op.create_index("ix_doomed", "tag", ["name"])
    drop_index("ix_doomed", table_name="tag")
    with op.batch_alter_table("tag") as batch_op:
        batch_op.create_unique_constraint("uq_tag_name", ["name"])
        batch_op.create_check_constraint("ck_tag_position", sa.text("length(position) >= 0"))
    with op.batch_alter_table("post_tag") as batch_op:
        batch_op.create_foreign_key("fk_post_tag_tag", "tag", ["tag_id"], ["id"], ondelete="CASCADE")
    rename_table("label", "mark")
    for old, new in zip(["mark"], ["sign"]):
        op.rename_table(old, new)
    op.execute("ALTER TABLE sign RENAME TO badge")
    if op.get_bind().engine.name in ("postgresql", "cockroachdb"):
        op.drop_constraint("fk_author", "post", type_="foreignkey")
        op.create_foreign_key("fk_author_2", "post", "app_user", ["author_id"], ["id"], postgresql_not_valid=True)
        op.execute("ALTER TYPE event_kind RENAME TO kind_of_event")
        op.execute("DROP INDEX ix_user_name")
