"""Identity, updates, moves and withdrawals: what the catalog makes of what happens to files."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from publisher.errors import SourceError
from tests.blog import Blog


def touch(blog: Blog, path: str) -> None:
    """Give a file a later time, its bytes unchanged."""
    file = blog.posts / path
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))


def test_a_guid_is_minted_from_source_and_path(any_blog: Blog) -> None:
    any_blog.write("2026/one two.md", title="A")
    any_blog.sync()
    assert any_blog.guids() == {"A": "tag:blog.example,2000:main/2026/one%20two.md"}


def test_a_link_is_the_guid_and_the_url(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A", link="https://old.example/a?x=1&y=2")
    any_blog.sync()
    (post,) = any_blog.visible()
    assert (post.guid, post.url, post.page) == (
        "https://old.example/a?x=1&y=2",
        "https://old.example/a?x=1&y=2",
        "",
    )


def test_a_post_without_link_has_a_page_of_its_own(any_blog: Blog) -> None:
    any_blog.write("2026-05-01-a-day.md")
    any_blog.sync()
    (post,) = any_blog.visible()
    assert (post.page, post.url) == ("posts/a-day/", "https://blog.example/posts/a-day/")


def test_an_unchanged_folder_is_not_read_again(any_blog: Blog) -> None:
    any_blog.write("a.md")
    assert any_blog.sync().read == 1
    again = any_blog.sync()
    assert (again.read, again.added, again.updated) == (0, 0, 0)


def test_a_touched_file_is_read_and_changes_nothing(any_blog: Blog) -> None:
    any_blog.write("a.md")
    any_blog.sync()
    before = any_blog.visible()
    touch(any_blog, "a.md")
    report = any_blog.sync()
    assert (report.read, report.updated) == (1, 0)
    assert any_blog.visible() == before


def test_a_changed_body_moves_updated_to_the_sync_and_keeps_the_guid(any_blog: Blog) -> None:
    any_blog.write("a.md", "One.", title="A")
    any_blog.sync()
    (before,) = any_blog.visible()
    assert before.updated == before.published == datetime(2026, 5, 1, tzinfo=UTC)
    any_blog.write("a.md", "Two.", title="A")
    assert any_blog.sync().updated == 1
    (after,) = any_blog.visible()
    assert (after.guid, after.published, after.updated) == (before.guid, before.published, any_blog.now)


def test_changed_tags_do_not_move_updated(any_blog: Blog) -> None:
    any_blog.write("a.md", tags=["x"])
    any_blog.sync()
    any_blog.write("a.md", tags=["x", "y"])
    assert any_blog.sync().updated == 1
    (after,) = any_blog.visible()
    assert (after.tags, after.updated) == (("x", "y"), after.published)


def test_updated_in_the_front_matter_wins(any_blog: Blog) -> None:
    any_blog.write("a.md", updated="2026-05-09T10:00:00Z")
    any_blog.sync()
    assert any_blog.visible()[0].updated == datetime(2026, 5, 9, 10, tzinfo=UTC)


def test_a_changed_setting_does_not_move_updated(any_blog: Blog) -> None:
    any_blog.write("a.md", "[here](x.html)")
    any_blog.sync()
    any_blog.configure('base_url = "https://elsewhere.example/"')
    report = any_blog.sync()
    assert (report.read, report.updated) == (1, 1)
    assert any_blog.visible()[0].updated == any_blog.visible()[0].published


def test_a_renamed_post_keeps_its_guid_and_its_page(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A")
    any_blog.sync()
    (before,) = any_blog.visible()
    (any_blog.posts / "a.md").rename(any_blog.posts / "b.md")
    report = any_blog.sync()
    assert (report.moved, report.added, report.withdrawn, report.updated) == (1, 0, 0, 0)
    assert any_blog.visible() == (before,)


def test_a_post_keeps_its_guid_when_another_takes_its_place_in_the_same_moment(any_blog: Blog) -> None:
    any_blog.write("a.md", "The first.", title="A")
    any_blog.sync()
    guid = any_blog.guids()["A"]
    (any_blog.posts / "a.md").rename(any_blog.posts / "z.md")
    any_blog.write("a.md", "Another.", title="B")
    report = any_blog.sync()
    assert (report.moved, report.added, report.withdrawn) == (1, 1, 0)
    assert any_blog.guids() == {"A": guid, "B": f"{guid}-2"}


def test_a_copy_is_a_post_of_its_own(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A")
    any_blog.sync()
    any_blog.write("b.md", title="A")
    report = any_blog.sync()
    assert (report.moved, report.added) == (0, 1)
    assert len({post.guid for post in any_blog.visible()}) == 2


def test_a_post_that_moves_and_changes_is_new(any_blog: Blog) -> None:
    any_blog.write("a.md", "One.", title="A")
    any_blog.sync()
    (any_blog.posts / "a.md").unlink()
    any_blog.write("b.md", "Two.", title="A")
    report = any_blog.sync()
    assert (report.added, report.withdrawn, report.moved) == (1, 1, 0)


def test_a_link_finds_its_post_wherever_the_file_goes(any_blog: Blog) -> None:
    any_blog.write("a.md", "One.", title="A", link="https://old.example/1")
    any_blog.write("b.md", "Two.", title="B", link="https://old.example/2")
    any_blog.sync()
    (any_blog.posts / "b.md").unlink()
    any_blog.write("a.md", "Two!", title="B2", link="https://old.example/2")
    any_blog.write("c.md", "One!", title="A2", link="https://old.example/1")
    report = any_blog.sync()
    assert (report.added, report.withdrawn, report.moved, report.updated) == (0, 0, 2, 2)
    assert any_blog.guids() == {"A2": "https://old.example/1", "B2": "https://old.example/2"}


def test_a_post_whose_link_changes_is_another_unless_it_names_its_guid(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A", link="http://old.example/1")
    any_blog.write("b.md", title="B", link="http://old.example/2")
    any_blog.sync()
    any_blog.write("a.md", title="A", link="https://new.example/1")
    any_blog.write("b.md", title="B", link="https://new.example/2", guid="http://old.example/2")
    report = any_blog.sync()
    assert (report.added, report.withdrawn) == (1, 1)
    assert any_blog.guids() == {"A": "https://new.example/1", "B": "http://old.example/2"}


def test_a_link_added_later_does_not_change_the_guid(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A")
    any_blog.sync()
    guid = any_blog.guids()["A"]
    any_blog.write("a.md", "More.", title="A", link="https://new.example/1")
    assert any_blog.sync().added == 0
    (post,) = any_blog.visible()
    assert (post.guid, post.url, post.page) == (guid, "https://new.example/1", "posts/a/")


def test_a_removed_file_withdraws_its_post_and_brings_it_back_with_its_guid(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A")
    any_blog.write("b.md", title="B")
    any_blog.sync()
    before = any_blog.guids()
    (any_blog.posts / "a.md").unlink()
    assert any_blog.sync().withdrawn == 1
    assert any_blog.guids() == {"B": before["B"]}
    any_blog.write("a.md", title="A")
    report = any_blog.sync()
    assert (report.added, any_blog.guids()) == (0, before)


def test_a_broken_file_keeps_its_post_and_says_where(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A")
    any_blog.sync()
    (any_blog.posts / "a.md").write_text("---\ntitle: A\ndate: 2026-13-45\n---\nWords.\n")
    report = any_blog.sync()
    assert report.withdrawn == 0
    assert list(any_blog.guids()) == ["A"]
    (notice,) = any_blog.notices("skipped")
    assert (notice.path, notice.line) == ("a.md", 3)
    any_blog.write("a.md", title="A again")
    assert any_blog.sync().added == 0


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        pytest.param({"updated": "2026-05-03"}, {"updated": "2026-05-02"}, "a.md", id="newer updated"),
        pytest.param({"date": "2026-05-01"}, {"date": "2026-05-02"}, "b.md", id="newer published"),
        pytest.param({}, {}, "b.md", id="later path"),
    ],
)
def test_of_two_files_with_one_guid_the_newer_wins(
    any_blog: Blog, first: dict[str, str], second: dict[str, str], winner: str
) -> None:
    any_blog.write("a.md", guid="x:1", **first)
    any_blog.write("b.md", guid="x:1", **second)
    assert any_blog.sync().added == 1
    assert [post.title for post in any_blog.visible()] == [winner]
    (notice,) = any_blog.notices("duplicate")
    assert {notice.path, notice.reason.split(": ")[1].split()[0]} == {"a.md", "b.md"}


def test_the_other_file_of_a_guid_takes_over_when_the_winner_goes(any_blog: Blog) -> None:
    any_blog.write("a.md", guid="x:1")
    any_blog.write("b.md", guid="x:1")
    any_blog.sync()
    (any_blog.posts / "b.md").unlink()
    report = any_blog.sync()
    assert report.withdrawn == 0
    assert any_blog.guids() == {"a.md": "x:1"}


def test_a_second_file_that_arrives_later_and_is_newer_wins(any_blog: Blog) -> None:
    any_blog.write("b.md", guid="x:1")
    any_blog.sync()
    any_blog.write("a.md", guid="x:1", date="2026-05-20")
    report = any_blog.sync()
    assert (report.added, any_blog.guids()) == (0, {"a.md": "x:1"})


def test_drafts_and_future_posts_stay_out(any_blog: Blog) -> None:
    any_blog.write("draft.md", draft=True)
    any_blog.write("future.md", date=(any_blog.now + timedelta(days=2)).isoformat())
    any_blog.sync()
    assert any_blog.visible() == ()
    any_blog.now += timedelta(days=3)
    assert [post.title for post in any_blog.visible()] == ["future.md"]


def test_a_source_that_is_suddenly_empty_is_taken_for_a_mistake(any_blog: Blog) -> None:
    any_blog.write("a.md")
    any_blog.sync()
    (any_blog.posts / "a.md").unlink()
    with pytest.raises(SourceError, match="--allow-empty"):
        any_blog.sync()
    assert len(any_blog.visible()) == 1
    assert any_blog.sync(allow_empty=True).withdrawn == 1


def test_a_source_that_leaves_the_settings_withdraws_its_posts(any_blog: Blog) -> None:
    (any_blog.folder / "other").mkdir()
    (any_blog.folder / "other" / "o.md").write_text("---\ntitle: O\ndate: 2026-05-02\n---\nHi there.\n")
    any_blog.write("a.md")
    any_blog.configure('[[sources]]\nname = "other"\npath = "other"')
    assert any_blog.sync().added == 2
    any_blog.configure()
    assert any_blog.sync().withdrawn == 1


def test_posts_with_one_slug_get_pages_of_their_own(any_blog: Blog) -> None:
    for month in (1, 2, 3):
        any_blog.write(f"2026-0{month}-01-monthly.md", slug="monthly", date=f"2026-0{month}-01")
    any_blog.sync()
    pages = [post.page for post in reversed(any_blog.visible())]
    assert pages == ["posts/monthly/", "posts/2026-02-01-monthly/", "posts/2026-03-01-monthly/"]


def test_two_posts_cannot_take_one_guid_by_naming_a_minted_one(any_blog: Blog) -> None:
    any_blog.write("a.md", guid="tag:blog.example,2000:main/b.md")
    any_blog.write("b.md")
    any_blog.sync()
    assert set(any_blog.guids().values()) == {
        "tag:blog.example,2000:main/b.md",
        "tag:blog.example,2000:main/b.md-2",
    }


def test_a_file_name_that_is_not_utf8_is_reported_and_stops_no_other(any_blog: Blog) -> None:
    any_blog.write("a.md")
    odd = os.fsencode(any_blog.posts) + b"/caf\xe9.md"
    with open(odd, "wb") as file:  # noqa: PTH123 - a name that pathlib would not give
        file.write(b"---\ntitle: C\n---\nNo date.\n")
    any_blog.sync()
    assert list(any_blog.guids()) == ["a.md"]
    (notice,) = any_blog.notices("skipped")
    assert notice.path == r"caf\xe9.md"
    assert any_blog.sync().read == 0
