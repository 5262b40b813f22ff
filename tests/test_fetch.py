"""Reading a file or an address, against a real server on this machine."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from publisher.errors import InputError
from publisher.fetch import MEGABYTE, fetch, fetch_feed, fetch_whole_feed, is_address

ITEM = '{{"items": [{{"id": "{0}"}}], "next_url": "{1}"}}'


@dataclass
class Site:
    """A site that answers as it is told; each answer may write headers and bytes of its own."""

    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def put(self, path: str, body: str | bytes) -> str:
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = lambda handler: send(handler, 200, content)
        return self.url + path


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def nowhere(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 404)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            try:
                found.pages.get(self.path, nowhere)(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class has it so
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield found
        server.shutdown()


def fault(where: str, **limits: float) -> str:
    with pytest.raises(InputError) as raised:
        fetch(where, **limits)  # type: ignore[arg-type]
    return str(raised.value)


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(b"Otters")
    found = fetch(str(file))
    assert (found.content, found.url) == (b"Otters", "")


def test_a_redirect_is_followed_and_the_last_address_told(site: Site) -> None:
    site.put("/feed/", "Otters")
    site.pages["/feed"] = lambda handler: send(handler, 301, Location="/feed/")
    found = fetch(f"{site.url}/feed")
    assert (found.content, found.url) == (b"Otters", f"{site.url}/feed/")


def test_what_cannot_be_read_is_named_with_the_reason(site: Site, tmp_path: Path) -> None:
    site.pages["/loop"] = lambda handler: send(handler, 302, Location="/loop")
    site.pages["/away"] = lambda handler: send(handler, 302, Location="file:///etc/hostname")
    missing = f"{tmp_path}/none.xml"
    assert fault(missing) == f"{missing}: cannot be read: No such file or directory"
    assert fault(f"{site.url}/none") == f"{site.url}/none: answered 404 Not Found"
    assert fault(f"{site.url}/loop").startswith(f"{site.url}/loop: cannot be read: Exceeded maximum")
    assert fault(f"{site.url}/away").startswith(f"{site.url}/away: cannot be read: ")
    assert fault("http://127.0.0.1:1/feed").startswith("http://127.0.0.1:1/feed: cannot be read: ")
    assert fault("http://[::1/feed").startswith("http://[::1/feed: cannot be read: ")


@pytest.mark.parametrize("where", ["ftp://notes.example/feed", "file:///etc/hostname", "gopher://x"])
def test_only_the_web_and_files_are_read(where: str) -> None:
    assert fault(where) == f"{where}: not a file, http or https address"


def test_an_address_is_told_from_a_file() -> None:
    assert [is_address(where) for where in ("HTTPS://x/", "http://x", "feed.xml", "C:\\feed.xml")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_password_in_an_address_is_shown_nowhere(site: Site) -> None:
    where = site.url.replace("http://", "http://me:secret@")
    assert fault(f"{where}/none") == f"{site.url}/none: answered 404 Not Found"


def test_what_is_too_large_is_not_read_to_its_end(site: Site, tmp_path: Path) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * MEGABYTE)

    site.pages["/endless"] = endless
    (tmp_path / "big").write_bytes(b"x" * (MEGABYTE + 1))
    assert fault(f"{site.url}/endless", largest=MEGABYTE) == f"{site.url}/endless: larger than 1 MB"
    assert fault(f"{tmp_path}/big", largest=MEGABYTE) == f"{tmp_path}/big: larger than 1 MB"


def test_an_answer_that_trickles_is_given_up(site: Site) -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    site.pages["/slow"] = trickle
    said = fault(f"{site.url}/slow", patience=0.1)
    assert said == f"{site.url}/slow: not read in full within 0.1 seconds"


def test_a_server_that_says_nothing_is_given_up(site: Site) -> None:
    def say_nothing(_handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)

    site.pages["/mute"] = say_nothing
    assert fault(f"{site.url}/mute", silence=0.1) == f"{site.url}/mute: no answer within 0.1 seconds"


def test_a_page_in_place_of_a_feed_is_refused_and_its_feeds_are_named(site: Site) -> None:
    where = site.put(
        "/", '<html><head><link rel="alternate" type="application/atom+xml" href="/a"></head></html>'
    )
    with pytest.raises(InputError) as raised:
        fetch_feed(where)
    assert str(raised.value) == f"{where}: is no feed (RSS, Atom or JSON Feed); it names {site.url}/a"


def test_older_pages_of_a_feed_are_followed_once_each(site: Site) -> None:
    where = site.put("/1", ITEM.format(1, "/2"))
    site.put("/2", ITEM.format(2, "/3"))
    site.put("/3", ITEM.format(3, "/1"))
    found = fetch_whole_feed(where)
    assert [entry.guid for entry in found.entries] == ["1", "2", "3"]
    assert (found.next_page, site.asked) == ("", ["/1", "/2", "/3"])


def test_an_entry_on_two_pages_is_as_the_newer_page_has_it(site: Site) -> None:
    where = site.put("/1", '{"items": [{"id": "1", "title": "New"}], "next_url": "/2"}')
    site.put("/2", '{"items": [{"id": "1", "title": "Old"}]}')
    assert [entry.title for entry in fetch_whole_feed(where).entries] == ["New"]


def test_after_the_last_page_that_is_read_it_is_said_where_to_go_on(site: Site) -> None:
    where = site.put("/1", ITEM.format(1, "/2"))
    site.put("/2", ITEM.format(2, "/3"))
    found = fetch_whole_feed(where, most=2)
    assert ([entry.guid for entry in found.entries], found.next_page) == (["1", "2"], f"{site.url}/3")


def test_a_feed_in_a_file_leads_nowhere_else(site: Site, tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_text(ITEM.format(1, site.put("/2", ITEM.format(2, ""))))
    assert len(fetch_whole_feed(str(tmp_path / "feed.json")).entries) == 1
    assert site.asked == []


def test_a_feed_on_the_web_never_leads_to_a_file(site: Site) -> None:
    where = site.put("/1", ITEM.format(1, "C:feed.json"))
    assert len(fetch_whole_feed(where).entries) == 1
