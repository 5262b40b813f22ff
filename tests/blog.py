"""A small publication in a temporary folder: files in, the real sync and build, what the catalog then holds."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.app import App
from publisher.catalog import Catalog, files, posts
from publisher.config import load
from publisher.model import Collection, Notice, Post
from publisher.publish import BuildReport, build
from publisher.sync import SyncReport, sync
from publisher.workers import Workers

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = Collection(kind="all")


def silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


@dataclass
class Blog:
    """Posts below `posts/`, settings in `publisher.toml`; the clock stands until it is moved."""

    folder: Path
    database: str = "sqlite:///data/publisher.db"
    extra: str = ""
    now: datetime = NOON
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.posts.mkdir(parents=True, exist_ok=True)
        self.configure(self.extra)

    @property
    def posts(self) -> Path:
        return self.folder / "posts"

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def config(self) -> Path:
        return self.folder / "publisher.toml"

    def configure(self, extra: str = "", url: str = "https://blog.example/") -> None:
        """Write the settings anew, with more of them at the end."""
        self.config.write_text(
            f'[site]\ntitle = "Blog"\nurl = "{url}"\n[catalog]\ndatabase = "{self.database}"\n'
            f'[[sources]]\nname = "main"\npath = "posts"\n{extra}\n',
            encoding="utf-8",
        )

    def write(self, path: str, body: str = "Words.", **matter: Any) -> Path:
        """Write a post; its date is the first of May unless given (date=None for none)."""
        values = {"title": path, "date": "2026-05-01", **matter}
        lines = [f"{key}: {json.dumps(value)}" for key, value in values.items() if value is not None]
        file = self.posts / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("---\n" + "\n".join(lines) + f"\n---\n{body}\n", encoding="utf-8")
        return file

    def app(self) -> App:
        return App(load(self.config, self.environ))

    def catalog(self) -> Catalog:
        return self.app().open_catalog()

    def sync(self, *, allow_empty: bool = False) -> SyncReport:
        """Sync, an hour after the last time."""
        self.now += timedelta(hours=1)
        with Workers(1) as workers, self.catalog() as catalog:
            return sync(self.app().settings, catalog, self.now, silent, workers, allow_empty=allow_empty)

    def build(self, *, fresh: bool = False) -> BuildReport:
        """Build, an hour after the last time."""
        self.now += timedelta(hours=1)
        app = self.app()
        with Workers(1) as workers, app.open_catalog() as catalog:
            return build(app.settings, catalog, app.templates, self.now, silent, workers, fresh=fresh)

    def visible(self) -> tuple[Post, ...]:
        """Return the posts that everybody may see, newest first."""
        with self.catalog() as catalog, catalog.reading() as connection:
            return posts.newest(connection, ALL, self.now, 10_000)

    def notices(self, *outcomes: str) -> tuple[Notice, ...]:
        """Return what there is to say of files with these outcomes."""
        with self.catalog() as catalog, catalog.reading() as connection:
            return files.notices(connection, *outcomes)

    def guids(self) -> dict[str, str]:
        """Return the guid of each visible post by title."""
        return {post.title: post.guid for post in self.visible()}

    def items(self, path: str = "feeds/feed.json") -> list[dict[str, Any]]:
        """Return the items of a JSON Feed that was built."""
        items: list[dict[str, Any]] = json.loads((self.public / path).read_bytes())["items"]
        return items


def snapshot(blog: Blog) -> dict[str, tuple[int, bytes]]:
    """Return the time and bytes of every file of the site; what follows from them, compressed or listed, apart."""
    return {
        str(path.relative_to(blog.public)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in blog.public.rglob("*")
        if path.is_file() and path.suffix not in (".gz", ".br") and path.name != "publish.json"
    }


def changes(blog: Blog) -> tuple[set[str], BuildReport]:
    """Build again; return the files that came, went or were written, and the report."""
    before = snapshot(blog)
    report = blog.build()
    after = snapshot(blog)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}, report
