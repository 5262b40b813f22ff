"""How long feeds take: ours in RSS and Atom, and in all three formats, beside feedgen used as its documentation shows.

Each run is a process of its own (`python -m benchmarks.feeds WHO FILE`); it reads the entries before its clock starts.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.figures import Aim, Figure
from benchmarks.options import Options, say
from benchmarks.posts import originals, split, write_posts
from publisher.model import Author, FullPost, Post, Reading, Source
from publisher.sources import Rules, read, scan

COUNTS = (50, 1_000, 10_000)
TIMES = 3
# How many characters a body has, where there are such: an entry of what posts are like, not of announcements.
SHORTEST, LONGEST = 4_000, 8_000
SITE = "https://example.org/"


def figures(options: Options) -> Iterator[Figure]:
    """Yield the time for each count of entries; quick leaves the largest out."""
    for count in COUNTS[:-1] if options.quick else COUNTS:
        say(f"feeds of {count:,} entries")
        file = write_entries(options.work / "feeds", count)
        rounds = [{who: _run(who, file) for who in WAYS} for _ in range(TIMES)]
        middle = {who: median(one[who] for one in rounds) for who in WAYS}
        others, aim = {"feedgen": middle["feedgen"]}, Aim(bound=1.5, of="feedgen")
        yield Figure(name=f"RSS and Atom of {count:,}", unit="ms", ours=middle["two"], others=others, aim=aim)
        yield Figure(
            name=f"three formats of {count:,}", unit="ms", ours=middle["three"], others=others, aim=aim
        )


def write_entries(folder: Path, count: int) -> Path:
    """Write *count* posts as they are read, a line each, and return the file."""
    posts = originals()[1]
    fitting = tuple(one for one in posts if SHORTEST <= len(split(one.text)[1]) <= LONGEST)
    write_posts(folder / "posts", fitting or posts, count)
    source = Source(name="posts", path=folder / "posts")
    rules = Rules(source=source, site_url=SITE, zone=ZoneInfo("UTC"), language="en")
    readings = (
        read((source.path / file.path).read_bytes(), path=file.path, rules=rules)
        for file in sorted(scan(source))
    )
    file = folder / f"{count}.jsonl"
    lines = (_line(number, one) for number, one in enumerate(readings) if isinstance(one, Reading))
    file.write_text("".join(lines), encoding="utf-8")
    return file


def _line(number: int, one: Reading) -> str:
    values = {
        "id": one.link or f"{SITE}{number}",
        "title": one.title or "Untitled",
        "published": one.published.isoformat(),
        "summary": one.summary,
        "content": one.content_html,
        "author": one.authors[0].name if one.authors else "Somebody",
    }
    return json.dumps(values) + "\n"


def _run(who: str, file: Path) -> float:
    """Return how long (seconds) *who* takes for the entries in *file*."""
    command = [sys.executable, "-m", "benchmarks.feeds", who, str(file)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _plainly(entries: list[dict[str, Any]]) -> Callable[[], object]:
    """Return what feedgen does with *entries*, from its documentation's example."""
    from feedgen.feed import FeedGenerator

    def render() -> object:
        generator = FeedGenerator()
        generator.id(SITE)
        generator.title("Benchmark")
        generator.description("Posts")
        generator.link(href=SITE, rel="alternate")
        for one in entries:
            entry = generator.add_entry(order="append")
            entry.id(one["id"])
            entry.title(one["title"])
            entry.link(href=one["id"])
            entry.published(one["published"])
            entry.updated(one["published"])
            entry.author(name=one["author"])
            entry.summary(one["summary"])
            entry.content(one["content"], type="html")
        return generator.rss_str(), generator.atom_str()

    return render


def _ours(entries: list[dict[str, Any]], formats: int) -> Callable[[], object]:
    from publisher.feeds import FORMATS as ALL
    from publisher.feeds import Feed, render, render_all

    feed = Feed(
        guid="tag:example.org,2000:feeds/atom.xml",
        title="Benchmark",
        description="Posts",
        home_url=SITE,
        language="en",
        author="",
        entries=tuple(map(_full_post, entries)),
        self_urls={"rss": f"{SITE}rss.xml", "atom": f"{SITE}atom.xml", "json": f"{SITE}feed.json"},
    )
    if formats == len(ALL):
        return lambda: render_all(feed)
    return lambda: tuple(render(feed, format_) for format_ in ALL[:formats])


def _full_post(one: dict[str, Any]) -> FullPost:
    published = datetime.fromisoformat(one["published"])
    post = Post(
        guid=one["id"],
        url=one["id"],
        title=one["title"],
        published=published,
        updated=published,
        summary=one["summary"],
        authors=(Author(name=one["author"]),),
    )
    return FullPost(post=post, content_html=one["content"])


WAYS: dict[str, Callable[[list[dict[str, Any]]], Callable[[], object]]] = {
    "feedgen": _plainly,
    "two": lambda entries: _ours(entries, 2),
    "three": lambda entries: _ours(entries, 3),
}


def main() -> None:
    """Time one way of making feeds, and print the seconds; imports are not part of them."""
    who, file = sys.argv[1:]
    entries = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    WAYS[who](entries[:1])()
    render = WAYS[who](entries)
    started = perf_counter()
    render()
    print(perf_counter() - started)


if __name__ == "__main__":
    main()
