"""Posts that break publishers go through a real build, and every reader sees the same in every format."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.blog import NOON, Blog
from tests.feeds.awkward import POSTS, Awkward
from tests.feeds.judges import faults
from tests.feeds.readers import READERS, with_json

FILES = {"rss": "feeds/rss.xml", "atom": "feeds/atom.xml", "json": "feeds/feed.json"}
EACH = pytest.mark.parametrize("post", [pytest.param(one, id=one.name) for one in POSTS])
Built = Callable[[Awkward], "Feeds"]


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds of a publication of one post, by format."""

    documents: dict[str, bytes]

    @property
    def item(self) -> dict[str, Any]:
        """Return the one item of the JSON Feed."""
        (item,) = json.loads(self.documents["json"])["items"]
        assert isinstance(item, dict)
        return item


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Builds the feeds of a publication that has this post alone; each post once."""
    done: dict[str, Feeds] = {}

    def build(post: Awkward) -> Feeds:
        if post.name not in done:
            blog = Blog(tmp_path_factory.mktemp("awkward"))
            (blog.posts / post.path).write_bytes(post.file)
            blog.build()
            done[post.name] = Feeds({name: (blog.public / path).read_bytes() for name, path in FILES.items()})
        return done[post.name]

    return build


@EACH
def test_the_feeds_say_what_the_post_says(post: Awkward, built: Built) -> None:
    item = built(post).item
    assert {name: item.get(name) for name in post.expected} == dict(post.expected)
    content = item["content_html"]
    assert [piece for piece in post.holds if piece not in content] == []
    assert [piece for piece in post.lacks if piece in content] == []


@EACH
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_sees_the_same(post: Awkward, reader: str, built: Built) -> None:
    formats, read = READERS[reader]
    documents = built(post).documents
    (meant,) = with_json(documents["json"])
    for format_ in formats:
        (seen,) = read(documents[format_])
        if format_ == "atom" and post.atom_id:
            assert seen.id == post.atom_id
            seen = replace(seen, id=meant.id)
        unsaid = [name for name in seen.__slots__ if getattr(seen, name) is None]
        excused = [*unsaid, *post.faults.get(reader, ())]
        expected = replace(meant, **{name: getattr(seen, name) for name in excused})
        if reader != "feedparser":
            expected = replace(expected, authors=meant.authors[:1] if meant.authors else ())
        assert seen == expected, format_


@EACH
def test_every_judge_passes_them(post: Awkward, built: Built) -> None:
    for name, document in built(post).documents.items():
        location = f"https://blog.example/{FILES[name]}"
        assert faults(document, location=location, now=NOON, but=post.warns) == [], name


def test_there_are_enough_of_them_and_each_has_a_name() -> None:
    assert len({post.name for post in POSTS}) == len(POSTS) > 60
