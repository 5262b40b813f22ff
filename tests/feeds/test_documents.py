"""What a feed may have besides posts passes every judge: archives, tombstones, a hub, pictures, a podcast."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from publisher.feeds import FORMATS, FeedFormat, render
from publisher.model import Enclosure, FullPost, Podcast, Tombstone
from tests.feeds.judges import faults
from tests.feeds.samples import FULL, PLAIN, SELF, feed

NOW = datetime(2026, 6, 1, tzinfo=UTC)
GONE = Tombstone(guid="tag:blog.example,2000:main/gone.md", withdrawn=datetime(2026, 5, 5, tzinfo=UTC))
SHOW = Podcast(
    author="Ann & <Bob>",
    email="ann@blog.example",
    image="https://blog.example/show.png",
    categories=("Arts > Books", "Society & Culture"),
)
TITLED = replace(FULL, post=replace(FULL.post, title="First & foremost"))
EPISODE = replace(
    TITLED,
    post=replace(
        TITLED.post,
        enclosure=Enclosure(url="https://blog.example/a.mp3", mime_type="audio/mpeg", length=5),
    ),
)
OLDER = {name: url.replace("feeds/", "archive/1/") for name, url in SELF.items()}
PAGE = {name: url.replace("feeds/", "archive/2/") for name, url in SELF.items()}

KINDS = [
    pytest.param((TITLED, PLAIN), {}, id="posts"),
    pytest.param((), {}, id="no posts"),
    pytest.param((TITLED,), {"in_full": False}, id="summaries"),
    pytest.param((PLAIN,), {"in_full": False}, id="a summary of nothing"),
    pytest.param((TITLED,), {"title": "A & B: <x> &amp; y", "description": "All <of> it &lt; more"}, id="markup"),
    pytest.param((TITLED,), {"rights": "© <me> & you", "author": "Ann & <Bob>"}, id="rights"),
    pytest.param((TITLED,), {"description": ""}, id="no description"),
    pytest.param((TITLED,), {"author": ""}, id="no author"),
    pytest.param((TITLED,), {"language": "zh-Hans"}, id="a language with its script"),
    pytest.param((TITLED,), {"icon": "https://blog.example/i.png", "image": "https://blog.example/l.svg"}, id="icon"),
    pytest.param((TITLED,), {"image": "https://blog.example/l.png"}, id="an image"),
    pytest.param((TITLED,), {"hub": "https://hub.example/"}, id="a hub"),
    pytest.param((TITLED,), {"stylesheets": {"rss": "feed.css", "atom": "feed.css"}}, id="a stylesheet"),
    pytest.param((TITLED,), {"withdrawn": (GONE,)}, id="a tombstone"),
    pytest.param((TITLED,), {"previous_urls": OLDER}, id="a feed with an archive"),
    pytest.param((TITLED,), {"self_urls": PAGE, "current_urls": SELF, "previous_urls": OLDER}, id="an archive page"),
    pytest.param((TITLED,), {"self_urls": OLDER, "current_urls": SELF}, id="the oldest archive page"),
    pytest.param((EPISODE, PLAIN), {"podcast": SHOW}, id="a podcast"),
    pytest.param((TITLED,), {"podcast": SHOW}, id="a podcast whose file has a query in its address"),
    pytest.param((), {"podcast": SHOW}, id="a podcast without episodes"),
]  # fmt: skip


@pytest.mark.parametrize("format_", [pytest.param(one, id=one.name) for one in FORMATS])
@pytest.mark.parametrize(("entries", "changed"), KINDS)
def test_what_a_feed_may_have_is_valid(
    entries: tuple[FullPost, ...], changed: dict[str, Any], format_: FeedFormat
) -> None:
    made = feed(*entries, **changed)
    at = made.self_urls
    location = "" if format_.name == "json" else at[format_.name]
    assert faults(render(made, format_), location=location, now=NOW) == []


def test_a_judge_lets_the_namespace_of_tombstones_be_only_where_there_is_one() -> None:
    rendered = render(feed(TITLED, withdrawn=(GONE,)), FORMATS[1])
    assert b"deleted-entry" in rendered
    without = rendered.replace(b"at:deleted-entry", b"at:other")
    assert [fault.split()[1] for fault in faults(without)] == ["UnknownNamespace"]
