"""`publisher issue` and `publisher editions`: what a person does about editions, by the real commands."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest

from tests.blog import Blog
from tests.command import failure, publisher

# The last slot is never older than a day, and never less than what a test takes from the next but at midnight.
DAILY = '[[digests]]\nname = "daily"\nschedule = "daily 00:00"\ngroup_by = "none"\ntemplate = "brief"\n'
MAIL = (
    '[mail]\nfrom = "Blog <news@blog.example>"\npostal_address = "1 Example Street"\n'
    'unsubscribe_url = "https://blog.example/u?a=1&b=2"\n'
)


NEXT = "next: publisher build, which leads every page to it\n"


def day(ago: int) -> str:
    """Return noon, so many days ago."""
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    return (noon - timedelta(days=ago)).isoformat()


def slot(ago: int) -> str:
    """Return the key of the slot so many days ago."""
    return f"{(datetime.now(UTC) - timedelta(days=ago)).date()}T00:00"


@pytest.fixture
def daily(blog: Blog) -> Blog:
    blog.configure(DAILY + MAIL)
    blog.write("old.md", "Words.", title="Old", date=day(3))
    blog.write("new.md", "Words.", title="New", date=day(1))
    blog.build()
    return blog


def names(blog: Blog) -> list[tuple[str, str, int]]:
    """Return name, status and number of posts of each edition."""
    found = publisher("editions", "list", "--json", folder=blog.folder).json["editions"]
    return [(one["name"], one["status"], one["posts"]) for one in found]


# Issuing


def test_what_is_due_is_issued_once_and_has_its_page(daily: Blog) -> None:
    first = publisher("issue", "daily", folder=daily.folder)
    assert (first.status, first.err) == (0, "")
    assert re.fullmatch(
        r"daily/1 issued for \w{3} .* 00:00 UTC: daily: New, 1 post\npublic/editions/daily/1/index.html\n"
        r"next: publisher build, which leads every page to it\n",
        first.out,
    )
    assert "New" in (daily.public / "editions" / "daily" / "1" / "index.html").read_text()
    second = publisher("issue", "daily", folder=daily.folder)
    assert second.out.startswith("daily/1 exists: it was issued for ")
    assert names(daily) == [("daily/1", "released", 1)]


def test_a_slot_is_named_on_the_clock_of_the_digest_however_late_it_is(daily: Blog) -> None:
    daily.configure(DAILY + 'timezone = "Asia/Tokyo"\n' + MAIL)
    outcome = publisher("issue", "daily", "--slot", slot(2).replace("T", " "), folder=daily.folder)
    assert outcome.status == 0, outcome.err
    assert "00:00 Asia/Tokyo: daily: Old, 1 post" in outcome.out
    again = publisher("issue", "daily", "--slot", slot(2), "--json", folder=daily.folder).json
    assert again == {
        "digest": "daily",
        "slots": [
            {
                "slot": again["slots"][0]["slot"],
                "key": slot(2),
                "outcome": "issued",
                "posts": 1,
                "edition": "daily/1",
                "new": False,
            }
        ],
    }


@pytest.mark.parametrize(
    ("ago", "text", "said"),
    [
        pytest.param(2, "monday", "--slot: not a time: monday; write it as", id="no time"),
        pytest.param(2, "0001-01-01T00:00", "--slot: not a time: 0001-01-01T00:00", id="before all time"),
        pytest.param(2, "9999-12-31T23:59", "--slot: not a time: 9999-12-31T23:59", id="after all time"),
        pytest.param(
            2, "{day}T12:00", "--slot: daily has no slot at {day}T12:00; near it: {slot}, ", id="between"
        ),
        pytest.param(-1, "{slot}", "--slot: {slot} is still to come; publisher preview shows", id="to come"),
    ],
)
def test_a_slot_that_cannot_be_issued_is_refused_with_what_to_do(
    daily: Blog, ago: int, text: str, said: str
) -> None:
    values = {"slot": slot(ago), "day": slot(ago)[:10]}
    outcome = publisher("issue", "daily", "--slot", text.format(**values), folder=daily.folder)
    assert outcome.status == 1
    assert said.format(**values) in outcome.err


def test_a_slot_before_one_that_was_considered_is_refused(daily: Blog) -> None:
    publisher("issue", "daily", folder=daily.folder)
    outcome = publisher("issue", "daily", "--slot", slot(2), folder=daily.folder)
    assert outcome.status == 1
    assert f"{slot(2)} is older than the newest slot that was considered, {slot(0)}" in outcome.err


def test_too_few_posts_wait_and_nothing_new_is_empty(daily: Blog) -> None:
    daily.configure(DAILY + "min_posts = 2\n" + MAIL)
    said = publisher("issue", "daily", folder=daily.folder).out
    assert said.endswith(": 1 post of at least 2: they wait for the next slot\n")
    assert publisher("issue", "daily", folder=daily.folder).out == said
    assert names(daily) == []
    assert "no edition was issued yet" in publisher("editions", "list", folder=daily.folder).out


def test_a_note_is_kept_with_the_edition(daily: Blog) -> None:
    (daily.folder / "note.md").write_text("Dear *readers*.")
    publisher("issue", "daily", "--note", "note.md", folder=daily.folder)
    assert "<em>readers</em>" in (daily.public / "editions" / "daily" / "1" / "index.html").read_text()


# Approving and cancelling


def test_an_edition_that_wants_approval_is_nowhere_until_it_has_it(daily: Blog) -> None:
    daily.configure(DAILY + "approve = true\n" + MAIL)
    said = publisher("issue", "daily", folder=daily.folder).out
    assert said == "daily/1 waits for approval, 1 post: publisher editions approve daily/1\n"
    page = daily.public / "editions" / "daily" / "1" / "index.html"
    assert (names(daily), page.exists()) == ([("daily/1", "draft", 1)], False)
    assert publisher("editions", "approve", "daily/1", folder=daily.folder).out == "daily/1 released\n"
    assert (names(daily), page.exists()) == ([("daily/1", "released", 1)], True)
    again = publisher("editions", "approve", "daily/1", folder=daily.folder)
    assert (again.status, again.err) == (1, "publisher: daily/1 is released already\n")


def test_the_posts_of_a_cancelled_edition_wait_for_the_next(daily: Blog) -> None:
    publisher("issue", "daily", "--slot", slot(2), folder=daily.folder)
    page = daily.public / "editions" / "daily" / "1" / "index.html"
    assert (names(daily), page.exists()) == ([("daily/1", "released", 1)], True)
    said = publisher("editions", "cancel", "daily/1", folder=daily.folder).out
    assert said == "daily/1 cancelled: 1 post waits for the next edition\n"
    assert not page.exists()
    publisher("issue", "daily", folder=daily.folder)
    assert names(daily) == [("daily/1", "cancelled", 1), ("daily/2", "released", 2)]
    again = publisher("editions", "cancel", "daily/1", folder=daily.folder)
    assert (again.status, again.err) == (1, "publisher: daily/1 is cancelled already\n")


# Looking, and taking elsewhere


def test_an_edition_is_shown_with_its_posts(daily: Blog) -> None:
    publisher("issue", "daily", folder=daily.folder)
    said = publisher("editions", "show", "daily/1", folder=daily.folder).out
    assert said.startswith("daily/1: daily: New\n")
    assert "https://blog.example/editions/daily/1/\n" in said
    found = publisher("editions", "show", "daily/1", "--json", folder=daily.folder).json
    assert [post["title"] for section in found["sections"] for post in section["posts"]] == ["New"]
    assert publisher("editions", "list", folder=daily.folder).out.splitlines()[0].split() == [
        "edition", "slot", "status", "posts", "subject",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("daily", "not an edition: daily; write it as weekly/7", id="no number"),
        pytest.param("daily/0", "not an edition: daily/0; write it as weekly/7", id="number 0"),
        pytest.param(
            "daily/1234567890", "not an edition: daily/1234567890; write it as weekly/7", id="a huge number"
        ),
        pytest.param("daily/2", "no such edition: daily/2; the newest is daily/1", id="not yet"),
        pytest.param("dialy/1", 'no such edition: dialy/1 (did you mean "daily"?)', id="near one"),
    ],
)
def test_an_edition_that_is_not_there_is_answered_with_what_is(daily: Blog, name: str, said: str) -> None:
    publisher("issue", "daily", folder=daily.folder)
    outcome = publisher("editions", "show", name, folder=daily.folder)
    assert (outcome.status, outcome.err) == (1, f"publisher: {said}\n")


def test_an_exported_edition_is_a_message_for_anyone_to_send(daily: Blog) -> None:
    publisher("issue", "daily", folder=daily.folder)
    written = publisher("editions", "export", "daily/1", "mail", folder=daily.folder).out.split()
    assert written == ["mail/daily-1.eml", "mail/daily-1.html", "mail/daily-1.txt"]
    raw = (daily.folder / "mail" / "daily-1.eml").read_bytes()
    message = message_from_bytes(raw, policy=SMTP)
    assert (message["Subject"], message["From"]) == ("daily: New", "Blog <news@blog.example>")
    assert message["To"] == "undisclosed-recipients:;"
    assert message["List-Unsubscribe"] == "<https://blog.example/u?a=1&b=2>"
    html = (daily.folder / "mail" / "daily-1.html").read_text()
    assert "https://blog.example/u?a=1&amp;b=2" in html
    assert "https://blog.example/editions/daily/1/" in html
    # What is not set stays for the sender to fill in.
    assert "{{preferences_url}}" in (daily.folder / "mail" / "daily-1.txt").read_text()
    publisher("editions", "export", "daily/1", "mail", folder=daily.folder)
    assert (daily.folder / "mail" / "daily-1.eml").read_bytes() == raw


def test_only_a_slot_that_may_still_be_issued_is_offered(daily: Blog) -> None:
    text = daily.config.read_text()
    assert publisher("issue", "daily", "--slot", slot(0), folder=daily.folder).status == 0
    yesterday = datetime.now(UTC) - timedelta(days=1)
    daily.config.write_text(text.replace("daily 00:00", f"{yesterday:%a} 23:59".lower()))
    outcome = publisher("issue", "daily", folder=daily.folder)
    assert outcome.out.startswith("daily: nothing is due; the next slot is ")
    assert "--slot" not in outcome.out


def test_what_is_wrong_with_the_database_is_one_line(daily: Blog) -> None:
    with closing(sqlite3.connect(daily.folder / "data/publisher.db")) as connection:
        connection.execute("ALTER TABLE slot RENAME TO lost")
    outcome = publisher("issue", "daily", folder=daily.folder)
    assert failure(outcome).startswith("catalog: no such table: slot")


# The past


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon"])
def test_a_backfill_to_a_day_that_no_schedule_reaches_is_refused(daily: Blog, day: str) -> None:
    outcome = publisher(
        "editions", "backfill", "daily", "--from", "2014-05-01", "--to", day, folder=daily.folder
    )
    assert (outcome.status, outcome.err) == (
        1, f"publisher: --to: not a date: {day}; write it as 2014-12-31\n",
    )  # fmt: skip


def test_a_backfill_makes_the_past_that_a_digest_would_have_had(blog: Blog) -> None:
    blog.configure(DAILY + 'first = "all"\n' + MAIL)
    for number in range(4):
        blog.write(f"{number}.md", title=f"Post {number}", date=f"2014-05-0{number + 1}T12:00:00Z")
    blog.write("twin.md", title="Twin", date="2014-05-04T13:00:00Z")
    blog.build()
    said = publisher(
        "editions", "backfill", "daily", "--from", "2014-05-01", "--to", "2014-05-04", folder=blog.folder
    )
    assert said.out == "4 slots, 4 editions: daily/1 to daily/4, 5 posts; none is for delivery\n" + NEXT
    assert names(blog) == [(f"daily/{number}", "released", 2 if number == 4 else 1) for number in range(1, 5)]
    assert "released, not mailed" in publisher("editions", "list", folder=blog.folder).out
    assert (blog.public / "editions" / "daily" / "4" / "index.html").exists()
    again = publisher(
        "editions", "backfill", "daily", "--from", "2014-05-01", "--to", "2014-05-04", folder=blog.folder
    )
    assert again.out == "0 slots, 0 editions, 0 posts; none is for delivery\n"
    older = publisher(
        "editions", "backfill", "daily", "--from", "2014-04-20", "--to", "2014-05-04", folder=blog.folder
    )
    assert older.status == 1
    assert "2014-04-21T00:00 is older than the newest slot that was considered, 2014-05-05T00:00" in older.err


def test_a_cancelled_edition_is_not_exported_and_a_draft_not_without_a_word(daily: Blog) -> None:
    daily.configure(DAILY + "approve = true\n" + MAIL)
    publisher("issue", "daily", folder=daily.folder)
    draft = publisher("editions", "export", "daily/1", "mail", folder=daily.folder)
    assert (draft.status, draft.err) == (
        0,
        "daily/1 waits for approval: publisher editions approve daily/1\n",
    )
    publisher("editions", "cancel", "daily/1", folder=daily.folder)
    cancelled = publisher("editions", "export", "daily/1", "mail", folder=daily.folder)
    assert (cancelled.status, cancelled.err.startswith("publisher: daily/1 was cancelled: ")) == (1, True)


def test_an_edition_whose_page_cannot_be_written_is_issued_and_says_so(daily: Blog) -> None:
    (daily.public / "editions").write_text("a file")
    outcome = publisher("issue", "daily", folder=daily.folder)
    assert outcome.status == 1
    assert outcome.err.startswith("publisher: daily/1 was issued, but its page was not written: ")
    assert names(daily) == [("daily/1", "released", 1)]


def test_where_nothing_is_due_the_last_slot_that_has_posts_is_offered(blog: Blog) -> None:
    blog.configure(DAILY.replace("daily 00:00", "mon 09:00") + 'grace = "1m"\n' + MAIL)
    blog.write("old.md", title="Old", date="2026-05-01")
    blog.build()
    said = publisher("issue", "daily", folder=blog.folder).out
    assert "--slot 2026-05-04T09:00 issues the last one that has posts" in said
    assert publisher("issue", "daily", "--slot", "2026-05-04T09:00", folder=blog.folder).status == 0
    assert "--slot" not in publisher("issue", "daily", folder=blog.folder).out
    assert names(blog) == [("daily/1", "released", 1)]
