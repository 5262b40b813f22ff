"""What machines ask of the operator's door: /healthz, /readyz and /metrics, of a real server."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open
from prometheus_client.parser import text_string_to_metric_families as read_text

from publisher.catalog import service
from publisher.web.machines import Kept
from tests.blog import Blog
from tests.desk import APPROVED, MONDAY, WEEK, issue_at
from tests.servers import Server, ask, serving, until

NOW = datetime(2026, 5, 12, tzinfo=UTC)
PATHS = ("/healthz", "/readyz", "/metrics")
Found = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    blog = Blog(tmp_path_factory.mktemp("machines"))
    blog.configure(APPROVED + '[[digests]]\nname = "second"\n')
    blog.write("a.md", date="2026-05-01")
    blog.build()
    issue_at(blog, MONDAY)
    issue_at(blog, MONDAY + WEEK)
    now = datetime.now(UTC)
    with blog.catalog() as catalog, catalog.writing() as connection:
        service.started(connection, "host", 1, now - timedelta(hours=1), now)
        service.job_succeeded(connection, "build", NOW, 1.25)
        for _ in range(3):
            service.job_failed(connection, "build", NOW + timedelta(hours=1), "no such folder")
        service.job_failed(connection, "sync", NOW, "no such folder")
    with serving(blog.folder, "--no-watch") as running:
        yield running


def root(server: Server) -> str:
    return server.previews.removesuffix("/preview/")


def port(server: Server) -> int:
    return int(root(server).rpartition(":")[2])


def read(text: str) -> Found:
    """Return the values of what Prometheus would read, by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in read_text(text)
        for sample in family.samples
    }


def value(found: Found, name: str, **labels: str) -> float:
    return found[f"publisher_{name}", frozenset(labels.items())]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_process_that_lives_and_is_ready_says_ok(server: Server, path: str) -> None:
    answer = httpx.get(root(server) + path)
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_head_is_answered_as_get_is_but_for_the_body(server: Server, path: str) -> None:
    own = {"Host": f"127.0.0.1:{port(server)}"}
    get, head = (ask(port(server), path, method, **own) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert head["content-type"] == get["content-type"]


@pytest.mark.parametrize("path", PATHS)
def test_under_another_name_they_say_nothing_and_take_no_form(server: Server, path: str) -> None:
    assert httpx.get(root(server) + path, headers={"Host": "evil.example"}).status_code == 400
    assert httpx.post(root(server) + path).status_code == 405


def test_the_numbers_are_those_of_the_catalog(server: Server) -> None:
    found = read(httpx.get(f"{root(server)}/metrics").text)
    assert value(found, "catalog_up") == 1
    assert value(found, "service_up") == 1
    assert value(found, "posts") == 1
    assert value(found, "catalog_size_bytes") > 10_000
    assert value(found, "digest_last_slot_timestamp_seconds", digest="weekly") == (MONDAY + WEEK).timestamp()
    assert value(found, "digest_last_edition_timestamp_seconds", digest="weekly") == MONDAY.timestamp()
    assert value(found, "digest_next_slot_timestamp_seconds", digest="weekly") > time.time()
    assert value(found, "digest_waiting_posts", digest="weekly") == 0
    assert value(found, "digest_overdue_slots", digest="weekly") > 0
    assert value(found, "digest_overdue_slots", digest="second") == 0
    assert value(found, "editions", digest="weekly", status="draft") == 1
    assert value(found, "editions", digest="second", status="released") == 0
    assert value(found, "slots_total", digest="weekly", outcome="issued") == 1
    assert value(found, "slots_total", digest="weekly", outcome="empty") == 1
    assert ("publisher_digest_last_slot_timestamp_seconds", frozenset({("digest", "second")})) not in found
    for name in ("site_built", "feeds_changed", "newest_post"):
        assert 0 < value(found, f"{name}_timestamp_seconds") < time.time() + 10**7


def test_a_job_is_told_with_its_failures_and_how_long_it_took(server: Server) -> None:
    found = read(httpx.get(f"{root(server)}/metrics").text)
    assert value(found, "job_failures_since_success", job_name="build") == 3
    assert value(found, "job_last_success_timestamp_seconds", job_name="build") == NOW.timestamp()
    assert value(found, "job_last_failure_timestamp_seconds", job_name="build") == NOW.timestamp() + 3600
    assert value(found, "job_last_success_duration_seconds", job_name="build") == 1.25
    assert ("publisher_job_last_success_timestamp_seconds", frozenset({("job_name", "sync")})) not in found


def test_names_follow_the_conventions_and_every_family_has_its_help(server: Server) -> None:
    families = [
        one for one in read_text(httpx.get(f"{root(server)}/metrics").text) if "publisher" in one.name
    ]
    assert len(families) > 15
    for family in families:
        assert family.documentation.endswith("."), family.name
        assert family.type in ("gauge", "counter"), family.name
        assert all(one.name.endswith("_total") == (family.type == "counter") for one in family.samples)


def test_openmetrics_are_given_to_whoever_asks_for_them(server: Server) -> None:
    accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
    answer = httpx.get(f"{root(server)}/metrics", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert "publisher_slots" in {family.name for family in read_open(answer.text)}  # type: ignore[no-untyped-call]


def test_what_was_never_built_is_not_ready_until_it_is(blog: Blog) -> None:
    blog.build()
    with serving(blog.folder, "--no-watch") as running:
        index = blog.public / "index.html"
        index.rename(index.with_suffix(".away"))
        ready = f"{root(running)}/readyz"
        answer = httpx.get(ready)
        assert (answer.status_code, answer.text) == (503, "nothing was built yet: publisher build\n")
        assert httpx.get(f"{root(running)}/healthz").status_code == 200
        index.with_suffix(".away").rename(index)
        until(lambda: httpx.get(ready).status_code == 200)


def test_a_catalog_that_cannot_be_read_is_said_and_counted(blog: Blog) -> None:
    blog.build()
    database = blog.folder / "data" / "publisher.db"
    with serving(blog.folder, "--no-watch") as running:
        assert httpx.get(f"{root(running)}/readyz").status_code == 200
        with closing(sqlite3.connect(database)) as other:
            other.execute("ALTER TABLE memory RENAME TO elsewhere")
        until(
            lambda: httpx.get(f"{root(running)}/readyz").status_code == 503
        )  # what was read holds for a second
        said = httpx.get(f"{root(running)}/readyz").text
        assert said == "catalog: it cannot be read: no such table: memory\n"
        found = read(httpx.get(f"{root(running)}/metrics").text)
        assert value(found, "catalog_up") == 0
        assert not [name for name, _ in found if name == "publisher_posts"]
        assert httpx.get(f"{root(running)}/healthz").status_code == 200


def test_one_that_hangs_is_asked_once_and_nobody_waits_longer_than_they_will() -> None:
    go, reads = threading.Event(), list[int]()

    def read_slowly() -> int:
        reads.append(1)
        go.wait(10)
        return 7

    async def several() -> None:
        kept = Kept(read_slowly)
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await kept.ask(0.05)
        go.set()
        assert await kept.ask(5) == 7
        assert await kept.ask(5) == 7

    asyncio.run(several())
    assert len(reads) == 1


def test_what_was_read_holds_for_a_second_and_a_failure_no_longer() -> None:
    reads = iter(range(3))

    def read_next() -> int:
        found = next(reads)
        if found == 0:
            raise ValueError("no")
        return found

    async def several() -> None:
        kept = Kept(read_next)
        with pytest.raises(ValueError, match="no"):
            await kept.ask()
        await asyncio.sleep(1.1)
        assert [await kept.ask(), await kept.ask()] == [1, 1]
        await asyncio.sleep(1.1)
        assert await kept.ask() == 2

    asyncio.run(several())
