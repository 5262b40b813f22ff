"""A podcast from settings and files to feeds, by Apple's rules and W3C's, as parsers of others' read it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from publisher.catalog.rows import POST_COLUMNS, pack_enclosure, to_post
from publisher.feeds import FORMATS, Feed, render
from publisher.model import Enclosure, Episode, FullPost, Podcast
from tests.blog import Blog
from tests.feeds.samples import PLAIN, feed
from tests.feeds.w3c import check
from tests.settings import SITE, SOURCE, fault, settings

RSS, ATOM, JSON = FORMATS
TUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
KEYS = {"email": '"pod@blog.example"', "image": '"/art.jpg"', "categories": '["Technology"]'}
# One frame of MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 144 * 128000 // 44100 = 417 bytes, of silence.
FRAME = bytes((0xFF, 0xFB, 0x90, 0x64)) + bytes(413)


def podcast(**changed: str) -> str:
    """Return the table of settings, with *changed* keys; "" leaves one out."""
    return "[feeds.podcast]\n" + "".join(
        f"{key} = {value}\n" for key, value in (KEYS | changed).items() if value
    )


def described(channel: Any) -> list[tuple[str, str, dict[str, str]]]:
    """Return the iTunes elements directly in *channel*: name, text, attributes."""
    found = [one for one in channel if str(one.tag).startswith(TUNES)]
    return [(one.tag.removeprefix(TUNES), (one.text or "").strip(), dict(one.attrib)) for one in found]


def channel_of(raw: bytes) -> Any:
    return etree.fromstring(raw).find("channel")


def attached(blog: Blog) -> dict[str, list[tuple[str, str, str]]]:
    """Return the address, type and length ("0": unknown) of each enclosure, by format."""
    found = {}
    for name in ("rss.xml", "atom.xml"):
        parsed = feedparser.parse((blog.public / "feeds" / name).read_bytes())
        assert not parsed.bozo
        files = [file for entry in parsed.entries for file in entry.enclosures]
        found[name] = [(file.href, file.type, file.get("length", "0")) for file in files]
    attachments = [file for item in blog.items() for file in item.get("attachments", ())]
    found["feed.json"] = [
        (file["url"], file["mime_type"], str(file.get("size_in_bytes", 0))) for file in attachments
    ]
    return found


# From files to feeds


def test_a_podcast_by_hand_is_whole_in_all_three_formats(blog: Blog) -> None:
    blog.configure(podcast(author='"Ann"', explicit="true", type='"serial"'))
    (blog.posts / "one.mp3").write_bytes(FRAME * 3)
    blog.write(
        "one.md", title="Soil", audio="one.mp3", duration="1:02:03", episode=1, season=2, explicit="no"
    )
    blog.write("two.md", title="No sound", date="2026-04-01")
    blog.build()
    url = "https://blog.example/media/main/one.mp3"
    file = (url, "audio/mpeg", str(3 * 417))
    assert attached(blog) == {"rss.xml": [file], "atom.xml": [file], "feed.json": [file]}
    assert (blog.public / "media/main/one.mp3").read_bytes() == FRAME * 3
    assert blog.items()[0]["attachments"][0]["duration_in_seconds"] == 3723
    raw = (blog.public / "feeds/rss.xml").read_bytes()
    assert check(raw, location="https://blog.example/feeds/rss.xml", now=blog.now) == ()
    parsed = feedparser.parse(raw)
    episode, text = parsed.entries
    assert (episode.itunes_duration, episode.itunes_episode, episode.itunes_season) == ("3723", "1", "2")
    assert not [key for key in text if key.startswith("itunes")]
    assert (parsed.feed.publisher_detail.email, parsed.feed.image.href) == (
        "pod@blog.example",
        "https://blog.example/art.jpg",
    )


def test_every_episode_of_a_real_podcast_has_its_file(corpora: Path, blog: Blog) -> None:
    blog.configure("[feeds]\nentries = 1000\nmax_kilobytes = 0\n" + podcast())
    text = blog.config.read_text(encoding="utf-8")
    blog.config.write_text(text.replace('"posts"', json.dumps(str(corpora / "radio-t"))), encoding="utf-8")
    blog.now = datetime(2027, 1, 1, tzinfo=UTC)
    blog.build()
    found = attached(blog)
    assert found["rss.xml"] == found["atom.xml"] == found["feed.json"]
    assert len(found["rss.xml"]) == 256
    for url, mime_type, length in found["rss.xml"]:
        assert url.startswith(("https://", "http://"))
        assert url.endswith(".mp3")
        assert (mime_type, length) == ("audio/mpeg", "0")
    for name in ("rss.xml", "atom.xml"):
        assert check((blog.public / "feeds" / name).read_bytes(), now=blog.now) == ()
    # The times of its chapters stay in the text.
    (item,) = (item for item in blog.items() if item["url"].endswith("/podcast-672/"))
    assert "<em>01:33:08</em>" in item["content_html"]


def test_a_podcast_that_changes_is_written_anew_though_no_post_does(blog: Blog) -> None:
    blog.configure(podcast())
    blog.write("one.md", audio="https://c.example/a.mp3")
    blog.build()
    blog.configure(podcast(categories='["Arts > Books"]'))
    assert blog.build().sync.read == 0
    assert b'<itunes:category text="Books"/>' in (blog.public / "feeds/rss.xml").read_bytes()


# The elements

SHOW = Podcast(
    author="Ann & Bob",
    owner="Ann",
    email="ann@blog.example",
    image="https://blog.example/art.png",
    categories=("Technology", "Society & Culture > Documentary"),
    explicit=True,
    type="serial",
)
EPISODE = Episode(number=4, season=1, type="trailer", explicit=False, image="https://blog.example/4.jpg")


def with_file(**file: Any) -> FullPost:
    """Return a post with a file."""
    made = Enclosure(**{"url": "https://blog.example/a.mp3", "mime_type": "audio/mpeg", **file})
    return replace(PLAIN, post=replace(PLAIN.post, enclosure=made))


def show(*posts: FullPost, **changed: Any) -> Feed:
    """Return the feed of a show."""
    return feed(*posts, **{"description": "All about soil.", "podcast": SHOW} | changed)


def item_of(one: Feed) -> Any:
    return channel_of(render(one, RSS)).find("item")


def test_a_show_is_described_as_apple_and_the_validator_ask() -> None:
    raw = render(show(with_file()), RSS)
    assert check(raw) == ()
    channel = channel_of(raw)
    assert described(channel) == [
        ("author", "Ann & Bob", {}),
        ("explicit", "true", {}),
        ("type", "serial", {}),
        ("image", "", {"href": "https://blog.example/art.png"}),
        ("category", "", {"text": "Technology"}),
        ("category", "", {"text": "Society & Culture"}),
        ("owner", "", {}),
    ]
    (within,) = channel.findall(f"{TUNES}category")[1]
    assert (within.tag, within.get("text")) == (f"{TUNES}category", "Documentary")
    owner = channel.find(f"{TUNES}owner")
    assert [part.text for part in owner] == ["Ann", "ann@blog.example"]
    assert channel.findtext("language") == "en"


def test_a_show_that_names_nobody_is_its_feeds_author() -> None:
    nameless = replace(SHOW, author="", owner="", explicit=False)
    channel = channel_of(render(show(podcast=nameless, author="A" * 300), RSS))
    assert channel.findtext(f"{TUNES}author") == "A" * 255
    assert channel.findtext(f"{TUNES}owner/{TUNES}name") == "A" * 255
    assert channel.findtext(f"{TUNES}explicit") == "false"
    assert channel_of(render(show(podcast=nameless), RSS)).findtext(f"{TUNES}author") == "The Blog"


def test_an_episode_says_all_that_its_front_matter_does() -> None:
    one = show(with_file(duration=3723, episode=EPISODE))
    assert check(render(one, RSS)) == ()
    assert described(item_of(one)) == [
        ("duration", "3723", {}),
        ("episode", "4", {}),
        ("season", "1", {}),
        ("episodeType", "trailer", {}),
        ("explicit", "false", {}),
        ("image", "", {"href": "https://blog.example/4.jpg"}),
    ]


@pytest.mark.parametrize(
    "post",
    [
        pytest.param(PLAIN, id="no file"),
        pytest.param(with_file(), id="a file of which nothing is known"),
        pytest.param(with_file(episode=Episode(image="https://blog.example/4.webp")), id="artwork in WebP"),
        pytest.param(with_file(url="https://blog.example/a.ogg", duration=5), id="a format without Apple"),
        pytest.param(with_file(url="https://blog.example/a.mp3?b", duration=5), id="a query"),
        pytest.param(with_file(url="https://blog.example/a.MP3", duration=5), id="capitals"),
    ],
)
def test_an_item_has_no_element_that_the_validator_would_refuse(post: FullPost) -> None:
    one = show(post)
    assert check(render(one, RSS)) == ()
    assert described(item_of(one)) == []


def test_without_a_podcast_no_format_has_a_word_of_it() -> None:
    for format_ in FORMATS:
        assert b"itunes" not in render(feed(with_file(duration=5, episode=EPISODE)), format_)
    for format_ in (ATOM, JSON):
        assert b"itunes" not in render(show(with_file(duration=5, episode=EPISODE)), format_)


def test_json_says_how_long_a_file_plays_where_that_is_known() -> None:
    plays, silent = json.loads(render(feed(with_file(duration=5, length=7), with_file()), JSON))["items"]
    url = {"url": "https://blog.example/a.mp3", "mime_type": "audio/mpeg"}
    assert plays["attachments"] == [{**url, "size_in_bytes": 7, "duration_in_seconds": 5}]
    assert silent["attachments"] == [url]


# The catalog


@pytest.mark.parametrize(
    ("stored", "enclosure"),
    [
        pytest.param("", None, id="none"),
        pytest.param('["u","t",5]', Enclosure(url="u", mime_type="t", length=5), id="without an episode"),
        pytest.param(
            '["u","t",5,60,[4,1,"trailer",false,"https://blog.example/4.jpg"]]',
            Enclosure(url="u", mime_type="t", length=5, duration=60, episode=EPISODE),
            id="with one",
        ),
        pytest.param(
            '["u","t",0,60,[0,0,"",null,""]]',
            Enclosure(url="u", mime_type="t", duration=60),
            id="with a duration alone",
        ),
        pytest.param(
            '["u","t",0,0,[4,0,"",null,""]]',
            Enclosure(url="u", mime_type="t", episode=Episode(number=4)),
            id="with a number alone",
        ),
    ],
)
def test_an_enclosure_is_kept_as_it_is_and_as_it_was_before_episodes(
    stored: str, enclosure: Enclosure | None
) -> None:
    assert pack_enclosure(enclosure) == stored
    row = [""] * len(POST_COLUMNS)
    row[[column.name for column in POST_COLUMNS].index("enclosure")] = stored
    assert to_post(row).enclosure == enclosure


# The settings


def test_the_artwork_may_be_a_path_on_the_site(folder: Path) -> None:
    for written, image in (
        ("/art.jpg", "https://blog.example/art.jpg"),
        ("img/art.PNG", "https://blog.example/img/art.PNG"),
        ("https://cdn.example/art.jpeg", "https://cdn.example/art.jpeg"),
    ):
        made = settings(folder, SITE + SOURCE + podcast(image=f'"{written}"'))
        assert made.feeds.podcast
        assert made.feeds.podcast.image == image
    here = '[site]\nurl = "http://localhost:8000/"\n' + SOURCE + podcast()
    assert settings(folder, here).feeds.podcast


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        pytest.param("email", "", "feeds.podcast.email: missing", id="no email"),
        pytest.param("image", "", "feeds.podcast.image: missing", id="no image"),
        pytest.param("categories", "", "feeds.podcast.categories: missing", id="no category"),
        pytest.param("categories", "[]", "allowed is at least one", id="an empty list"),
        pytest.param("email", '"nobody"', "allowed is an address such as", id="no address"),
        pytest.param("email", '"a@localhost"', "allowed is an address such as", id="an address here"),
        pytest.param("image", '"/a.gif"', "allowed is a square .jpg or .png", id="GIF"),
        pytest.param("image", '"/a.png?x"', "allowed is a square .jpg or .png", id="a query"),
        pytest.param("image", '"https://cdn/a.png"', "allowed is a square .jpg or .png", id="no dot in it"),
        pytest.param(
            "image", '"http://[a/b.png"', "allowed is a square .jpg or .png", id="no address at all"
        ),
        pytest.param("author", '"<b>Ann</b>"', "without HTML", id="HTML"),
        pytest.param("owner", '"Ann &amp; Bob"', "without HTML", id="an entity"),
        pytest.param("owner", f'"{"a" * 256}"', "at most 255 characters", id="too long"),
        pytest.param("categories", '["Tecnology"]', '(did you mean "Technology"?)', id="misspelt"),
        pytest.param("categories", '["Books"]', '(did you mean "Arts > Books"?)', id="without its upper one"),
        pytest.param("categories", '["Xyzzy"]', "Sports, Technology, True Crime", id="near nothing"),
        pytest.param("categories", '["Arts > Foods"]', '(did you mean "Food"?)', id="misspelt below"),
        pytest.param("categories", '["History > Rome"]', "Apple has none", id="one below where none are"),
        pytest.param("type", '"weekly"', "allowed is 'episodic' or 'serial'", id="another type"),
        pytest.param("auther", '"Ann"', '(did you mean "author"?)', id="a misspelt key"),
    ],
)
def test_a_podcast_that_would_not_be_taken_is_refused(folder: Path, key: str, value: str, said: str) -> None:
    message = fault(folder, SITE + SOURCE + podcast(**{key: value}))
    assert said in message
    assert f"feeds.podcast.{key}: " in message
    line = (
        (SITE + SOURCE + podcast(**{key: value})).splitlines().index(f"{key} = {value}") + 1 if value else 6
    )
    assert message.startswith(f"publisher.toml:{line}: ")
