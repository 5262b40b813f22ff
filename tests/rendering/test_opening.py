"""Subject and preheader: what an inbox shows of an edition, whatever the titles are."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.languages import display_width
from publisher.model import Digest, Section, Site
from publisher.rendering import Rendering
from publisher.rendering.opening import SUBJECT_COLUMNS, fitting_subject, teaser
from tests.rendering.samples import SITE, make_edition, make_post
from tests.rendering.test_looks import LOOKS, render


def opened(
    *titles: str, summary: str = "", site: Site = SITE, look: str = "cards", digest: str = "The week"
) -> Rendering:
    """Return an edition of posts with these titles, the first one's summary given."""
    posts = tuple(
        make_post(title, days_ago=number, summary="" if number else summary)
        for number, title in enumerate(titles)
    )
    section = Section(heading="", slug="", posts=posts)
    edition = make_edition(digest=Digest(name="weekly", title=digest, template=look), sections=(section,))
    return render(look, edition, site=site)


SUBJECTS = [
    pytest.param(("Swifts",), "The week: Swifts", id="one post"),
    pytest.param(("Swifts", "b", "c"), "The week: Swifts, and 2 more", id="several"),
    pytest.param(
        ("Keep the drafts and lose the deadline, always", "b"),
        "Keep the drafts and lose the deadline, always, and 1 more",
        id="without the digest's name, 68 columns with it",
    ),
    pytest.param(("t" * 50,), f"The week: {'t' * 50}", id="sixty columns"),
    pytest.param(
        ("Keep the drafts, lose the deadline, and never look at either again", "b"),
        "Keep the drafts, lose the deadline, and never…, and 1 more",
        id="cut at a word",
    ),
    pytest.param(("w" * 90,), "w" * 59 + "…", id="within the only word"),
]


@pytest.mark.parametrize(("titles", "subject"), SUBJECTS)
@pytest.mark.parametrize("look", LOOKS)
def test_a_subject_keeps_as_much_as_an_inbox_shows(titles: tuple[str, ...], subject: str, look: str) -> None:
    assert opened(*titles, look=look).subject == subject


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        pytest.param("fr", "La semaine\u202f: Martinets", id="French, with its space"),
        pytest.param("ja", "La semaine：Martinets", id="Japanese, a wide colon"),
        pytest.param("zh-Hans", "La semaine：Martinets", id="Chinese, a wide colon"),
        pytest.param("de", "La semaine: Martinets", id="German"),
    ],
)
def test_a_colon_is_written_as_the_language_writes_it(language: str, subject: str) -> None:
    made = opened("Martinets", digest="La semaine", site=replace(SITE, language=language))
    assert made.subject == subject


def test_the_text_part_too_writes_colons_as_the_language_does() -> None:
    lines = opened("Martinets", site=replace(SITE, language="fr")).text.split("\n")
    assert "Voir dans le navigateur\u202f:" in lines
    assert [line for line in lines if ":" in line.replace("\u202f:", "").replace("://", "")] == []


def test_an_edition_of_nothing_has_a_subject() -> None:
    made = render("cards", make_edition(digest=Digest(name="weekly", title="The week"), sections=()))
    assert made.subject == "The week: nothing new"


@given(st.text(min_size=1, max_size=200), st.text(max_size=60))
def test_no_subject_is_wider_than_an_inbox_or_cut_without_need(title: str, label: str) -> None:
    def renders(values: object) -> str:
        assert isinstance(values, dict)
        return (
            f"{values['subject_label']}: {values['lead_title']}"
            if values["subject_label"]
            else values["lead_title"]
        )

    said = fitting_subject(renders, label=label, title=title, language="en")
    assert display_width(said) <= SUBJECT_COLUMNS
    assert title in said or display_width(title) > SUBJECT_COLUMNS


PREHEADERS = [
    pytest.param(
        ("Lead", "A feed is a promise about addresses", "Swifts"),
        "",
        "A feed is a promise about addresses · Swifts",
        id="the other titles",
    ),
    pytest.param(
        ("Lead", "Swifts"),
        "It is May, and they are back.",
        "Swifts · It is May, and they are back.",
        id="and more",
    ),
    pytest.param(
        ("Lead",), "", "The Quiet Press · The week · March 15, 2024", id="nothing else than where it is from"
    ),
    pytest.param(
        ("Lead",), "Words that go on " * 20, "Words that go on " * 6 + "Words that go on…", id="cut"
    ),
]


@pytest.mark.parametrize(("titles", "summary", "preheader"), PREHEADERS)
@pytest.mark.parametrize("look", LOOKS)
def test_a_preheader_fills_its_place(
    titles: tuple[str, ...], summary: str, preheader: str, look: str
) -> None:
    assert opened(*titles, summary=summary, look=look).preheader == preheader


def test_a_preheader_takes_no_more_than_it_needs() -> None:
    assert teaser(["a" * 30, "b"], "en") == "a" * 30
    assert teaser(["a" * 29, "", "b"], "en") == "a" * 29 + " · b"


def test_a_post_without_a_title_is_called_by_its_day() -> None:
    made = opened("", "Swifts")
    assert made.subject == "The week: March 15, 2024, and 1 more"
    assert "March 15, 2024</a>" in re.sub(r"\s+<", "<", made.html)
    assert "* March 15, 2024\n" in made.text
