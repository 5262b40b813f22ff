"""The ledger of editions: what slots came to, and which posts each edition carries; and how the service runs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

moment = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables; no edition was issued before."""
    op.create_table(
        "digest",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("seen", moment, nullable=False),
        sa.Column("begun", moment),
        sa.Column("start", moment),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.Text, sa.ForeignKey("digest.name"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("decided", moment, nullable=False),
        sa.Column("posts", sa.Integer, nullable=False),
        sa.UniqueConstraint("digest", "key", name="slot_key"),
    )
    op.create_index("slot_at", "slot", ["digest", "at"])
    _create_editions()
    _create_service()
    op.create_table(
        "passed",
        sa.Column("post_id", sa.Integer, sa.ForeignKey("post.id"), primary_key=True),
        sa.Column("digest", sa.Text, sa.ForeignKey("digest.name"), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("slot", moment, nullable=False),
        sqlite_with_rowid=False,
    )


def _create_editions() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.Text, sa.ForeignKey("digest.name"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("slot_id", sa.Integer, sa.ForeignKey("slot.id"), nullable=False, unique=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("mailed", sa.Boolean, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        *(sa.Column(name, moment, nullable=name != "issued") for name in ("issued", "released", "cancelled")),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("subject", "preheader", "html", "text", "note", "sections")
        ),
        sa.UniqueConstraint("digest", "number", name="edition_number"),
    )
    op.create_table(
        "edition_post",
        sa.Column("edition_id", sa.Integer, sa.ForeignKey("edition.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("post_id", sa.Integer, sa.ForeignKey("post.id"), nullable=False),
        sa.Column("stands", sa.Boolean, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "edition_post_once",
        "edition_post",
        ["post_id", "digest"],
        unique=True,
        sqlite_where=sa.text("stands = 1"),
        postgresql_where=sa.text("stands"),
    )


def _create_service() -> None:
    op.create_table(
        "job",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("succeeded", moment),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("failed", moment),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("started", moment, nullable=False),
        sa.Column("beat", moment, nullable=False),
        sa.Column("stopped", moment),
    )
