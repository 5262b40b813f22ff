"""What the public's door promises beyond what nginx can: tags by bytes, changes as they happen."""

import asyncio
import gzip
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import brotli
import pytest

from publisher.errors import OutputError
from publisher.hosting import etag, listed_feeds
from publisher.web import representations
from publisher.web.files import Files, local_path
from publisher.web.representations import CHUNK, Memory, Variant, signature
from publisher.web.streaming import open_as_seen, stream
from tests.command import publisher
from tests.laid_out import ATOM, FEEDS, LONG_SOUND, RSS, SHORT_SOUND, WRITTEN, Laid, lay_out, sound
from tests.servers import BROWSER, Answer, ask, serving

FEED = "/feeds/atom.xml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    return lay_out(tmp_path_factory.mktemp("site"), "http://127.0.0.1:8000/")


@pytest.fixture(scope="module")
def port(site: Laid) -> Iterator[int]:
    """Where one server runs for all; who changes a file writes it first."""
    with serving(site.folder) as running:
        yield running.port


@pytest.fixture
def own_list(site: Laid) -> Iterator[None]:
    """Put the list of feeds back afterwards."""
    yield
    site.list_feeds(FEEDS)


def within_two_seconds(found: Callable[[], bool]) -> bool:
    until = time.monotonic() + 2
    while not found() and time.monotonic() < until:
        time.sleep(0.05)
    return found()


# Tags


def test_what_differs_in_bytes_coding_or_type_has_another_tag(site: Laid, port: int) -> None:
    tags = {
        (coding, accept): ask(port, FEED, accept=accept, accept_encoding=coding)["etag"]
        for coding in ("identity", "gzip", "br")
        for accept in ("*/*", BROWSER)
    }
    assert len(set(tags.values())) == 6
    content = site.bytes_of("feeds/atom.xml")
    assert tags["identity", "*/*"] == etag([content], f"{ATOM}; charset=utf-8")
    assert tags["gzip", BROWSER] == etag(
        [site.bytes_of("feeds/atom.xml.gz")], "application/xml; charset=utf-8", "gzip"
    )


@pytest.mark.parametrize("path", [FEED, "/posts/a/", f"/{LONG_SOUND}"])
def test_a_file_that_is_only_touched_keeps_its_tag(site: Laid, port: int, path: str) -> None:
    before = ask(port, path, accept_encoding="gzip")
    for file in site.public.rglob("*"):
        os.utime(file, (WRITTEN + 100, WRITTEN + 100))
    again = ask(port, path, accept_encoding="gzip", if_none_match=before["etag"])
    assert (again.status, again["etag"]) == (304, before["etag"])
    assert ask(port, path, "HEAD")["last-modified"] == "Thu, 28 May 2026 20:28:20 GMT"


def test_bytes_that_come_back_have_their_tag_again(site: Laid, port: int) -> None:
    first = ask(port, FEED)
    site.write_feed("feeds/atom.xml", b"another", WRITTEN + 1)
    second = ask(port, FEED, if_none_match=first["etag"])
    assert (second.status, second.body) == (200, b"another")
    site.write_feed("feeds/atom.xml", first.body, WRITTEN + 2)
    assert ask(port, FEED)["etag"] == first["etag"] != second["etag"]


def test_the_tag_decides_where_there_is_one(port: int) -> None:
    old = "Thu, 01 Jan 1970 00:00:00 GMT"
    assert ask(port, FEED, if_none_match=ask(port, FEED)["etag"], if_modified_since=old).status == 304


def test_who_wants_another_state_of_it_gets_nothing(port: int) -> None:
    answer = ask(port, FEED, if_match='"other"')
    assert (answer.status, answer.body) == (412, b"")


# While a build writes


def test_a_feed_that_is_being_replaced_is_sent_old_or_new(site: Laid, port: int) -> None:
    versions = {number: b"%d " % number * 20_000 for number in range(60)}
    site.write_feed("feeds/atom.xml", versions[0])

    def build() -> None:
        for number, content in versions.items():
            site.write_feed("feeds/atom.xml", content, WRITTEN + number)
            time.sleep(0.01)

    writer = threading.Thread(target=build)
    writer.start()
    answers: list[Answer] = []
    while writer.is_alive():
        answers += [ask(port, FEED, accept_encoding=coding) for coding in ("identity", "gzip", "br")]
    writer.join()
    unpack: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        "gzip": gzip.decompress,
        "br": brotli.decompress,
    }
    contents = set(versions.values())
    assert all(unpack[one["content-encoding"]](one.body) in contents for one in answers)
    assert all(
        one["etag"] == etag([one.body], one["content-type"], one["content-encoding"]) for one in answers
    )
    assert len({one["etag"] for one in answers}) > 10, "it was seen changing"


def test_a_long_file_that_is_replaced_is_sent_to_its_end(site: Laid, port: int) -> None:
    before = sound(5_000_000)
    site.write(LONG_SOUND, before)
    with closing(socket.socket()) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", port))
        connection.sendall(f"GET /{LONG_SOUND} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        got = connection.recv(1000)
        site.write(LONG_SOUND, b"short", WRITTEN + 1)
        while more := connection.recv(1_000_000):
            got += more
    assert got.partition(b"\r\n\r\n")[2] == before
    assert ask(port, f"/{LONG_SOUND}").body == b"short"


def test_a_compressed_file_of_an_older_state_is_not_sent(site: Laid, port: int) -> None:
    ask(port, FEED, accept_encoding="gzip")
    site.write("feeds/atom.xml", b"new", WRITTEN + 1000)
    answer = ask(port, FEED, accept_encoding="gzip")
    assert (answer["content-encoding"], answer.body) == ("", b"new")
    site.write("feeds/atom.xml.gz", gzip.compress(b"new"), WRITTEN + 1000)
    assert ask(port, FEED, accept_encoding="gzip")["content-encoding"] == "gzip"


def test_a_page_comes_goes_and_comes_back(site: Laid, port: int) -> None:
    def status() -> int:
        return ask(port, "/posts/b/").status

    page, marker = "posts/b/index.html", site.public / "posts/b/.gone"
    statuses = [status()]
    site.write(page, b"B")
    statuses.append(status())
    marker.touch()
    statuses.append(status())
    (site.public / page).unlink()
    statuses.append(status())
    marker.unlink()
    statuses.append(status())
    assert statuses == [404, 200, 200, 410, 404]


# What is a feed


@pytest.mark.usefixtures("own_list")
def test_a_feed_that_is_new_in_the_list_has_its_type_at_once(site: Laid, port: int) -> None:
    site.write_feed("news", b"<feed/>")
    site.list_feeds({**FEEDS, "news": ATOM})
    assert ask(port, "/news")["content-type"] == f"{ATOM}; charset=utf-8"


@pytest.mark.usefixtures("own_list")
def test_a_change_of_the_list_is_noticed_within_seconds(site: Laid, port: int) -> None:
    site.write_feed("late", b"<feed/>")
    assert ask(port, "/late")["content-type"] == "application/octet-stream"
    site.list_feeds({**FEEDS, "late": RSS})
    assert within_two_seconds(lambda: ask(port, "/late")["content-type"] == f"{RSS}; charset=utf-8")


@pytest.mark.usefixtures("own_list")
def test_a_list_that_breaks_changes_nothing(site: Laid, port: int) -> None:
    assert ask(port, "/rss")["content-type"] == f"{RSS}; charset=utf-8"
    site.write("publish.json", b"{")
    time.sleep(1.1)
    assert ask(port, "/rss")["content-type"] == f"{RSS}; charset=utf-8"


@pytest.mark.usefixtures("own_list")
def test_without_a_list_the_usual_names_tell(site: Laid) -> None:
    (site.public / "publish.json").unlink()
    with serving(site.folder) as server:
        types = [ask(server.port, path)["content-type"] for path in (FEED, "/feeds.opml", "/rss")]
    assert types == [f"{ATOM}; charset=utf-8", "text/x-opml; charset=utf-8", "application/octet-stream"]


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"rss": {}}', b"\xff"])
def test_a_list_of_another_kind_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "publish.json").write_bytes(content)
    with pytest.raises(OutputError, match="not the list of what was built"):
        listed_feeds(tmp_path)


@pytest.mark.usefixtures("own_list")
def test_a_broken_list_is_said_at_the_start(site: Laid) -> None:
    site.write("publish.json", b"{")
    outcome = publisher("serve", "--port", "0", "--operator-port", "0", folder=site.folder)
    remedy = "where it is broken, remove it, and publisher build writes it again"
    expected = f"publisher: {site.public}/publish.json: not the list of what was built; {remedy}\n"
    assert (outcome.status, outcome.err) == (1, expected)


# Odd clients


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(b"GET http://blog.example/feeds/atom.xml HTTP/1.1", b"200", id="an absolute address"),
        pytest.param(b"GET /posts/\xc3\xa9t\xc3\xa9/ HTTP/1.1", b"400", id="letters that are not escaped"),
        pytest.param(b"GET /posts/%ff/ HTTP/1.1", b"404", id="bytes that are no letters"),
        pytest.param(b"GET /%zz HTTP/1.1", b"404", id="an escape that is none"),
        pytest.param(b"GET /" + b"a/" * 3000 + b" HTTP/1.1", b"404", id="a path without end"),
        pytest.param(b"GET /feeds/atom.xml HTTP/1.0", b"200", id="HTTP 1.0"),
        pytest.param(b"OPTIONS * HTTP/1.1", b"404", id="the server as a whole"),
        pytest.param(b"BREW / HTTP/1.1", b"400", id="no such method"),
    ],
)
def test_every_request_has_its_answer(port: int, request_: bytes, status: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as connection:
        connection.sendall(request_ + b"\r\nHost: blog.example\r\nConnection: close\r\n\r\n")
        assert connection.recv(20).split(b" ")[1] == status


def test_a_client_that_leaves_in_the_middle_disturbs_nobody(site: Laid) -> None:
    site.write(LONG_SOUND, sound(5_000_000))
    with serving(site.folder) as server:
        for _ in range(5):
            with closing(socket.create_connection(("127.0.0.1", server.port), timeout=5)) as connection:
                connection.sendall(f"GET /{LONG_SOUND} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
                connection.recv(100)
        assert ask(server.port, f"/{LONG_SOUND}").body == site.bytes_of(LONG_SOUND)
        server.process.terminate()
        assert server.process.communicate(timeout=10) == ("", "")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [(FEED, "GET, HEAD, OPTIONS"), ("/posts/a/", "GET, HEAD"), ("/rss", "GET, HEAD, OPTIONS")],
)
def test_who_may_not_is_told_what_one_may(port: int, path: str, allowed: str) -> None:
    assert ask(port, path, "DELETE")["allow"] == allowed


def test_a_part_is_only_for_who_reads(port: int) -> None:
    answer = ask(port, f"/{SHORT_SOUND}", "HEAD", range="bytes=0-9")
    assert (answer.status, answer["content-length"]) == (200, "1000")


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        pytest.param(b"/", "", id="the folder itself"),
        pytest.param(b"/posts/a/", "posts/a/", id="a folder in it"),
        pytest.param(b"//posts///a", "posts/a", id="slashes too many"),
        pytest.param(b"/%E2%82%AC", "\u20ac", id="beyond ASCII"),
        pytest.param(b"/a%2Fb", None, id="a slash in disguise"),
        pytest.param(b"/a/./b", None, id="here"),
        pytest.param(b"/a/../b", None, id="up"),
        pytest.param(b"/%2e%2e/b", None, id="up, in disguise"),
        pytest.param(b"/a%00", None, id="a NUL"),
        pytest.param(b"/%C0%AE%C0%AE/b", None, id="up, in overlong bytes"),
        pytest.param(b"/" * 5000, None, id="longer than any"),
    ],
)
def test_a_path_means_a_file_in_the_folder_or_none(raw: bytes, path: str | None) -> None:
    assert local_path(raw) == path


def test_nothing_is_read_for_a_client_that_is_gone() -> None:
    sent: list[object] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(message)
        await asyncio.sleep(0)

    asyncio.run(stream(BytesIO(b"x" * 100 * CHUNK), [(0, 100 * CHUNK)], receive, send))
    assert len(sent) < 3


def test_a_file_that_took_the_place_of_another_is_not_taken_for_it(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"a")
    seen = signature(file.stat())
    open_as_seen(str(file), seen).close()
    file.write_bytes(b"another")
    with pytest.raises(FileNotFoundError):
        open_as_seen(str(file), seen)


def test_a_tag_tells_codings_and_types_of_the_same_bytes_apart() -> None:
    assert len({etag([b"a"], "t"), etag([b"a"], "t", "gzip"), etag([b"a"], "u"), etag([b"b"], "t")}) == 4


# Memory


def test_what_is_kept_in_memory_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(representations, "MEMORY", 30_000)
    memory, files = Memory(), [tmp_path / str(number) for number in range(5)]
    for file in files:
        file.write_bytes(b"x" * 10_000)
        variant = Variant(file=str(file), type="text/css", coding="", kept=(), ranges=False)
        memory.keep(str(file), "text/css", representations.read(variant))
        memory.find(str(files[0]), "text/css", files[0].stat())
    kept = [memory.find(str(file), "text/css", file.stat()) is not None for file in files]
    # Each takes 10,000 bytes and what is around them, so there is room for two: the one that is asked for, the last.
    assert kept == [True, False, False, False, True]


def test_a_long_file_is_not_kept_in_memory(site: Laid) -> None:
    site.write(LONG_SOUND, sound(5_000_000))
    variant = Variant(file=str(site.public / LONG_SOUND), type="audio/mpeg", coding="", kept=(), ranges=True)
    found = representations.read(variant)
    assert (found.body, found.size) == (None, 5_000_000)
    assert found.tag.decode() == etag([site.bytes_of(LONG_SOUND)], "audio/mpeg")


def test_nothing_outside_of_the_folder_is_in_it(site: Laid) -> None:
    files = Files(site.public, timedelta(hours=1))
    (site.folder / "public-too").mkdir()
    (site.folder / "public-too/a").touch()
    assert files.is_within(str(site.public / "index.html"))
    assert not files.is_within(str(site.folder / "publisher.toml"))
    assert not files.is_within(str(site.folder / "public-too/a"))
