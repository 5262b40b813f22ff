"""`publisher explain DIGEST`: why each post is in the edition that would go out, or is not."""

import pytest

from tests.blog import Blog
from tests.command import publisher

ASKED = ("explain", "weekly", "--at", "2026-05-04T09:00")
WEEKLY = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\ngroup_by = "none"\n'


@pytest.fixture
def weekly(blog: Blog) -> Blog:
    """Posts of which each kind of thing becomes; the slot is Monday, 4 May 2026, 09:00 UTC."""
    blog.configure(WEEKLY)
    blog.write("gone.md", title="Gone", date="2026-05-01")
    blog.write("before.md", title="Before", date="2026-04-27T09:00:00Z")
    blog.write("one.md", title="One", date="2026-05-01")
    blog.write("two.md", title="Two", date="2026-05-02")
    blog.write("draft.md", title="Draft", date="2026-05-02", draft=True)
    blog.write("future.md", title="Future", date="2026-05-04T09:00:01Z")
    blog.sync()
    (blog.posts / "gone.md").unlink()
    blog.sync()
    return blog


def outcomes(blog: Blog) -> dict[str, str]:
    """Return what becomes of each post, by its title."""
    return {
        post["title"]: post["outcome"]
        for post in publisher(*ASKED, "--json", folder=blog.folder).json["posts"]
    }


def test_each_post_is_told_what_becomes_of_it(weekly: Blog) -> None:
    assert outcomes(weekly) == {
        "Two": "carried",
        "One": "carried",
        "Future": "future",
        "Draft": "draft",
        "Before": "before_start",
        "Gone": "withdrawn",
    }


def test_what_a_limit_keeps_out_of_the_email_is_in_the_web_edition(weekly: Blog) -> None:
    weekly.configure(WEEKLY + "max_posts = 1\n")
    assert {title: outcome for title, outcome in outcomes(weekly).items() if title in ("One", "Two")} == {
        "Two": "carried",
        "One": "over_limit",
    }


def test_too_few_posts_wait(weekly: Blog) -> None:
    weekly.configure(WEEKLY + "min_posts = 3\n")
    assert [outcome for outcome in outcomes(weekly).values() if outcome in ("carried", "waiting")] == [
        "waiting"
    ] * 2


def test_a_person_reads_counts_words_and_titles(weekly: Blog) -> None:
    said = publisher(*ASKED, folder=weekly.folder).out
    assert said.startswith(
        "weekly/1, Mon 04 May 2026 09:00 UTC\n\n2 in it\n  2026-05-02  Two\n  2026-05-01  One\n"
    )
    assert "1 published after the slot: for a later edition\n  2026-05-04  Future\n" in said
    assert "1 withdrawn: its file is gone\n" in said


def test_of_many_only_the_newest_are_listed_unless_all_are_asked_for(blog: Blog) -> None:
    blog.configure(WEEKLY)
    for number in range(12):
        blog.write(f"{number}.md", title=f"Post {number}", date=f"2026-05-01T{number:02}:00:00Z")
    blog.sync()
    said = publisher(*ASKED, folder=blog.folder).out
    assert said.endswith("  2026-05-01  Post 2\n  and 2 more; --all lists them\n")
    assert publisher(*ASKED, "--all", folder=blog.folder).out.endswith("Post 1\n  2026-05-01  Post 0\n")


def test_without_any_post_it_says_so_and_fails_in_nothing(blog: Blog) -> None:
    blog.configure(WEEKLY)
    blog.write("draft.md", title="Draft", date="2026-05-02", draft=True)
    blog.sync()
    outcome = publisher(*ASKED, folder=blog.folder)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.endswith("\n1 a draft\n  2026-05-02  Draft\n")


def test_it_is_the_same_on_every_database(any_blog: Blog) -> None:
    any_blog.configure(WEEKLY)
    any_blog.write("one.md", title="One", date="2026-05-01")
    any_blog.write("draft.md", title="Draft", date="2026-05-02", draft=True)
    any_blog.sync()
    assert outcomes(any_blog) == {"One": "carried", "Draft": "draft"}


def test_what_an_edition_carried_names_it(weekly: Blog) -> None:
    assert publisher("issue", "weekly", "--slot", "2026-05-04T09:00", folder=weekly.folder).status == 0
    asked = ("explain", "weekly", "--at", "2026-05-04T09:01")
    said = publisher(*asked, folder=weekly.folder).out
    assert said.startswith("weekly/2, Mon 11 May 2026 09:00 UTC\n\n1 in it\n  2026-05-04  Future\n")
    assert (
        "\n2 carried by an edition before\n  2026-05-02  Two (weekly/1)\n  2026-05-01  One (weekly/1)\n"
        in said
    )
    found = publisher(*asked, "--json", folder=weekly.folder).json["posts"]
    assert {post["title"]: post["edition"] for post in found if post["edition"]} == {"Two": 1, "One": 1}


def test_what_is_too_old_says_so(weekly: Blog) -> None:
    weekly.configure(WEEKLY + 'first = "all"\nmax_age = "8d"\n')
    publisher("issue", "weekly", "--slot", "2026-05-04T09:00", folder=weekly.folder)
    weekly.write("late.md", title="Late", date="2026-04-20")
    weekly.write("dated-back.md", title="Dated back", date="2026-05-03T12:00:00Z")
    weekly.sync()
    said = publisher("explain", "weekly", "--at", "2026-05-04T09:01", folder=weekly.folder).out
    assert "2 in it\n  2026-05-04  Future\n  2026-05-03  Dated back\n" in said
    assert "1 older than max_age, and not published since the edition before\n  2026-04-20  Late\n" in said
