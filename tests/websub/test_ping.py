"""`publisher ping` in a process of its own, and the whole way: a post changes, a hub is told, a subscriber gets it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from publisher.catalog import pings
from tests.blog import Blog
from tests.command import Outcome, publisher
from tests.hub import Hub, Says, Subscriber, request, running
from tests.servers import free_port, serving

TOPIC = "https://blog.example/feeds/atom.xml"
FEEDS = ("feeds/rss.xml", "feeds/atom.xml", "feeds/feed.json")


def queue(blog: Blog, hub: str, *topics: str) -> None:
    with blog.catalog() as catalog, catalog.writing() as connection:
        pings.queue(connection, hub, topics, datetime.now(UTC))


def ping(blog: Blog, *arguments: str) -> Outcome:
    return publisher("ping", *arguments, folder=blog.folder)


def told(done: Outcome, part: str = "") -> list[str]:
    """Return what hubs were told, of what is printed as JSON or of a part of it."""
    assert done.status == 0, done.err
    values = done.json[part] if part else done.json
    return [one["topic"] for one in values["told"]]


# The command


def test_it_says_what_was_told(blog: Blog, hub: Hub) -> None:
    queue(blog, hub.url, TOPIC)
    done = ping(blog)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [f"{hub.url} told of 1 feed", f"  {TOPIC}"]
    assert hub.topics == [TOPIC]


def test_it_says_what_failed_and_when_it_is_tried_again(blog: Blog, hub: Hub) -> None:
    queue(blog, hub.url, TOPIC)
    hub.always = Says(status=500)
    done = ping(blog)
    assert done.status == 0
    assert done.err.startswith(
        f"not told: {TOPIC}: {hub.url}: 500 Internal Server Error; tried again by a ping after 20"
    )
    assert done.err.endswith(" UTC\n")
    assert done.out.startswith("1 feed waits for a later ping, the first from 20")
    again = ping(blog)
    assert (again.status, again.err, len(hub.told)) == (0, "", 1)
    assert again.out == done.out


def test_it_says_what_it_does_not_try_again(blog: Blog, hub: Hub) -> None:
    queue(blog, hub.url, TOPIC)
    hub.always = Says(status=404)
    done = ping(blog)
    assert (done.status, done.out) == (0, "")
    assert done.err == f"refused: {TOPIC}: {hub.url}: 404 Not Found; not tried again, after 1 try\n"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param(204, 0, id="told"),
        pytest.param(500, 1, id="to be tried again"),
        pytest.param(400, 1, id="refused"),
    ],
)
def test_strict_tells_by_its_status_that_a_hub_was_not_told(
    blog: Blog, hub: Hub, status: int, expected: int
) -> None:
    queue(blog, hub.url, TOPIC)
    hub.always = Says(status=status)
    assert ping(blog, "--strict").status == expected


def test_all_does_not_wait(blog: Blog, hub: Hub) -> None:
    queue(blog, hub.url, TOPIC)
    hub.script.append(Says(status=500))
    assert told(ping(blog, "--json")) == []
    assert told(ping(blog, "--json")) == []
    assert told(ping(blog, "--json", "--all")) == [TOPIC]


def test_programs_are_told_the_same(blog: Blog, hub: Hub) -> None:
    queue(blog, hub.url, TOPIC, f"{TOPIC}?2")
    hub.script.extend([Says(status=500), Says()])
    values = ping(blog, "--json").json
    (failed,) = values["failed"]
    assert failed.pop("again") == values["next_due"]
    assert failed == {
        "hub": hub.url,
        "topic": TOPIC,
        "result": "later",
        "reason": "500 Internal Server Error",
        "attempts": 1,
    }
    assert values["told"] == [{"hub": hub.url, "topic": f"{TOPIC}?2"}]
    assert (values["left"], values["waiting"]) == (0, 1)


def test_many_are_counted_not_listed(blog: Blog, hub: Hub) -> None:
    queue(blog, hub.url, *(f"{TOPIC}?{number}" for number in range(25)))
    queue(blog, f"http://127.0.0.1:{free_port()}/", *(f"{TOPIC}?{number}" for number in range(25)))
    done = ping(blog)
    assert done.out.splitlines()[0] == f"{hub.url} told of 25 feeds"
    assert "  and 5 more; --json lists them all" in done.out.splitlines()
    assert len(done.err.splitlines()) == 21
    assert done.err.splitlines()[-1] == "not told: and 5 more; --json lists them all"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param("", 'nothing to tell: [feeds] hub = "https://..." would name a hub', id="no hub"),
        pytest.param(
            '[feeds]\nhub = "https://hub.example/"',
            "nothing to tell: no feed has changed since https://hub.example/ was last told",
            id="no change",
        ),
    ],
)
def test_it_says_why_there_is_nothing_to_tell(blog: Blog, extra: str, expected: str) -> None:
    blog.configure(extra)
    done = ping(blog)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(expected)


def test_what_stands_before_an_at_sign_in_an_address_is_not_shown(blog: Blog) -> None:
    queue(blog, f"http://me:secret@127.0.0.1:{free_port()}/", TOPIC)
    done = ping(blog)
    assert "Connection refused" in done.err
    assert "secret" not in done.err + done.out
    assert "secret" not in ping(blog, "--all", "--json").out


def test_its_help_says_when_to_run_it() -> None:
    done = publisher("ping", "--help", folder=Path.cwd())
    assert "build, deploy, ping" in done.out


# The whole way


@contextmanager
def site(blog: Blog, hub: Hub) -> Iterator[str]:
    """Build a site with a hub, and serve it at the address that its feeds name."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    blog.configure(f'[feeds]\nhub = "{hub.url}"', url=url)
    blog.write("rain.md", "It rains.")
    build(blog)
    with serving(blog.folder, "--port", str(port)):
        yield url


def build(blog: Blog) -> Outcome:
    done = publisher("build", folder=blog.folder)
    assert done.status == 0, done.err
    return done


def discovered(url: str) -> tuple[str, str]:
    """Return the hub and the topic that a feed names, read as a subscriber reads them (WebSub, 4)."""
    _, headers, body = request("GET", url)
    if "json" in headers["content-type"]:
        document = json.loads(body)
        (hub,) = document["hubs"]
        assert hub["type"] == "WebSub"
        return hub["url"], document["feed_url"]
    links = {link["rel"]: link["href"] for link in feedparser.parse(body).feed.links}
    return links["hub"], links["self"]


def test_a_subscriber_gets_each_format_as_it_is_after_the_change(blog: Blog, hub: Hub) -> None:
    with site(blog, hub) as url, running(Subscriber()) as subscriber:
        assert sorted(told(ping(blog, "--json"))) == sorted(url + feed for feed in FEEDS)
        for feed in FEEDS:
            found, topic = discovered(url + feed)
            assert (found, topic) == (hub.url, url + feed)
            subscriber.subscribe(found, topic, secret="rain or shine")
            assert hub.verified.get(timeout=10) == topic
        blog.write("rain.md", "It rains no more.")
        build(blog)
        assert subscriber.deliveries.empty()
        assert sorted(told(ping(blog, "--json"))) == sorted(url + feed for feed in FEEDS)
        got = {one.headers["link"]: one for one in (subscriber.deliveries.get(timeout=10) for _ in FEEDS)}
        for feed in FEEDS:
            delivery = got[f'<{hub.url}>; rel="hub", <{url}{feed}>; rel="self"']
            assert delivery.body == (blog.public / feed).read_bytes()
            assert b"It rains no more." in delivery.body
            assert delivery.signed_with("rain or shine")
        assert told(ping(blog, "--json")) == []


def test_a_subscription_that_nobody_meant_is_none(hub: Hub) -> None:
    with running(Subscriber()) as subscriber:
        hub.verify({"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.callback": f"{subscriber.url}callback"})
    assert hub.subscribers == {}


def test_a_build_may_tell_the_hub_itself(blog: Blog, hub: Hub) -> None:
    blog.configure(f'[feeds]\nhub = "{hub.url}"\nping = "build"')
    blog.write("rain.md")
    done = build(blog)
    assert sorted(hub.topics) == sorted(f"https://blog.example/{feed}" for feed in FEEDS)
    assert f"{hub.url} told of 3 feeds" in done.out.splitlines()
    blog.write("rain.md", "It rains.")
    assert len(told(publisher("build", "--json", folder=blog.folder), "ping")) == 3


def test_a_hub_that_hangs_neither_fails_a_build_nor_holds_it_up(blog: Blog, hub: Hub) -> None:
    hub.always = Says(delay=60)
    blog.configure(f'[feeds]\nhub = "{hub.url}"\nping = "build"')
    blog.write("rain.md")
    began = time.monotonic()
    done = build(blog)
    # Starting, building, five seconds for the hub; it would have answered after a minute.
    assert time.monotonic() - began < 30
    assert "no answer within" in done.err
    assert len(hub.told) == 1
    assert ping(blog, "--json").json["waiting"] == 3
