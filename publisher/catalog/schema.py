"""The tables. Times are UTC; lists and small values are JSON text, as nothing queries inside them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

# The newest migration; a catalog at this revision needs no Alembic, whose import is slow.
REVISION = "0005"

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as text of one length: RFC 3339 in UTC, with microseconds.

    SQLite has no type for times, and drivers differ in theirs; this text sorts as the times do on every database.
    """

    impl = Text().with_variant(Text(collation="C"), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return *value* as it is kept; a naive time is a bug and raises ValueError."""
        return None if value is None else stored(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored time, aware."""
        return None if value is None else datetime.fromisoformat(value)


def stored(moment: datetime) -> str:
    """Return an aware time as the catalog keeps it."""
    if moment.tzinfo is None:
        raise ValueError(f"naive time: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


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
    # A hash of all that a reader could see of the post, and of its score, so that a file touched in vain changes
    # nothing.
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
    # When a post that everybody could see stopped being one: withdrawn, or made a draft again.
    Column("retracted", Moment),
    # Who decided on its theme, and how sure they were (publisher.catalog.themes).
    Column("theme_by", Text, nullable=False, server_default=""),
    Column("theme_guess", Text, nullable=False, server_default=""),
    Column("theme_confidence", Float, nullable=False, server_default="0"),
    # How much it matters, as its file says: for digests only.
    Column("score", Float, nullable=False, server_default="0"),
    # The conditions stand in `where`: led by those columns, SQLite would prefer it to a collection's few posts.
    Index(
        "post_visible",
        "published",
        "withdrawn",
        "draft",
        sqlite_where=text("withdrawn IS NULL AND draft = 0"),
        postgresql_where=text("withdrawn IS NULL AND NOT draft"),
    ),
    # The few that are not: withdrawn or drafts.
    Index(
        "post_hidden",
        "draft",
        sqlite_where=text("withdrawn IS NOT NULL OR draft = 1"),
        postgresql_where=text("withdrawn IS NOT NULL OR draft"),
    ),
    Index("post_place", "source", "path"),
    Index("post_url", "url"),
    Index("post_content_hash", "content_hash"),
    # The few posts that there is something to do for, so that a build need not look at all.
    Index(
        "post_page_stale",
        "page_stale",
        sqlite_where=text("page_stale = 1"),
        postgresql_where=text("page_stale"),
    ),
    Index("post_page", "page", sqlite_where=text("page != ''"), postgresql_where=text("page != ''")),
    # The few that the classifier leaves to the editor.
    Index(
        "post_unsure",
        "theme_by",
        sqlite_where=text("theme_by = 'classifier' AND theme = ''"),
        postgresql_where=text("theme_by = 'classifier' AND theme = ''"),
    ),
    Index("post_media", "media", sqlite_where=text("media != ''"), postgresql_where=text("media != ''")),
)

# Bodies, apart from all that lists and decisions need: those are many times smaller.
content = Table(
    "content",
    metadata,
    Column(
        "post_id", Integer, ForeignKey("post.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("content_html", Text, nullable=False),
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
    # What decides between two files with one guid: the greater text wins (publisher.identity.claim).
    Column("claim", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False),
    Column("notices", Text, nullable=False),
    Index("file_guid", "guid"),
    # The few files that there is something to say of.
    Index(
        "file_notable",
        "outcome",
        sqlite_where=text("outcome != 'post' OR notices != ''"),
        postgresql_where=text("outcome != 'post' OR notices != ''"),
    ),
    sqlite_with_rowid=False,
)

# A set of posts that are shown together: all, a theme's, a tag's, an author's, a language's, a month's. `posts`,
# `carried` and `archived` are as it was last built.
collection = Table(
    "collection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("stale", Boolean, nullable=False),
    Column("carried", Integer, nullable=False, server_default="0"),
    Column("archived", Boolean, nullable=False, server_default=false()),
    # Whether its feeds have been seen: from then on they stay, if need be empty.
    Column("published", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("kind", "slug", name="collection_key"),
)

# Which posts are in a collection, or were (`gone`). `position` counts from 0 in the order in which they were first
# to be seen in it, and never changes: archive pages are cut by it. `touched` asks for the page to be written again.
collection_post = Table(
    "collection_post",
    metadata,
    Column("collection_id", Integer, ForeignKey("collection.id"), primary_key=True),
    Column("post_id", Integer, ForeignKey("post.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer),
    Column("gone", Boolean, nullable=False, server_default=false()),
    Column("touched", Boolean, nullable=False, server_default=false()),
    Index("collection_post_post", "post_id"),
    Index("collection_post_position", "collection_id", "position", unique=True),
    Index(
        "collection_post_touched",
        "collection_id",
        sqlite_where=text("touched = 1"),
        postgresql_where=text("touched"),
    ),
    sqlite_with_rowid=False,
)

# Feeds that changed and whose hub has not been told yet (WebSub).
ping = Table(
    "ping",
    metadata,
    Column("hub", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("queued", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Moment, nullable=False),
    Column("error", Text, nullable=False),
)

# What is remembered between runs by name: fingerprints of settings, the time of the last build.
memory = Table(
    "memory",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# What was learnt of themes (publisher.themes.stored): one row at most.
classifier = Table(
    "classifier",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

# What is fixed of a digest for good. `begun` is the slot that was considered first, `start` when its posts begin
# (none: with the oldest); both are none until then. `seen` is when the scheduler first knew of it.
digest = Table(
    "digest",
    metadata,
    Column("name", Text, primary_key=True),
    Column("seen", Moment, nullable=False),
    Column("begun", Moment),
    Column("start", Moment),
)

# Every slot that came due, decided once and for good. `key` is local, in the digest's zone.
# outcome: issued, waiting (too few posts), empty, late (older than the grace), coalesced (a newer one was due too).
slot = Table(
    "slot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, ForeignKey("digest.name"), nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("decided", Moment, nullable=False),
    # How many posts were eligible.
    Column("posts", Integer, nullable=False),
    UniqueConstraint("digest", "key", name="slot_key"),
    Index("slot_at", "digest", "at"),
)

# What never changes of an edition, but its status: draft, released, cancelled. `mailed` says whether it is for
# delivery (the editions of a backfill are not); `html` and `text` hold placeholders for what differs per person.
edition = Table(
    "edition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, ForeignKey("digest.name"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("slot_id", Integer, ForeignKey("slot.id"), nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("mailed", Boolean, nullable=False),
    Column("guid", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("issued", Moment, nullable=False),
    Column("released", Moment),
    Column("cancelled", Moment),
    Column("subject", Text, nullable=False),
    Column("preheader", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    # The editor's note, as HTML.
    Column("note", Text, nullable=False),
    # Headings, slugs and sizes, in order; the posts are in edition_post.
    Column("sections", Text, nullable=False),
    UniqueConstraint("digest", "number", name="edition_number"),
)

# The posts that an edition carries, each as it was then. `shown` ones are in the mail, the rest in the web edition
# alone. While the edition stands (is not cancelled), no other of its digest may carry the post.
edition_post = Table(
    "edition_post",
    metadata,
    Column("edition_id", Integer, ForeignKey("edition.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("post_id", Integer, ForeignKey("post.id"), nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("post", Text, nullable=False),
    Index(
        "edition_post_once",
        "post_id",
        "digest",
        unique=True,
        sqlite_where=text("stands = 1"),
        postgresql_where=text("stands"),
    ),
    sqlite_with_rowid=False,
)

# Posts that a digest passes over, and why: `before_start` for good, `too_old` as long as it is so.
passed = Table(
    "passed",
    metadata,
    Column("post_id", Integer, ForeignKey("post.id"), primary_key=True),
    Column("digest", Text, ForeignKey("digest.name"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("slot", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# How each job of the service last went, by whichever process; `failures` counts those since it last succeeded.
job = Table(
    "job",
    metadata,
    Column("name", Text, primary_key=True),
    Column("succeeded", Moment),
    Column("seconds", Float, nullable=False),
    Column("failed", Moment),
    Column("failures", Integer, nullable=False),
    Column("error", Text, nullable=False),
)

# When the service ran: a row a process. `beat` is when it was last known to live; `stopped` when it ended as asked.
service = Table(
    "service",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", Moment, nullable=False),
    Column("beat", Moment, nullable=False),
    Column("stopped", Moment),
)
