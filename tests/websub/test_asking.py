"""What a hub is asked, and how its answer is read: one request to a real hub."""

import time

import pytest

from publisher.websub.asking import asking
from publisher.websub.deciding import Answer, form
from tests.hub import Hub, Says, running
from tests.servers import free_port

TOPIC = "https://blog.example/feeds/atom.xml"


def ask(hub: str, seconds: float = 10) -> Answer:
    with asking() as one:
        return one(hub, form(TOPIC), seconds)


def test_a_hub_is_told_in_the_words_that_hubs_know(hub: Hub) -> None:
    assert ask(hub.url).status == 204
    (told,) = hub.told
    assert told.fields == {"hub.mode": ["publish"], "hub.url": [TOPIC], "hub.topic": [TOPIC]}
    assert told.headers["user-agent"].startswith("publisher/")


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        pytest.param(Says(status=204), "204 No Content", id="it is told"),
        pytest.param(Says(status=500), "500 Internal Server Error", id="it fails"),
        pytest.param(
            Says(status=400, headers={"Content-Type": "text/plain; charset=utf-8"}, body="nö\nmore".encode()),
            "400 Bad Request: nö",
            id="it says why",
        ),
        pytest.param(
            Says(status=400, headers={"Content-Type": "text/html"}, body=b"<h1>No</h1>"),
            "400 Bad Request",
            id="a page says nothing",
        ),
        pytest.param(
            Says(
                status=500, headers={"Content-Type": "text/plain"}, body=b"\x1b[31mask <root@hub.example>\x00"
            ),
            "500 Internal Server Error: [31mask ...",
            id="what a terminal would obey, and an address",
        ),
        pytest.param(Says(status=599), "599", id="a status without a name"),
        pytest.param(
            Says(status=301, headers={"Location": "https://new.example/"}),
            "301 Moved Permanently: to https://new.example/",
            id="it has moved",
        ),
    ],
)
def test_the_answer_is_given_in_words(hub: Hub, says: Says, expected: str) -> None:
    hub.always = says
    answer = ask(hub.url)
    assert (answer.status, answer.reason) == (says.status, expected)


def test_the_header_that_says_when_to_come_back_is_handed_on(hub: Hub) -> None:
    hub.always = Says(status=429, headers={"Retry-After": "77"})
    assert ask(hub.url).retry_after == "77"


def elapsed(hub: str, seconds: float) -> tuple[Answer, float]:
    began = time.monotonic()
    answer = ask(hub, seconds)
    return answer, time.monotonic() - began


@pytest.mark.parametrize(
    "says",
    [
        pytest.param(Says(delay=60), id="it says nothing"),
        pytest.param(Says(pause=0.2), id="its head comes a byte at a time"),
        pytest.param(
            Says(status=500, headers={"Content-Length": "1000", "X": "y"}, body=b"z" * 10, pause=0.02),
            id="its body never ends",
        ),
    ],
)
def test_a_hub_that_is_slow_is_not_waited_for(hub: Hub, says: Says) -> None:
    hub.always = says
    answer, seconds = elapsed(hub.url, 0.4)
    assert (answer.status, answer.reason) == (0, "no answer within 0.4 s")
    assert seconds < 2


def test_no_more_of_an_answer_is_read_than_is_shown(hub: Hub) -> None:
    # A gigabyte is announced, and 100 KB of it come: waiting for more would take until the limit.
    hub.always = Says(
        status=400,
        headers={"Content-Type": "text/plain", "Content-Length": "1000000000"},
        body=b"word " * 20_000,
    )
    answer, seconds = elapsed(hub.url, 10)
    assert (answer.status, len(answer.reason)) == (400, len("400 Bad Request: ") + 160)
    assert seconds < 5


def test_nobody_there_is_an_answer_too() -> None:
    answer = ask(f"http://127.0.0.1:{free_port()}/")
    assert (answer.status, answer.final) == (0, False)
    assert "refused" in answer.reason


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("ftp://hub.example/", id="another protocol"),
        pytest.param("hub.example", id="no protocol"),
        pytest.param("http://hub.example:port/", id="no port"),
        pytest.param("http://", id="no host"),
    ],
)
def test_what_is_no_address_of_a_hub_is_not_asked_twice(address: str) -> None:
    answer = ask(address)
    assert (answer.status, answer.final) == (0, True)
    assert answer.reason.startswith("not the address of a hub: ")


@pytest.mark.parametrize("status", [307, 308])
def test_a_hub_that_has_moved_is_told_where_it_is_now(hub: Hub, status: int) -> None:
    with running(Hub()) as old:
        old.always = Says(status=status, headers={"Location": f"{hub.url}new"})
        assert ask(old.url).status == 204
    assert [one.fields for one in hub.told] == [one.fields for one in old.told]


def test_a_redirect_that_makes_a_get_of_it_is_not_followed(hub: Hub) -> None:
    with running(Hub()) as old:
        old.always = Says(status=302, headers={"Location": hub.url})
        assert ask(old.url).status == 302
    assert (len(old.told), hub.told) == (1, [])


def test_a_hub_that_leads_in_circles_is_left(hub: Hub) -> None:
    hub.always = Says(status=307, headers={"Location": hub.url})
    answer = ask(hub.url)
    assert (answer.status, answer.reason, len(hub.told)) == (307, "redirects more than 3 times", 4)


def test_one_connection_serves_all_that_a_hub_is_told(hub: Hub) -> None:
    with asking() as one:
        for _ in range(5):
            assert one(hub.url, form(TOPIC), 10).status == 204
    assert (len(hub.told), hub.connections) == (5, 1)
