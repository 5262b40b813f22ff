"""Asking links, against real servers on this machine."""

import signal
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from publisher import __version__
from publisher.links import Limits, ask
from publisher.preflight import LinkAnswer
from tests.blog import silent
from tests.linked import Linked, linked, self_signed, send
from tests.servers import free_port

QUICK = Limits(each=1.0, total=5.0, pause=0.0)


@pytest.fixture
def site() -> Iterator[Linked]:
    with linked() as found:
        yield found


def answer(url: str, limits: Limits = QUICK) -> LinkAnswer:
    asked = ask([url], silent, limits)
    assert not asked.interrupted
    return asked.answers[url]


def test_what_is_there_is_asked_once_without_its_body(site: Linked) -> None:
    url = site.put("/a", 200)
    assert answer(url) == LinkAnswer(url=url, status=200)
    assert site.asked == [("HEAD", "/a")]
    assert site.agents == {f"publisher/{__version__}"}


@pytest.mark.parametrize("refused", [400, 403, 404, 405, 500, 501])
def test_what_refuses_a_head_is_asked_with_get(site: Linked, refused: int) -> None:
    def gets_only(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200 if handler.command == "GET" else refused)

    url = site.put("/a", gets_only)
    assert answer(url).status == 200
    assert site.asked == [("HEAD", "/a"), ("GET", "/a")]


def test_a_server_that_hangs_up_on_a_head_is_asked_with_get(site: Linked) -> None:
    def hangs_up(handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "GET":
            send(handler, 200)
        handler.close_connection = True

    assert answer(site.put("/a", hangs_up)).status == 200


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 429, 500, 503, 999])
def test_a_refusal_is_told_as_it_is(site: Linked, status: int) -> None:
    assert answer(site.put("/a", status)).status == status


def test_an_endless_body_is_not_read(site: Linked) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "HEAD":
            send(handler, 405)
            return
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    began = time.monotonic()
    assert answer(site.put("/a", endless)).status == 200
    assert time.monotonic() - began < 0.9


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        pytest.param([301], "/1", id="for good"),
        pytest.param([308, 301], "/2", id="for good, twice"),
        pytest.param([302], "", id="for now"),
        pytest.param([302, 301], "", id="for now, then for good"),
        pytest.param([301, 302], "/1", id="for good, then for now"),
        pytest.param([301] * 5, "/5", id="five times"),
    ],
)
def test_redirects_are_followed(site: Linked, statuses: list[int], moved_to: str) -> None:
    for number, status in enumerate(statuses):
        site.put(f"/{number}", status, Location=f"/{number + 1}#part")
    site.put(f"/{len(statuses)}", 200)
    found = answer(site.url + "/0")
    assert (found.outcome, found.status) == ("answered", 200)
    assert found.moved_to == (site.url + moved_to if moved_to else "")


def test_what_is_gone_behind_a_redirect_is_gone(site: Linked) -> None:
    assert answer(site.put("/a", 301, Location="/gone")).status == 404


def test_a_redirect_without_end_is_given_up(site: Linked) -> None:
    found = answer(site.put("/a", 302, Location="/a"))
    assert (found.outcome, found.reason) == ("redirects", "more than 5 times")
    assert len(site.asked) == 6


@pytest.mark.parametrize("where", ["file:///etc/hostname", "mailto:ann@example.org", "http://[::1"])
def test_a_redirect_to_no_web_address_is_not_followed(site: Linked, where: str) -> None:
    assert answer(site.put("/a", 301, Location=where)).outcome == "broken"


def says_nothing(_handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1)


def trickles(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(20):
        handler.wfile.write(f"X-{number}: a\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [says_nothing, trickles])
def test_a_server_that_takes_its_time_is_given_up(site: Linked, slow: object) -> None:
    assert callable(slow)
    began = time.monotonic()
    found = answer(site.put("/a", slow), Limits(each=0.2, total=5.0))
    assert (found.outcome, found.reason) == ("timeout", "no answer within 0.2 seconds")
    assert time.monotonic() - began < 0.8


def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    with linked(self_signed(tmp_path)) as site:
        found = answer(site.put("/a", 200))
    assert (found.outcome, found.reason.replace("-", " ")) == ("certificate", "self signed certificate")


def test_a_server_without_tls_where_it_is_asked_for_is_told(site: Linked) -> None:
    assert answer(site.put("/a", 200).replace("http://", "https://")).outcome == "certificate"


def test_a_host_that_there_is_not_is_told_from_a_server_that_is_down() -> None:
    assert answer("http://nobody.invalid/").outcome in ("unresolved", "unreachable")
    assert answer(f"http://127.0.0.1:{free_port()}/").outcome == "unreachable"


def test_an_answer_that_is_none_is_told(site: Linked) -> None:
    def nonsense(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"words\r\n\r\n")

    assert answer(site.put("/a", nonsense)).outcome == "broken"


def test_a_host_is_asked_one_address_at_a_time_with_a_pause(site: Linked) -> None:
    urls = [site.put(f"/{number}", 200) for number in range(4)]
    ask([*urls, *urls], silent, Limits(each=1.0, total=5.0, pause=0.1))
    assert [path for _, path in site.asked] == ["/0", "/1", "/2", "/3"]
    assert site.most == 1
    assert all(after - before >= 0.1 for before, after in zip(site.times, site.times[1:], strict=False))


def test_several_hosts_are_asked_at_once() -> None:
    def takes_a_while(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        send(handler, 200)

    with linked() as one, linked() as other:
        urls = [one.put("/a", takes_a_while), other.put("/a", takes_a_while)]
        began = time.monotonic()
        asked = ask(urls, silent, QUICK)
    assert [found.status for found in asked.answers.values()] == [200, 200]
    assert time.monotonic() - began < 0.55


@pytest.mark.parametrize("wait", ["1", "a date"])
def test_a_busy_host_is_asked_again_when_it_says(site: Linked, wait: str) -> None:
    def busy(handler: BaseHTTPRequestHandler) -> None:
        del site.pages["/a"]
        site.put("/a", 200)
        now = time.time()
        handler.send_response_only(503)
        handler.send_header("Date", formatdate(now, usegmt=True))
        handler.send_header("Retry-After", wait if wait.isdigit() else formatdate(now + 1, usegmt=True))
        handler.end_headers()
        handler.close_connection = True

    url = site.put("/a", busy)
    assert answer(url).status == 200
    assert site.times[1] - site.times[0] >= 1


def test_a_host_without_time_for_us_is_left_alone(site: Linked) -> None:
    urls = [site.put(f"/{number}", 429, Retry_After="600") for number in range(3)]
    found = ask(urls, silent, QUICK).answers
    assert [found[url].outcome for url in urls] == ["answered", "left", "left"]
    assert found[urls[1]].reason == "its host answers 429 for 600 seconds"
    assert site.asked == [("HEAD", "/0")]


def test_what_the_time_for_all_did_not_reach_is_left(site: Linked) -> None:
    urls = [site.put(f"/{number}", says_nothing) for number in range(3)]
    began = time.monotonic()
    asked = ask([site.put("/first", 200), *urls], silent, Limits(each=0.4, total=0.7, pause=0.0))
    assert time.monotonic() - began < 1.5
    assert [found.outcome for found in asked.answers.values()] == ["answered", "timeout", "left", "left"]
    assert asked.answers[urls[-1]].reason == "the 0.7 seconds for all links were over"


def test_an_interruption_gives_what_is_known(site: Linked) -> None:
    urls = [site.put("/a", 200), site.put("/b", says_nothing)]

    def interrupt() -> None:
        while len(site.asked) < 2:
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    asked = ask(urls, silent, QUICK)
    assert asked.interrupted
    assert [(found.outcome, found.reason) for found in asked.answers.values()] == [
        ("answered", ""),
        ("left", "interrupted"),
    ]


def test_progress_is_told(site: Linked) -> None:
    told: list[tuple[str, int, int]] = []
    urls = [site.put("/a", 200), site.put("/b", 404)]
    ask(urls, lambda *one: told.append(one), QUICK)
    assert told == [("asking links", 1, 2), ("asking links", 2, 2)]
