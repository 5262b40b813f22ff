"""Folders of posts to build from: copies of real ones where they are at hand, else of the sample."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "corpora" / "servicenow"
SAMPLE = ROOT / "config" / "posts"
LINK = re.compile(r'^(link: ".*)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A post to copy: YAML front matter with title, date, authors and link (in JSON's way), and its body."""

    path: str
    text: str


def originals() -> tuple[str, tuple[Original, ...]]:
    """Return what the posts are made from, in words, and the posts."""
    if REAL.is_dir():
        return "shared/corpora/servicenow", tuple(_real())
    return "config/posts", tuple(_sample())


def write_posts(folder: Path, posts: tuple[Original, ...], count: int) -> None:
    """Fill *folder* anew with *count* posts: copies of *posts*, each with a link of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    for number in range(count):
        copy, index = divmod(number, len(posts))
        file = folder / f"{copy:03}" / posts[index].path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_copied(posts[index].text, copy), encoding="utf-8")


def change_newest(folder: Path) -> Path:
    """Add a sentence to the newest post in the first copy of the originals, and return its path."""
    newest = max(sorted((folder / "000").rglob("*.md")), key=lambda file: front_matter(file)["date"])
    newest.write_text(newest.read_text(encoding="utf-8") + "<p>One more sentence.</p>\n", encoding="utf-8")
    return newest


def front_matter(file: Path) -> Mapping[str, str]:
    """Return the keys of *file*, a post that `write_posts` wrote, with their values as they stand there."""
    head, _ = split(file.read_text(encoding="utf-8"))
    return dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)


def split(text: str) -> tuple[str, str]:
    """Return the front matter of *text* without its fences, and its body."""
    _, head, body = re.split(r"^---\n", text, maxsplit=2, flags=re.MULTILINE)
    return head, body


def _real() -> Iterator[Original]:
    for file in sorted(REAL.rglob("*.md")):
        if file.name != "_index.md":
            text = file.read_text(encoding="utf-8", errors="replace")
            yield Original(path=str(file.relative_to(REAL)), text=text)


def _sample() -> Iterator[Original]:
    for file in sorted(SAMPLE.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        keys = yaml.safe_load(split(text)[0]) if text.startswith("---\n") else {}
        if "date" in keys and not keys.get("draft"):
            yield Original(path=file.name, text=_plain(file.stem, keys, split(text)[1]))


def _plain(slug: str, keys: Mapping[str, object], body: str) -> str:
    head = {
        "title": keys["title"],
        "date": _moment(keys["date"]).isoformat(),
        "authors": [keys.get("author") or "Somebody"],
        "link": f"https://example.org/{slug}?copy=0",
    }
    lines = [f"{key}: {value if key == 'date' else json.dumps(value)}" for key, value in head.items()]
    return "\n".join(["---", *lines, "---", body])


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def _copied(text: str, copy: int) -> str:
    return LINK.sub(rf'\1&copy={copy}"', text, count=1) if copy else text
