"""Addresses made absolute, the files beside a post, its image and its enclosure."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.model import Enclosure, Episode, Image, Reading, Site
from publisher.sources import read
from publisher.sources.media import Resolver
from publisher.sources.rules import Rules
from tests.sources.conftest import ReadPost, read_fixture, rules_for

LINK = "https://blog.example/2020/post?x=1"


def resolver(folder: Path, *, link: str = "", base_url: str = "", path: str = "a/post.md") -> Resolver:
    return Resolver(rules=rules_for(folder, base_url=base_url), path=path, link=link, page="posts/post/")


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        pytest.param("https://a.example/x?a=1&b=2#c", "https://a.example/x?a=1&b=2#c", id="absolute"),
        pytest.param(" https://a.example/x\n", "https://a.example/x", id="spaces around"),
        pytest.param("https://a.exam\tple/\nx", "https://a.example/x", id="controls within"),
        pytest.param("https://a.example/a b/é", "https://a.example/a%20b/%C3%A9", id="an IRI"),
        pytest.param(
            "https://a.example/100%/a%20b", "https://a.example/100%25/a%20b", id="never encoded twice"
        ),
        pytest.param("https://bücher.example/", "https://xn--bcher-kva.example/", id="an IDN"),
        pytest.param("//cdn.example/x.js", "https://cdn.example/x.js", id="no scheme"),
        pytest.param("www.a.example/x", "http://www.a.example/x", id="no scheme but www"),
        pytest.param("HTTP://A.example/x", "http://A.example/x", id="a scheme in capitals"),
        pytest.param("mailto:ann@a.example", "mailto:ann@a.example", id="mail"),
        pytest.param("tel:+49-30", "tel:+49-30", id="telephone"),
        pytest.param("/x/y.png", "https://blog.example/x/y.png", id="site-relative"),
        pytest.param("y.png", "https://blog.example/2020/y.png", id="relative"),
        pytest.param("#part", f"{LINK}#part", id="a fragment"),
        pytest.param("?page=2", "https://blog.example/2020/post?page=2", id="a query"),
        pytest.param("javascript:alert(1)", "", id="script"),
        pytest.param("java\tscript:alert(1)", "", id="script in disguise"),
        pytest.param("vbscript:x", "", id="another script"),
        pytest.param("data:text/html,x", "", id="data that is no picture"),
        pytest.param("data:image/svg+xml;base64,AA==", "", id="a picture that can hold scripts"),
        pytest.param("data:image/png;base64,AA==", "data:image/png;base64,AA==", id="a picture"),
        pytest.param("file:///C:/x.doc", "", id="a local file"),
        pytest.param("http://localhost:8080/x", "", id="this machine by name"),
        pytest.param("http://127.0.0.1/x", "", id="this machine by number"),
        pytest.param("http://[::1]/", "", id="this machine in IPv6"),
        pytest.param("http://[broken/", "", id="no address"),
        pytest.param("http://", "", id="no host"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_an_address_becomes_absolute_against_the_posts_own(
    written: str, absolute: str, tmp_path: Path
) -> None:
    assert resolver(tmp_path, link=LINK)(written) == absolute


def test_files_beside_a_post_are_found_and_named_at_a_stable_address() -> None:
    post = read_fixture("2017-08-21-eclipse/index.md")
    assert post.media == ("2017-08-21-eclipse/bite.png", "2017-08-21-eclipse/notes.pdf")
    media = "https://site.example/media/garden/2017-08-21-eclipse"
    assert f'src="{media}/bite.png"' in post.content_html
    assert f'href="{media}/notes.pdf"' in post.content_html
    assert post.image == Image(url=f"{media}/bite.png", alt="The moon's bite")


def test_a_link_to_another_post_file_leads_to_its_page() -> None:
    assert (
        'href="https://site.example/posts/yaml/"' in read_fixture("2017-08-21-eclipse/index.md").content_html
    )


def test_a_missing_file_is_warned_of_on_its_line() -> None:
    warnings = read_fixture("2017-08-21-eclipse/index.md").warnings
    path = "2017-08-21-eclipse/index.md"
    assert [str(warning) for warning in warnings] == [f"{path}:4: file not found beside the post: lost.png"]


def test_a_missing_picture_does_not_lead(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: A\ndate: 2020-01-01\n---\n![Soil](lost.png)\n\nText of the post.")
    assert (post.image, post.media) == (None, ())


def test_nothing_is_taken_from_outside_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "a").mkdir(parents=True)
    (tmp_path / "secret.png").write_text("x")
    (source / "a/leak.png").symlink_to(tmp_path / "secret.png")
    (source / ".hidden.png").write_text("x")
    resolve = resolver(source)
    for written in (
        "../../secret.png",
        "/../secret.png",
        "%2e%2e/%2e%2e/secret.png",
        "leak.png",
        "/.hidden.png",
        "a%00",
    ):
        assert "/media/" not in resolve(written), written
    assert resolve.media == {}


def test_files_are_found_from_the_sources_root_with_odd_names_and_queries(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img/a b é.png").write_text("x")
    resolve = resolver(tmp_path)
    assert resolve("/img/a%20b%20é.png?v=2") == "https://site.example/media/garden/img/a%20b%20%C3%A9.png"
    assert resolve("../img/a b é.png") == "https://site.example/media/garden/img/a%20b%20%C3%A9.png"
    assert list(resolve.media) == ["img/a b é.png"]


def test_base_url_is_for_what_is_not_beside_the_post(tmp_path: Path) -> None:
    resolve = resolver(tmp_path, base_url="https://old.example/blog")
    assert resolve("/img/a.png") == "https://old.example/img/a.png"
    assert resolve("img/a.png") == "https://old.example/blog/img/a.png"
    assert resolve("#part") == "https://site.example/posts/post/#part"
    assert resolve.missing == {}


def test_a_page_here_is_the_last_resort(tmp_path: Path) -> None:
    assert resolver(tmp_path)("other/page") == "https://site.example/posts/post/other/page"


def test_an_absolute_address_is_the_link_and_a_relative_one_is_with_a_base(read_post: ReadPost) -> None:
    text = "---\ntitle: A\ndate: 2020-01-01\nurl: /2020/ä/\n---\nx"
    assert read_post(text, base_url="https://old.example").link == "https://old.example/2020/%C3%A4/"
    assert read_post(text).link == ""
    own = text.replace("url:", "canonical_url: https://own.example/a\nurl:")
    assert read_post(own, base_url="https://old.example").link == "https://own.example/a"
    pretty = text.replace("url: /2020/ä/", "permalink: pretty")
    assert read_post(pretty, base_url="https://old.example").link == ""


@pytest.mark.parametrize(
    ("block", "image"),
    [
        pytest.param("image: https://i.example/a.png", Image(url="https://i.example/a.png"), id="text"),
        pytest.param(
            "featureImage: https://i.example/a.png\nfeatureImageAlt: Soil",
            Image(url="https://i.example/a.png", alt="Soil"),
            id="with its own alt",
        ),
        pytest.param(
            "cover:\n  src: https://i.example/a.png\n  alt: Soil",
            Image(url="https://i.example/a.png", alt="Soil"),
            id="a mapping",
        ),
        pytest.param("image: /lost.png", None, id="a missing file"),
        pytest.param("image: ''", None, id="empty"),
    ],
)
def test_the_image_of_the_front_matter_leads(block: str, image: Image | None, read_post: ReadPost) -> None:
    assert read_post(f"---\ntitle: A\ndate: 2020-01-01\n{block}\n---\nx").image == image


@pytest.mark.parametrize(
    ("block", "enclosure"),
    [
        pytest.param("audio: https://c.example/a.m4a", ("a.m4a", "audio/mp4", 0), id="an address"),
        pytest.param(
            "enclosure:\n  url: https://c.example/a\n  type: Audio/OGG\n  length: 5",
            ("a", "audio/ogg", 5),
            id="all",
        ),
        pytest.param(
            "enclosure:\n- |\n  https://c.example/a.mp3\n  123\n  audio/mpeg",
            ("a.mp3", "audio/mpeg", 123),
            id="WP",
        ),
        pytest.param(
            "podcast: https://c.example/a?x=1", ("a?x=1", "application/octet-stream", 0), id="unknown type"
        ),
        pytest.param("enclosure: https://c.example/a b.mp3", ("a%20b.mp3", "audio/mpeg", 0), id="a blank"),
        pytest.param(
            "enclosure: https://c.example/a 12 b.mp3 34 audio/x-m4a",
            ("a%2012%20b.mp3", "audio/x-m4a", 34),
            id="a blank before a number, then what counts",
        ),
        pytest.param(
            "enclosure: https://c.example/my audio/b.mp3 audio/mpeg 5",
            ("my%20audio/b.mp3", "audio/mpeg", 5),
            id="a blank before what looks like a type",
        ),
        pytest.param(
            "enclosure: |\n  https://c.example/a b.mp3\n  of 2009\n  7",
            ("a%20b.mp3", "audio/mpeg", 2009),
            id="an address on a line of its own",
        ),
        pytest.param(
            'enclosure: \'https://c.example/a b.mp3 9 audio/mpeg a:1:{s:5:"title";s:3:"a b";}\'',
            ("a%20b.mp3", "audio/mpeg", 9),
            id="what PHP wrote, with blanks",
        ),
    ],
)
def test_an_enclosure_is_read(block: str, enclosure: tuple[str, str, int], read_post: ReadPost) -> None:
    found = read_post(f"---\ntitle: A\ndate: 2020-01-01\n{block}\n---\nx").enclosure
    name, mime_type, length = enclosure
    assert found == Enclosure(url=f"https://c.example/{name}", mime_type=mime_type, length=length)


def test_audio_in_the_body_is_the_enclosure_where_front_matter_has_none(read_post: ReadPost) -> None:
    body = '<audio controls><source src="https://c.example/b.mp3?a=1&amp;b=2" type="audio/mpeg"></audio>'
    found = read_post(f"---\ntitle: A\ndate: 2020-01-01\n---\nWords.\n\n{body}").enclosure
    assert found == Enclosure(url="https://c.example/b.mp3?a=1&b=2", mime_type="audio/mpeg")
    own = read_post(
        f"---\ntitle: A\ndate: 2020-01-01\naudio: https://c.example/own.mp3\n---\n{body}"
    ).enclosure
    assert own
    assert own.url == "https://c.example/own.mp3"


def test_a_local_enclosure_knows_its_length(tmp_path: Path) -> None:
    (tmp_path / "talk.mp3").write_bytes(b"x" * 77)
    text = b"---\ntitle: A\ndate: 2020-01-01\naudio: talk.mp3\n---\nx"
    post = read(text, path="post.md", rules=rules_for(tmp_path))
    assert isinstance(post, Reading)
    assert post.enclosure == Enclosure(
        url="https://site.example/media/garden/talk.mp3", mime_type="audio/mpeg", length=77
    )
    assert post.media == ("talk.mp3",)


def at_home(folder: Path) -> Rules:
    """Return rules for a source in *folder*, on a site that has not been given an address: this machine's."""
    return replace(rules_for(folder), site_url=Site().url)


def test_files_beside_a_post_are_the_sites_own_on_this_machine_too(tmp_path: Path) -> None:
    for name in ("talk.mp3", "boat.png", "art.png"):
        (tmp_path / name).write_bytes(b"x" * 7)
    text = "---\ntitle: A\ndate: 2020-01-01\naudio: talk.mp3\nimage: boat.png\nepisode_image: art.png\n---\nx"
    post = read(text.encode(), path="post.md", rules=at_home(tmp_path))
    assert isinstance(post, Reading)
    media = f"{Site().url}media/garden"
    assert post.enclosure == Enclosure(
        url=f"{media}/talk.mp3", mime_type="audio/mpeg", length=7, episode=Episode(image=f"{media}/art.png")
    )
    assert post.image == Image(url=f"{media}/boat.png")


def test_a_sound_in_the_body_is_the_sites_own_on_this_machine_too(tmp_path: Path) -> None:
    (tmp_path / "talk.mp3").write_bytes(b"x" * 7)
    text = b'---\ntitle: A\ndate: 2020-01-01\n---\n<audio src="talk.mp3"></audio>'
    post = read(text, path="post.md", rules=at_home(tmp_path))
    assert isinstance(post, Reading)
    url = f"{Site().url}media/garden/talk.mp3"
    assert post.enclosure == Enclosure(url=url, mime_type="audio/mpeg", length=7)


def test_links_within_a_page_and_beside_it_stay_on_this_machine(tmp_path: Path) -> None:
    text = b"---\ntitle: A\ndate: 2020-01-01\n---\n[a](#part) [b](other) ![c](lost.png) ![d](gone.png)"
    post = read(text, path="post.md", rules=at_home(tmp_path))
    assert isinstance(post, Reading)
    page = f"{Site().url}posts/post/"
    assert f'href="{page}#part"' in post.content_html
    assert f'href="{page}other"' in post.content_html
    assert [warning.reason for warning in post.warnings] == [
        "file not found beside the post: lost.png, gone.png"
    ]


def test_an_address_on_this_machine_that_a_post_names_leads_nowhere(tmp_path: Path) -> None:
    text = b"---\ntitle: A\ndate: 2020-01-01\naudio: http://127.0.0.1:8000/a.mp3\n---\n[a](http://localhost/)"
    post = read(text, path="post.md", rules=at_home(tmp_path))
    assert isinstance(post, Reading)
    assert post.enclosure is None
    assert "href" not in post.content_html
