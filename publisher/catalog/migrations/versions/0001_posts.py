"""Posts, the files they were read from, and the collections they are shown in."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


moment = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the first tables."""
    _make_post()
    _index_post()
    _make_file()
    _make_collection()
    op.create_table(
        "memory",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _make_post() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("guid", sa.Text, nullable=False, unique=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("first_seen", moment, nullable=False),
        sa.Column("withdrawn", moment),
        sa.Column("draft", sa.Boolean, nullable=False),
        sa.Column("page_stale", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("published", moment, nullable=False),
        sa.Column("updated", moment, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("title", "summary", "authors", "tags")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("language", "theme", "image")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("enclosure", "media")),
        sa.Column("reading_minutes", sa.Integer, nullable=False),
    )
    op.create_table(
        "content",
        sa.Column(
            "post_id",
            sa.Integer,
            sa.ForeignKey("post.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("content_html", sa.Text, nullable=False),
    )


def _index_post() -> None:
    visible = ["published", "withdrawn", "draft"]
    for name, columns, in_sqlite, in_postgresql in (
        ("visible", visible, "withdrawn IS NULL AND draft = 0", "withdrawn IS NULL AND NOT draft"),
        ("page_stale", ["page_stale"], "page_stale = 1", "page_stale"),
        ("page", ["page"], "page != ''", "page != ''"),
        ("media", ["media"], "media != ''", "media != ''"),
    ):
        op.create_index(
            f"post_{name}",
            "post",
            columns,
            sqlite_where=sa.text(in_sqlite),
            postgresql_where=sa.text(in_postgresql),
        )
    op.create_index("post_place", "post", ["source", "path"])
    op.create_index("post_url", "post", ["url"])
    op.create_index("post_content_hash", "post", ["content_hash"])


def _make_file() -> None:
    op.create_table(
        "file",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("claim", moment, nullable=False),
        sa.Column("notices", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("file_guid", "file", ["guid"])


def _make_collection() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("posts", sa.Integer, nullable=False),
        sa.Column("stale", sa.Boolean, nullable=False),
        sa.UniqueConstraint("kind", "slug", name="collection_key"),
    )
    op.create_table(
        "collection_post",
        sa.Column("collection_id", sa.Integer, sa.ForeignKey("collection.id"), primary_key=True),
        sa.Column("post_id", sa.Integer, sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("collection_post_post", "collection_post", ["post_id"])
