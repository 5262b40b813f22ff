"""Which post a file is, as a pure decision; what the catalog makes of it is in test_sync."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.identity import Candidates, Claim, Known, choose_page, claimed_times, mint, recognise
from publisher.model import Reading

DAY = datetime(2026, 5, 1, tzinfo=UTC)
LINK = "https://old.example/1"
ADOPTED = "https://old.example/?p=12"
OWN_PAGE = "https://blog.example/posts/a/"
MINTED = "tag:blog.example,2000:main/a.md"


def reading(*, guid: str = "", link: str = "", content_hash: str = "same") -> Reading:
    return Reading(
        path="a.md",
        title="A",
        published=DAY,
        content_html="",
        content_text="",
        content_hash=content_hash,
        guid=guid,
        link=link,
    )


def known(guid: str, *, url: str = "", page: str = "", content_hash: str = "same") -> Known:
    return Known(
        id=1,
        guid=guid,
        url=url,
        page=page,
        source="main",
        path="a.md",
        content_hash=content_hash,
        signature="",
        updated=DAY,
        withdrawn=False,
        published=DAY,
        draft=False,
        retracted=None,
    )


def candidates(*stored: Known, at_path: Known | None = None, vanished: Known | None = None) -> Candidates:
    return Candidates(
        by_guid={one.guid: one for one in stored},
        by_url={one.url: one for one in stored if one.url},
        at_path=at_path,
        vanished=vanished,
    )


@pytest.mark.parametrize(
    ("file", "stored", "guid"),
    [
        pytest.param(reading(), candidates(), "", id="unknown: to be minted"),
        pytest.param(reading(guid="x:1", link=LINK), candidates(), "x:1", id="its own guid before its link"),
        pytest.param(
            reading(guid="x:2"), candidates(at_path=known("x:1")), "x:2", id="its own guid before its path"
        ),
        pytest.param(reading(link=LINK), candidates(), LINK, id="a link"),
        pytest.param(reading(link=LINK), candidates(known(LINK)), LINK, id="a link that is a guid"),
        pytest.param(
            reading(link=LINK), candidates(known("x:1", url=LINK)), "x:1", id="a link that is an address"
        ),
        pytest.param(
            reading(link="https://new.example/1"),
            candidates(at_path=known(LINK, url=LINK)),
            "https://new.example/1",
            id="a new link where another was: another post",
        ),
        pytest.param(
            reading(link=LINK, content_hash="other"),
            candidates(at_path=known(MINTED)),
            MINTED,
            id="a first link on a post with a minted guid",
        ),
        pytest.param(
            reading(content_hash="other"),
            candidates(at_path=known(MINTED)),
            MINTED,
            id="the post at its path",
        ),
        pytest.param(
            reading(),
            candidates(vanished=known("tag:x")),
            "tag:x",
            id="the same content, gone from elsewhere",
        ),
        pytest.param(
            reading(),
            candidates(at_path=known(MINTED), vanished=known("tag:x")),
            MINTED,
            id="its path before content from elsewhere",
        ),
        pytest.param(
            reading(),
            candidates(at_path=known(LINK, url=LINK), vanished=known("tag:x")),
            "tag:x",
            id="content from elsewhere before a path whose post had a link",
        ),
        pytest.param(
            reading(), candidates(at_path=known(LINK, url=LINK)), LINK, id="a link taken out of the file"
        ),
        pytest.param(
            reading(link="https://new.example/1"),
            candidates(at_path=known(ADOPTED, url=LINK)),
            ADOPTED,
            id="a new link on a post with an adopted guid",
        ),
        pytest.param(
            reading(link=LINK),
            candidates(at_path=known(OWN_PAGE, url=OWN_PAGE, page="posts/a/")),
            OWN_PAGE,
            id="a first link on a post that adopted the address of its page",
        ),
        pytest.param(
            reading(content_hash="other"),
            candidates(at_path=known(ADOPTED, url=OWN_PAGE, page="posts/a/"), vanished=known("tag:x")),
            ADOPTED,
            id="an adopted guid at its path before content from elsewhere",
        ),
        pytest.param(
            reading(),
            candidates(vanished=known(ADOPTED, url=OWN_PAGE, page="posts/a/")),
            ADOPTED,
            id="an adopted guid whose file moved",
        ),
    ],
)
def test_which_post_a_file_is(file: Reading, stored: Candidates, guid: str) -> None:
    assert recognise(file, stored) == guid


@pytest.mark.parametrize(
    ("path", "guid"),
    [
        pytest.param("a.md", "tag:blog.example,2000:main/a.md", id="plain"),
        pytest.param("2026/one two.md", "tag:blog.example,2000:main/2026/one%20two.md", id="a space"),
        pytest.param(
            "é#?%.md", "tag:blog.example,2000:main/%C3%A9%23%3F%25.md", id="what an address reserves"
        ),
    ],
)
def test_a_minted_guid_is_made_of_source_and_path(path: str, guid: str) -> None:
    assert mint("blog.example,2000", "main", path, ()) == guid


def test_a_minted_guid_that_is_taken_gets_a_number() -> None:
    assert mint("blog.example,2000", "main", "a.md", {MINTED, f"{MINTED}-2"}) == f"{MINTED}-3"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_two_paths_never_share_a_minted_guid(one: str, other: str) -> None:
    assert (mint("a,2000", "s", one, ()) == mint("a,2000", "s", other, ())) == (one == other)


@pytest.mark.parametrize(
    ("taken", "page"),
    [
        pytest.param((), "posts/monthly/", id="free"),
        pytest.param({"posts/monthly/"}, "posts/2026-may-monthly/", id="taken: made of the path"),
        pytest.param(
            {"posts/monthly/", "posts/2026-may-monthly/"},
            "posts/2026-may-monthly-2/",
            id="that too: numbered",
        ),
    ],
)
def test_a_page_that_is_taken_gives_way(taken: set[str], page: str) -> None:
    assert choose_page("posts/monthly/", "2026/may/monthly.md", taken) == page


def claim(path: str, published: datetime, updated: datetime | None = None) -> Claim:
    file = replace(reading(), published=published, updated=updated)
    return Claim(times=claimed_times(file), source="main", path=path)


def test_the_greater_claim_is_newer_by_update_then_date_then_path() -> None:
    later, latest = DAY + timedelta(seconds=1), DAY + timedelta(days=900)
    ordered = [
        claim("1.md", DAY),
        claim("2.md", DAY),
        claim("1.md", DAY, later),
        claim("0.md", later),
        claim("0.md", DAY, latest),
    ]
    assert sorted(ordered[2:] + ordered[:2]) == ordered
