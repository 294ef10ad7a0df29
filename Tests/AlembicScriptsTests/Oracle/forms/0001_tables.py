"""tables with all kinds of columns"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f01"
down_revision = None

PREFIX = "app"
TABLES = ("tag", "label")
STATUS = sa.Enum("open", "closed", name="status")


def identifier(name="id", **options):
    return sa.Column(name, sa.Integer(), primary_key=True, **options)


def times():
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
            for name in ("created_at", "updated_at")]


def upgrade():
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        f"{PREFIX}_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail", sa.String(length=255), nullable=False),
        sa.Column("name", sa.Unicode(80)),
        sa.Column("notes", sa.Text()),
        sa.Column("balance", sa.Numeric(10, 2), server_default="0"),
        sa.Column("ratio", sa.Float()),
        sa.Column("precise", sa.Double()),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("born", sa.Date()),
        sa.Column("at", sa.Time()),
        sa.Column("span", sa.Interval()),
        sa.Column("data", sa.JSON()),
        sa.Column("blob", sa.LargeBinary()),
        sa.Column("uid", sa.Uuid()),
        sa.Column("status", STATUS, nullable=True),
        sa.Column("small", sa.SmallInteger()),
        sa.Column("document", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("mail"),
        sa.CheckConstraint("length(mail) > 0", name="mail_is_there"),
    )
    op.create_table(
        "post", identifier(), *times(),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("app_user.id", name="fk_author"), nullable=False, index=True),
        sa.Column("slug", sa.String(40), unique=True))
    for table in TABLES:
        op.create_table(table, identifier(), sa.Column("name", sa.String(30)))
    op.create_table(
        "post_tag", sa.Column("post_id", sa.BigInteger(), nullable=False), sa.Column("tag_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("post_id", "tag_id"), if_not_exists=True)
    if is_postgres:
        op.create_table(
            "event",
            sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
            sa.Column("tags", postgresql.ARRAY(sa.String(20))),
            sa.Column("matrix", sa.ARRAY(sa.Integer, dimensions=2)),
            sa.Column("address", postgresql.INET()),
            sa.Column("body", postgresql.TSVECTOR()),
            sa.Column("moment", postgresql.TIMESTAMP(precision=3)),
            sa.Column("moment_tz", sa.TIMESTAMP(timezone=True)),
            sa.Column("key", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()")),
            sa.Column("real", sa.REAL()),
            sa.Column("float24", sa.Float(24)),
            sa.Column("code", sa.CHAR(2)),
            sa.Column("twice", sa.Integer(), sa.Computed("id * 2")),
            sa.Column("kind", postgresql.ENUM("a", "b", name="event_kind")),
        )
    else:
        op.create_table("event", identifier(), sa.Column("code", sa.CHAR(2)))
