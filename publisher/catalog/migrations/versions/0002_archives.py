"""Where each post stands in the archive of each feed, and which hubs are to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

moment = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add positions and pings; posts that are there get their position when the site is next built."""
    op.add_column("post", sa.Column("retracted", moment))
    op.add_column("collection", sa.Column("carried", sa.Integer, nullable=False, server_default="0"))
    op.add_column("collection", sa.Column("archived", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("collection", sa.Column("published", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE collection SET published = (kind != 'month' AND posts > 0)")
    op.add_column("collection_post", sa.Column("position", sa.Integer))
    op.add_column("collection_post", sa.Column("gone", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column(
        "collection_post", sa.Column("touched", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_index("collection_post_position", "collection_post", ["collection_id", "position"], unique=True)
    op.create_index(
        "collection_post_touched",
        "collection_post",
        ["collection_id"],
        sqlite_where=sa.text("touched = 1"),
        postgresql_where=sa.text("touched"),
    )
    op.create_index(
        "post_hidden",
        "post",
        ["draft"],
        sqlite_where=sa.text("withdrawn IS NOT NULL OR draft = 1"),
        postgresql_where=sa.text("withdrawn IS NOT NULL OR draft"),
    )
    op.create_index(
        "file_notable",
        "file",
        ["outcome"],
        sqlite_where=sa.text("outcome != 'post' OR notices != ''"),
        postgresql_where=sa.text("outcome != 'post' OR notices != ''"),
    )
    op.create_table(
        "ping",
        sa.Column("hub", sa.Text, primary_key=True),
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("queued", moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", moment, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
    )
    # The collection of all posts had no rows of its own.
    op.execute(
        "INSERT INTO collection_post (collection_id, post_id) "
        "SELECT collection.id, post.id FROM collection CROSS JOIN post WHERE collection.kind = 'all'"
    )
