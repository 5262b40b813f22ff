"""One table of requests, asked of `publisher serve` and of nginx with the settings that we print for it."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from tests.laid_out import (
    ATOM,
    JSON,
    LONG_SOUND,
    RSS,
    SHORT_SOUND,
    WRITTEN_TEXT,
    Laid,
    lay_out,
    sound,
)
from tests.servers import (
    BROWSER,
    Answer,
    ask,
    free_port,
    nginx_serving,
    printed,
    serving,
)

HTML, UTF_8 = "text/html; charset=utf-8", "; charset=utf-8"
TWO_TYPES, ONE_TYPE = "Accept, Accept-Encoding", "Accept-Encoding"
FEED_CACHE = "public, max-age=7200"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    return lay_out(tmp_path_factory.mktemp("site"), f"http://127.0.0.1:{free_port()}/")


@pytest.fixture(scope="module", params=["publisher", "nginx", "nginx with brotli"])
def server(request: pytest.FixtureRequest) -> str:
    """The name of each server in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def port(server: str, site: Laid, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port at which it listens."""
    if server == "publisher":
        with serving(site.folder) as running:
            yield running.port
        return
    block = printed(site.folder, *(["--brotli"] if server == "nginx with brotli" else []))
    with nginx_serving(tmp_path_factory.mktemp("nginx"), block):
        yield int(block.partition("listen 127.0.0.1:")[2].partition(";")[0])


def unpacked(answer: Answer) -> bytes:
    """Return the bytes of the representation without its coding."""
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[answer["content-encoding"]]
    return bytes(unpack(answer.body))


@pytest.mark.parametrize(
    ("path", "file", "type_", "shown"),
    [
        pytest.param("/feeds/rss.xml", "feeds/rss.xml", RSS, "application/xml", id="RSS"),
        pytest.param("/feeds/atom.xml", "feeds/atom.xml", ATOM, "application/xml", id="Atom"),
        pytest.param("/feeds/feed.json", "feeds/feed.json", JSON, "application/json", id="JSON Feed"),
        pytest.param("/feeds/archive/3/atom.xml", "feeds/archive/3/atom.xml", ATOM, "application/xml", id="an archive"),
        pytest.param("/feeds.opml", "feeds.opml", "text/x-opml", "text/x-opml", id="OPML"),
        pytest.param("/feed/", "feed/index.xml", ATOM, "application/xml", id="a chosen folder"),
        pytest.param("/feed/index.xml", "feed/index.xml", ATOM, "application/xml", id="its file"),
        pytest.param("/by/jane/feed/", "by/jane/feed/index.json", JSON, "application/json", id="one of a kind"),
        pytest.param("/rss", "rss", RSS, "application/xml", id="a chosen name without suffix"),
        pytest.param("//feeds//atom.xml", "feeds/atom.xml", ATOM, "application/xml", id="a slash too many"),
        pytest.param("/feeds/%61tom.xml", "feeds/atom.xml", ATOM, "application/xml", id="a letter escaped"),
        pytest.param("/feeds/atom.xml?from=somewhere", "feeds/atom.xml", ATOM, "application/xml", id="a query"),
    ],
)  # fmt: skip
def test_a_feeds_address_always_gives_the_feed_and_the_type_that_helps(
    site: Laid, port: int, path: str, file: str, type_: str, shown: str
) -> None:
    vary = ONE_TYPE if type_ == shown else TWO_TYPES
    for accept, expected in (("*/*", type_), (BROWSER, shown), ("text/html;q=0, */*", type_)):
        answer = ask(port, path, accept=accept)
        assert (answer.status, answer["content-type"]) == (200, expected + UTF_8)
        assert answer.body == site.bytes_of(file)
        assert (answer["cache-control"], answer["vary"]) == (FEED_CACHE, vary)
        assert answer["last-modified"] == WRITTEN_TEXT
        assert answer["access-control-allow-origin"] == "*"
        assert answer["access-control-expose-headers"] == "ETag"


@pytest.mark.parametrize(
    ("path", "file", "type_", "vary"),
    [
        pytest.param("/", "index.html", HTML, ONE_TYPE, id="the front page"),
        pytest.param("/posts/a/", "posts/a/index.html", HTML, ONE_TYPE, id="a page"),
        pytest.param("/posts/a/index.html", "posts/a/index.html", HTML, ONE_TYPE, id="its file"),
        pytest.param("/posts/%C3%A9t%C3%A9/", "posts/été/index.html", HTML, ONE_TYPE, id="a page beyond ASCII"),
        pytest.param("/feeds/", "feeds/index.html", HTML, ONE_TYPE, id="the page of feeds"),
        pytest.param("/site.css", "site.css", "text/css; charset=utf-8", ONE_TYPE, id="the style sheet"),
        pytest.param("/media/main/notes.xml", "media/main/notes.xml", "application/xml", ONE_TYPE, id="XML of a post"),
        pytest.param("/media/main/picture.png", "media/main/picture.png", "image/png", "", id="a picture"),
        pytest.param("/media/main/data.bin", "media/main/data.bin", "application/octet-stream", "", id="anything"),
        pytest.param(f"/{SHORT_SOUND}", SHORT_SOUND, "audio/mpeg", "", id="a short sound"),
        pytest.param(f"/{LONG_SOUND}", LONG_SOUND, "audio/mpeg", "", id="a long sound"),
    ],
)  # fmt: skip
def test_other_files_have_their_type_and_are_asked_for_again(
    site: Laid, port: int, path: str, file: str, type_: str, vary: str
) -> None:
    answer = ask(port, path, accept=BROWSER, accept_encoding="gzip, br")
    assert (answer.status, answer["content-type"], answer["vary"]) == (200, type_, vary)
    assert (answer["cache-control"], answer["access-control-allow-origin"]) == ("no-cache", "")
    assert answer.body == site.bytes_of(file)


@pytest.mark.parametrize(
    ("asked", "coding"),
    [
        pytest.param({}, "", id="nothing said"),
        pytest.param({"accept_encoding": "gzip"}, "gzip", id="gzip"),
        pytest.param({"accept_encoding": "GZIP, deflate"}, "gzip", id="in capitals"),
        pytest.param({"accept_encoding": "gzip;q=0"}, "", id="refused"),
        pytest.param({"accept_encoding": "deflate, compress"}, "", id="what we have not"),
        pytest.param({"accept_encoding": "identity"}, "", id="none, please"),
        pytest.param({"accept_encoding": "gzip;q=0.5"}, "gzip", id="with a weight"),
    ],
)
@pytest.mark.parametrize("path", ["/feeds/atom.xml", "/feed/", "/rss"])
def test_the_compressed_file_is_sent_to_who_can_read_it(
    port: int, path: str, asked: dict[str, str], coding: str
) -> None:
    plain, answer = ask(port, path), ask(port, path, **asked)
    assert (answer.status, answer["content-encoding"]) == (200, coding)
    assert unpacked(answer) == plain.body
    assert answer["content-type"] == plain["content-type"]
    assert int(answer["content-length"]) == len(answer.body)
    assert (answer["etag"] == plain["etag"]) is (coding == "")


@pytest.mark.parametrize("asked", ["br", "gzip, deflate, br", "br, gzip"])
def test_brotli_is_the_first_choice(site: Laid, server: str, port: int, asked: str) -> None:
    if server == "nginx":
        return  # it was not told to
    answer = ask(port, "/feeds/atom.xml", accept_encoding=asked)
    assert (answer["content-encoding"], unpacked(answer)) == ("br", site.bytes_of("feeds/atom.xml"))


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
@pytest.mark.parametrize("path", ["/feeds/rss.xml", "/feed/", "/posts/a/", f"/{LONG_SOUND}"])
def test_who_has_it_is_told_so_and_who_has_another_gets_it(port: int, path: str, coding: str) -> None:
    def again(**headers: str) -> Answer:
        return ask(port, path, accept_encoding=coding or "identity", **headers)

    first = again()
    tag, date = first["etag"], first["last-modified"]
    assert tag.startswith('"'), "a strong one"
    same = [
        again(if_none_match=tag),
        again(if_none_match=f"W/{tag}"),
        again(if_none_match=f'"other", {tag}'),
        again(if_none_match="*"),
        again(if_modified_since=date),
        again(if_modified_since="Fri, 29 May 2026 00:00:00 GMT"),
        again(if_none_match=tag, if_modified_since=date),
    ]
    for answer in same:
        assert (answer.status, answer.body, answer["content-encoding"]) == (304, b"", "")
        assert [answer[name] for name in ("etag", "vary", "cache-control")] == [
            first[name] for name in ("etag", "vary", "cache-control")
        ]
        assert answer["access-control-allow-origin"] == first["access-control-allow-origin"]
    other = [
        again(if_none_match='"other"'),
        again(if_none_match='"other"', if_modified_since=date),
        again(if_modified_since="Thu, 28 May 2026 20:26:39 GMT"),
        again(if_modified_since="yesterday"),
    ]
    assert [(answer.status, answer.body) for answer in other] == [(200, first.body)] * len(other)


@pytest.mark.parametrize("path", ["/feeds/rss.xml", "/posts/a/", f"/{LONG_SOUND}"])
def test_a_head_is_the_answer_without_its_body(port: int, path: str) -> None:
    whole = ask(port, path, accept_encoding="gzip")
    head = ask(port, path, "HEAD", accept_encoding="gzip")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
    assert ask(port, path, "HEAD", accept_encoding="gzip", if_none_match=whole["etag"]).status == 304


@pytest.mark.parametrize("file", [SHORT_SOUND, LONG_SOUND])
@pytest.mark.parametrize(
    ("range_", "span"),
    [
        pytest.param("bytes=0-0", (0, 1), id="the first byte"),
        pytest.param("bytes=100-199", (100, 200), id="from the middle"),
        pytest.param("bytes=900-", (900, None), id="to the end"),
        pytest.param("bytes=-100", (-100, None), id="the last hundred"),
        pytest.param("bytes=990-99999999", (990, None), id="beyond the end"),
    ],
)
def test_a_part_of_a_sound_can_be_had(
    site: Laid, port: int, file: str, range_: str, span: tuple[int, int | None]
) -> None:
    whole = site.bytes_of(file)
    wanted = whole[slice(*span)]
    answer = ask(port, f"/{file}", range=range_)
    first = whole.index(wanted)
    assert (answer.status, answer.body, answer["content-type"]) == (206, wanted, "audio/mpeg")
    assert answer["content-range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(whole)}"


@pytest.mark.parametrize("file", [SHORT_SOUND, LONG_SOUND])
def test_several_parts_come_as_one_message_of_parts(site: Laid, port: int, file: str) -> None:
    whole = site.bytes_of(file)
    answer = ask(port, f"/{file}", range="bytes=0-9,100-109,-5")
    assert answer.status == 206
    kind, _, boundary = answer["content-type"].partition("; boundary=")
    assert kind == "multipart/byteranges"
    parts = answer.body.split(f"\r\n--{boundary}".encode())
    assert (parts[0], parts[-1]) == (b"", b"--\r\n")
    assert [part.partition(b"\r\n\r\n")[2] for part in parts[1:-1]] == [
        whole[:10],
        whole[100:110],
        whole[-5:],
    ]
    assert f"Content-Range: bytes 100-109/{len(whole)}".encode() in parts[2]
    assert b"Content-Type: audio/mpeg" in parts[1]


def test_what_is_not_there_cannot_be_had(port: int) -> None:
    answer = ask(port, f"/{SHORT_SOUND}", range="bytes=1000-")
    assert (answer.status, answer["content-range"]) == (416, "bytes */1000")


def test_more_parts_than_the_whole_are_the_whole(port: int) -> None:
    assert ask(port, f"/{SHORT_SOUND}", range="bytes=0-900,0-900").body == sound(1000)


def test_a_part_is_only_a_part_of_what_one_has(port: int) -> None:
    first = ask(port, f"/{LONG_SOUND}")
    for mine, status in (
        (first["etag"], 206),
        (first["last-modified"], 206),
        ('"other"', 200),
        ("Thu, 28 May 2026 20:26:39 GMT", 200),
    ):
        assert ask(port, f"/{LONG_SOUND}", range="bytes=0-9", if_range=mine).status == status, mine


def test_a_feed_is_sent_whole(site: Laid, port: int) -> None:
    answer = ask(port, "/feeds/rss.xml", range="bytes=0-9")
    assert (answer.status, answer.body) == (200, site.bytes_of("feeds/rss.xml"))


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/gone-for-good/", id="no such folder"),
        pytest.param("/feeds/no.xml", id="no such feed"),
        pytest.param("/feeds/rss.xml/", id="a file is no folder"),
        pytest.param("/media/", id="a folder without a page"),
        pytest.param("/publish.json", id="what a build leaves for the server"),
        pytest.param("/.secret", id="a hidden file"),
        pytest.param("/posts/gone/.gone", id="a marker"),
        pytest.param("/feeds/.rss.xml.new", id="an unfinished file"),
        pytest.param("/posts%2Fa/", id="a slash in disguise"),
        pytest.param("/posts%5Ca/", id="a backslash in disguise"),
        pytest.param("/" + "a" * 300, id="a name that no system allows"),
    ],
)
def test_nothing_else_is_to_be_had(port: int, path: str) -> None:
    answer = ask(port, path, accept_encoding="gzip")
    assert (answer.status, answer["content-type"]) == (404, HTML)
    assert b"There is no page at this address." in answer.body


def test_no_link_leads_out_of_the_folder(site: Laid, server: str, port: int, tmp_path: Path) -> None:
    if server == "nginx with brotli":
        return  # it cannot do both: google/ngx_brotli, issue 134
    (tmp_path / "secret.txt").write_text("secret")
    link = site.public / "outside"
    link.symlink_to(tmp_path)
    try:
        assert ask(port, "/outside/secret.txt").status == 404
    finally:
        link.unlink()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/../publisher.toml", id="up"),
        pytest.param("/posts/../../publisher.toml", id="down and up"),
        pytest.param("/%2e%2e/publisher.toml", id="up, in disguise"),
        pytest.param("/..%2fpublisher.toml", id="up, in another"),
        pytest.param("/index.html%00.css", id="a NUL"),
    ],
)
def test_no_way_leads_out_of_the_folder(port: int, path: str) -> None:
    answer = ask(port, path)
    assert answer.status in (400, 404)
    assert b"[site]" not in answer.body


@pytest.mark.parametrize("path", ["/posts/gone/", "/posts/gone/index.html"])
def test_the_page_of_a_withdrawn_post_is_gone(port: int, path: str) -> None:
    answer = ask(port, path)
    assert (answer.status, answer["content-type"]) == (410, HTML)
    assert b"withdrawn" in answer.body


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/posts/a", "/posts/a/", id="a page"),
        pytest.param("/feeds", "/feeds/", id="a folder at the top"),
        pytest.param("/posts/a?from=mail", "/posts/a/?from=mail", id="with a query"),
        pytest.param("/posts/%C3%A9t%C3%A9", "/posts/%C3%A9t%C3%A9/", id="beyond ASCII"),
        pytest.param("/feed", "/feed/", id="a chosen feed"),
    ],
)
def test_a_folder_without_its_slash_leads_to_it(port: int, path: str, expected: str) -> None:
    answer = ask(port, path)
    assert answer.status == 301
    where = answer["location"]
    assert where == expected or (where.startswith("./") and path.rpartition("/")[0] + where[1:] == expected)


@pytest.mark.parametrize("path", ["/", "/feeds/rss.xml", "/feed/", f"/{SHORT_SOUND}"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_one_can_only_read(port: int, path: str, method: str) -> None:
    answer = ask(port, path, method, content_length="0")
    assert (answer.status, answer["content-type"]) == (405, HTML)
    assert answer["allow"].startswith("GET, HEAD")


def test_a_script_of_another_site_may_ask_for_feeds(port: int) -> None:
    for path in ("/feeds/atom.xml", "/feed/", "/rss"):
        answer = ask(port, path, "OPTIONS", origin="https://a.example", access_control_request_method="GET")
        assert (answer.status, answer.body) == (204, b"")
        assert answer["access-control-allow-origin"] == "*"
        assert answer["access-control-allow-methods"] == answer["allow"] == "GET, HEAD, OPTIONS"
    assert ask(port, "/posts/a/", "OPTIONS").status == 405
