"""The tables. Times are UTC; lists and small values are JSON text, as nothing queries inside them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    false,
)

# The newest migration; a catalog at this revision needs no Alembic, whose import is slow.
REVISION = "0001"

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """An aware time, in UTC, on databases with time zones and without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return *value* as the database keeps it; a naive time is a bug and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time: {value}")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the stored time, aware."""
        if value is None:
            return None
        found: datetime = value
        return found.astimezone(UTC) if dialect.name == "postgresql" else found.replace(tzinfo=UTC)


post = Table(
    "post",
    metadata,
    # In the order of first sight; given by us, so that an export can restore it.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("guid", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    # A hash of all that a reader could see of the post, so that a file touched in vain changes nothing.
    Column("signature", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("withdrawn", Moment),
    Column("draft", Boolean, nullable=False),
    Column("page_stale", Boolean, nullable=False, server_default=false()),
    Column("published", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("image", Text, nullable=False),
    Column("enclosure", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("reading_minutes", Integer, nullable=False),
    Column("content_html", Text, nullable=False),
    Index("post_published", "published"),
    Index("post_place", "source", "path"),
    Index("post_url", "url"),
    Index("post_content_hash", "content_hash"),
)

# Every file that a sync has seen, so that the next reads only what changed.
# outcome: post, duplicate (another file has its guid), skipped, not_post, draft (undated).
file = Table(
    "file",
    metadata,
    Column("source", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("guid", Text, nullable=False),
    Column("updated", Moment),
    Column("published", Moment),
    Column("notices", Text, nullable=False),
    Index("file_guid", "guid"),
)

# A set of posts that are shown together: all, a theme's, an author's, a month's.
collection = Table(
    "collection",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("slug", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("stale", Boolean, nullable=False),
    Index("collection_stale", "stale"),
)

collection_post = Table(
    "collection_post",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("slug", Text, primary_key=True),
    Column("post_id", Integer, ForeignKey("post.id", ondelete="CASCADE"), primary_key=True),
    Index("collection_post_post", "post_id"),
)

# What is remembered between runs by name: fingerprints of settings, the time of the last build.
memory = Table(
    "memory",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
