"""Which edition a preview shows: for which slot, with which posts, and what it says of itself."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from publisher.composing import find_digest
from publisher.errors import NoSuchDigestError, TemplateError
from publisher.preview import Preview, preview
from tests.blog import Blog
from tests.command import publisher

WEEKLY = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\ngroup_by = "none"\n'


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def previewed(blog: Blog, moment: str, digest: str = "weekly", **options: Any) -> Preview | None:
    """Return the preview of a digest at a moment in UTC."""
    app = blog.app()
    with app.open_catalog() as catalog, catalog.reading() as connection:
        found = find_digest(app.settings, digest)
        return preview(app.settings, connection, found, at(moment), app.templates, **options)


def shown(blog: Blog, moment: str, **options: Any) -> tuple[datetime, list[str], str]:
    """Return slot, titles and remark of the preview at a moment."""
    made = previewed(blog, moment, **options)
    assert made
    return made.edition.slot, [post.title for post in made.edition.posts], made.remark


@pytest.fixture
def weekly(blog: Blog) -> Blog:
    """Posts around two Mondays: 4 and 11 May 2026, slots at 09:00 UTC."""
    blog.configure(WEEKLY)
    blog.write("a.md", title="A", date="2026-04-27T09:00:00Z")  # at the slot before: carried by that
    blog.write("b.md", title="B", date="2026-04-27T09:00:01Z")
    blog.write("c.md", title="C", date="2026-05-04T09:00:00Z")
    blog.write("d.md", title="D", date="2026-05-04T09:00:01Z")
    blog.write("draft.md", title="Draft", date="2026-05-02", draft=True)
    blog.sync()
    return blog


@pytest.mark.parametrize(
    ("moment", "slot", "titles"),
    [
        pytest.param("2026-04-27T09:00:01", "2026-05-04T09:00", ["C", "B"], id="just after the slot before"),
        pytest.param("2026-05-04T08:59:59", "2026-05-04T09:00", ["C", "B"], id="just before it"),
        pytest.param("2026-05-04T09:00:00", "2026-05-04T09:00", ["C", "B"], id="at it"),
        pytest.param("2026-05-04T09:00:01", "2026-05-11T09:00", ["D"], id="just after it"),
        pytest.param("2026-04-27T09:00:00", "2026-04-27T09:00", ["A"], id="the slot before"),
    ],
)
def test_the_edition_is_for_the_first_slot_at_or_after_the_time(
    weekly: Blog, moment: str, slot: str, titles: list[str]
) -> None:
    assert shown(weekly, moment) == (at(slot), titles, "")


def test_a_post_that_will_be_due_by_the_slot_is_in_it(weekly: Blog) -> None:
    assert weekly.now < at("2026-07-01T00:00")
    weekly.write("later.md", title="Later", date="2026-07-01")
    weekly.sync()
    assert shown(weekly, "2026-07-01T00:00")[1] == ["Later"]


def test_on_an_old_archive_it_is_the_last_slot_that_has_posts_and_says_so(weekly: Blog) -> None:
    slot, titles, remark = shown(weekly, "2026-08-01T00:00")
    assert (slot, titles) == (at("2026-05-11T09:00"), ["D"])
    assert remark == (
        "Nothing new for Mon 03 Aug 2026 09:00 UTC: this is the last slot that has posts, Mon 11 May 2026 09:00 UTC."
    )


def test_before_the_first_post_there_is_nothing_to_show(weekly: Blog) -> None:
    assert previewed(weekly, "2026-04-01T00:00") is None
    assert previewed(weekly, "2026-04-01T00:00", everything=True) is None


def test_all_carries_every_post_by_the_next_slot(weekly: Blog) -> None:
    slot, titles, remark = shown(weekly, "2026-08-01T00:00", everything=True)
    assert (slot, titles, remark) == (at("2026-08-03T09:00"), ["D", "C", "B", "A"], "")


def test_a_digest_that_begins_with_all_posts_shows_them(weekly: Blog) -> None:
    weekly.configure(WEEKLY + 'first = "all"\n')
    assert shown(weekly, "2026-05-11T09:00")[1] == ["D", "C", "B", "A"]
    # Nothing is too old for the first edition: there is none before it that might have carried it.
    weekly.configure(WEEKLY + 'first = "all"\nmax_age = "8d"\n')
    assert shown(weekly, "2026-05-11T09:00")[1] == ["D", "C", "B", "A"]


def test_for_a_slot_that_was_issued_it_names_the_edition(weekly: Blog) -> None:
    asked = ("issue", "weekly", "--slot", "2026-05-04T09:00")
    assert publisher(*asked, folder=weekly.folder).status == 0
    slot, titles, remark = shown(weekly, "2026-05-04T09:00")
    assert (slot, titles) == (at("2026-05-04T09:00"), ["C", "B"])
    assert remark == (
        "weekly/1 was issued for Mon 04 May 2026 09:00 UTC: publisher editions show weekly/1. "
        "This is weekly/1, made anew."
    )
    assert shown(weekly, "2026-05-04T09:01")[1:] == (["D"], "")


def test_where_nothing_is_new_it_is_the_newest_edition_made_anew(weekly: Blog) -> None:
    for key in ("2026-05-04T09:00", "2026-05-11T09:00"):
        assert publisher("issue", "weekly", "--slot", key, folder=weekly.folder).status == 0
    made = previewed(weekly, "2026-05-12T00:00")
    assert made
    assert (made.edition.number, [post.title for post in made.edition.posts]) == (2, ["D"])
    assert made.remark == "Nothing new for Mon 18 May 2026 09:00 UTC. This is weekly/2, made anew."
    said = publisher("explain", "weekly", "--at", "2026-05-12", folder=weekly.folder).out
    assert said.startswith(
        "weekly/3, Mon 18 May 2026 09:00 UTC\nnothing new\n\n3 carried by an edition before\n"
    )
    assert "  2026-05-04  D (weekly/2)\n" in said


def test_too_few_posts_would_wait_and_it_says_so(weekly: Blog) -> None:
    weekly.configure(WEEKLY + "min_posts = 3\n")
    assert shown(weekly, "2026-05-04T09:00") == (
        at("2026-05-04T09:00"),
        ["C", "B"],
        "It would wait: 2 of at least 3 posts.",
    )


def test_what_a_limit_leaves_out_is_counted(weekly: Blog) -> None:
    weekly.configure(WEEKLY + "max_posts = 1\n")
    made = previewed(weekly, "2026-05-04T09:00")
    assert made
    report = made.report()
    assert (report["posts"], report["shown"], report["sections"][0]["more"]) == (2, 1, 1)


def test_slots_are_meant_in_the_digests_zone_else_the_sites(weekly: Blog) -> None:
    weekly.configure(WEEKLY + 'timezone = "America/New_York"\n')
    assert shown(weekly, "2026-05-04T10:00")[0] == at("2026-05-04T13:00")
    weekly.configure(WEEKLY)
    weekly.config.write_text(
        weekly.config.read_text().replace("[catalog]", 'timezone = "Asia/Tokyo"\n[catalog]')
    )
    assert shown(weekly, "2026-05-04T00:00")[0] == at("2026-05-04T00:00")


def test_nothing_is_recorded(weekly: Blog) -> None:
    before = weekly.visible()
    assert shown(weekly, "2026-05-04T09:00") == shown(weekly, "2026-05-04T09:00")
    assert weekly.visible() == before


def test_the_report_says_what_is_in_it(weekly: Blog) -> None:
    made = previewed(weekly, "2026-05-11T09:00")
    assert made
    assert made.report() == {
        "digest": "weekly",
        "number": 1,
        "slot": "2026-05-11T09:00:00+00:00",
        "subject": made.rendering.subject,
        "remark": "",
        "posts": 1,
        "shown": 1,
        "missing_strings": [],
        "cuts": {"summaries": 0, "columns": 0, "pictures": 0, "posts": 0},
        "sections": [
            {
                "heading": "",
                "slug": "",
                "posts": [
                    {
                        "guid": "tag:blog.example,2000:main/d.md",
                        "title": "D",
                        "url": "https://blog.example/posts/d/",
                    }
                ],
                "more": 0,
            }
        ],
        "bytes": made.report()["bytes"],
    }
    assert made.report()["bytes"]["message"] == len(made.message.as_bytes())


# The message


def sent(made: Preview | None) -> EmailMessage:
    """Return the message as a mail program would read it."""
    assert made
    found = message_from_bytes(made.message.as_bytes(), policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def test_the_message_is_dated_to_its_slot_and_twice_the_same(weekly: Blog) -> None:
    first, second = previewed(weekly, "2026-05-04T09:00"), previewed(weekly, "2026-05-04T09:00")
    assert first
    assert second
    assert first.message.as_bytes() == second.message.as_bytes()
    assert sent(first)["Date"] == "Mon, 04 May 2026 09:00:00 +0000"
    assert sent(first)["Message-ID"] == "<preview.weekly.20260504T0900@blog.example>"


def test_links_to_leave_are_filled_in_and_escaped(weekly: Blog) -> None:
    mail = (
        '[mail]\nfrom = "News, views <news@blog.example>"\n'.replace("News, views", '\\"News, views\\"')
        + 'unsubscribe_url = "https://blog.example/u?a=1&b=2"\npreferences_url = "https://blog.example/p"\n'
    )
    weekly.configure(WEEKLY + mail)
    made = previewed(weekly, "2026-05-04T09:00")
    assert made
    assert 'href="https://blog.example/u?a=1&amp;b=2"' in made.part("html")
    assert "https://blog.example/u?a=1&b=2" in made.part("plain")
    assert "{{" not in made.part("html") + made.part("plain")
    assert sent(made)["List-Unsubscribe"] == "<https://blog.example/u?a=1&b=2>"
    assert sent(made)["From"].addresses[0].display_name == "News, views"


@pytest.mark.parametrize(
    ("title", "url", "address"),
    [
        pytest.param(
            'News, "views" & <more>: (a blog)', "https://blog.example/", "noreply@blog.example", id="signs"
        ),
        pytest.param("Журнал", "https://блог.example/", "noreply@xn--90aexm.example", id="beyond ASCII"),
        pytest.param("Home", "http://[::1]:8000/", "noreply@localhost", id="an IPv6 address"),
        pytest.param("Home", "http://localhost:8000/", "noreply@localhost", id="this machine"),
    ],
)
def test_without_a_sender_the_site_itself_is_the_sender(
    weekly: Blog, title: str, url: str, address: str
) -> None:
    environ = {"PUBLISHER_SITE_TITLE": title, "PUBLISHER_SITE_URL": url}
    weekly.environ.update(environ)
    (sender,) = sent(previewed(weekly, "2026-05-04T09:00"))["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (title, address)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("wekly", r'^no such digest: wekly \(did you mean "weekly"\?\)$', id="near one"),
        pytest.param("zzz", r"^no such digest: zzz; there are: weekly$", id="near none"),
    ],
)
def test_a_digest_that_is_not_there_is_answered_with_those_that_are(
    weekly: Blog, name: str, said: str
) -> None:
    with pytest.raises(NoSuchDigestError, match=said):
        find_digest(weekly.app().settings, name)


def test_a_template_that_is_not_there_is_named(weekly: Blog) -> None:
    weekly.configure(WEEKLY + 'template = "crads"\n')
    with pytest.raises(TemplateError, match="digest/crads"):
        previewed(weekly, "2026-05-04T09:00")


def test_it_is_the_same_on_every_database(any_blog: Blog) -> None:
    any_blog.configure(WEEKLY)
    any_blog.write("a.md", title="A", date="2026-05-01")
    any_blog.write("b.md", title="B", date="2026-05-01")
    any_blog.sync()
    assert shown(any_blog, "2026-05-04T00:00") == (at("2026-05-04T09:00"), ["A", "B"], "")
