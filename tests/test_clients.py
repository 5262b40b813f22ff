"""Readers that people use subscribe to a running publication, and see each change once, as it was published."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from itertools import pairwise

import pytest

from publisher.feeds import FORMATS
from tests.clients.instance import Instance, running
from tests.clients.posts import ADDED, EDITED, EMOJI, FIRST, MARKUP, Written
from tests.clients.proxy import Exchange
from tests.clients.reading import QUIET, Client, Entry, Format, Poll, installed
from tests.clients.with_curl import Curl
from tests.clients.with_feedparser import Feedparser
from tests.clients.with_newsboat import Newsboat
from tests.clients.with_reader import Reader
from tests.clients.with_rss2email import Rss2email
from tests.clients.with_sfeed import Sfeed, SfeedWithEtags

CLIENTS: tuple[type[Client], ...] = (Feedparser, Reader, Newsboat, Sfeed, SfeedWithEtags, Rss2email, Curl)
FILES = {format_.name: format_.file for format_ in FORMATS}

# What is done before each poll, and the posts that it makes new and changed.
STAGES: tuple[tuple[str, tuple[Written, ...], tuple[Written, ...]], ...] = (
    ("subscribed", FIRST, ()),
    ("nothing was done", (), ()),
    ("nothing was done again", (), ()),
    ("a post was added", (ADDED,), ()),
    ("nothing was done since", (), ()),
    ("a post was edited", (), (EDITED,)),
    ("a post was withdrawn", (), ()),
    ("nothing was done after all", (), ()),
)


@dataclass(slots=True)
class Subscription:
    """A reader's subscription to one format: what each poll showed, asked and was answered, till one failed."""

    client: Client
    polls: list[Poll] = field(default_factory=list)
    exchanges: list[list[Exchange]] = field(default_factory=list)
    problem: Exception | None = None

    def poll(self, instance: Instance) -> None:
        """Poll, and note what went on."""
        if self.problem:
            return
        before = len(instance.proxy.exchanges)
        try:
            self.polls.append(self.client.poll())
        except Exception as error:  # whatever goes wrong in one reader is told by its own tests
            self.problem = error
        self.exchanges.append(instance.proxy.exchanges[before:])


Key = tuple[type[Client], Format]


@dataclass(frozen=True, slots=True)
class History:
    """All subscriptions through all stages."""

    site: str
    subscriptions: dict[Key, Subscription]

    def of(self, key: Key) -> Subscription:
        """Return a reader's subscription; raise what went wrong in it."""
        found = self.subscriptions[key]
        if found.problem:
            raise found.problem
        return found

    def expected(self, key: Key, posts: tuple[Written, ...]) -> list[Entry]:
        """Return what a reader should show of *posts*, in the order of their ids."""
        client, format_ = key
        return by_id(client.shown(post.shown(self.site), format_) for post in posts)


def by_id(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.id)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """Every reader at hand polls the same publication, before and after each change."""
    with running(tmp_path_factory.mktemp("publication"), *FIRST) as instance:
        subscriptions = {
            (client, format_): Subscription(
                client(
                    tmp_path_factory.mktemp(f"{client.__name__}-{format_}"),
                    f"{instance.url}feeds/{FILES[format_]}",
                )
            )
            for client in CLIENTS
            for format_ in client.formats
            if installed(client.program)
        }
        for stage, _, _ in STAGES:
            change(instance, stage)
            for subscription in subscriptions.values():
                subscription.poll(instance)
        yield History(instance.url, subscriptions)


def change(instance: Instance, stage: str) -> None:
    instance.wait()
    if stage == "a post was added":
        instance.write(ADDED)
    elif stage == "a post was edited":
        instance.write(EDITED)
    elif stage == "a post was withdrawn":
        instance.remove(EMOJI)
    instance.build()


@pytest.fixture(
    params=[
        pytest.param((client, format_), id=f"{client.__name__} {format_}")
        for client in CLIENTS
        for format_ in client.formats
    ]
)
def key(request: pytest.FixtureRequest) -> Key:
    """A reader and a format that it reads; the test is skipped where it is not installed."""
    found: Key = request.param
    program = found[0].program
    if not installed(program):
        if os.environ.get("PUBLISHER_TESTS_NO_SKIP"):
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")
    return found


def test_posts_are_shown_as_they_were_published(history: History, key: Key) -> None:
    first = history.of(key).polls[0]
    assert by_id(first.new) == history.expected(key, FIRST)


def test_each_change_is_seen_once_and_no_old_post_is_new(history: History, key: Key) -> None:
    seen = {
        stage: (by_id(poll.new), by_id(poll.changed))
        for (stage, _, _), poll in zip(STAGES, history.of(key).polls, strict=True)
    }
    assert seen == {
        stage: (history.expected(key, new), history.expected(key, changed)) for stage, new, changed in STAGES
    }


def test_a_reader_is_spared_what_it_has(history: History, key: Key) -> None:
    exchanges = history.of(key).exchanges
    told = {number for number, (exchange,) in enumerate(exchanges, 1) if exchange.status == 304}
    assert set(key[0].spared) <= told <= set(QUIET)


def test_only_a_change_changes_the_tag(history: History, key: Key) -> None:
    tags = [exchange.answered["etag"] for (exchange,) in history.of(key).exchanges]
    changed = [number for number, (old, new) in enumerate(pairwise(tags), 2) if old != new]
    assert changed == [number for number in range(2, len(STAGES) + 1) if number not in QUIET]


def test_what_changed_is_dated_later_than_what_it_replaces(history: History, key: Key) -> None:
    # curl, and newsboat by it, drops an answer that is no newer than the time that was asked with.
    given = [exchange.answered for (exchange,) in history.of(key).exchanges if exchange.status == 200]
    versions = dict.fromkeys((answered["etag"], answered["last-modified"]) for answered in given)
    times = [parsedate_to_datetime(modified) for _, modified in versions]
    assert len(times) == len(STAGES) - len(QUIET)
    assert times == sorted(set(times))


def test_an_answer_is_what_the_request_asks_for(history: History, key: Key) -> None:
    for (exchange,) in history.of(key).exchanges:
        answered, asked = exchange.answered, exchange.asked
        assert exchange.path == f"/feeds/{FILES[key[1]]}"
        # RFC 9110, 13.1.3: where both conditions are named, the time means nothing.
        has_it = asked.get("if-none-match") == answered["etag"]
        assert exchange.status == (304 if has_it else 200)
        assert bool(exchange.body) is not has_it
        assert answered["etag"].startswith('"')
        assert ({"date"} if has_it else {"date", "last-modified"}) <= answered.keys()
        assert "Accept" in re.split(r",\s*", answered["vary"])
        if not has_it:
            wanted = re.split(r",\s*", asked.get("accept-encoding", ""))
            coding = next((one for one in ("br", "gzip") if one in wanted), "identity")
            assert answered.get("content-encoding", "identity") == coding


def test_what_was_edited_keeps_its_id() -> None:
    assert (EDITED.entry.id, EDITED.entry.published) == (MARKUP.entry.id, MARKUP.entry.published)
