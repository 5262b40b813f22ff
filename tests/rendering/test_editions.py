"""An edition as people get it: the same in HTML and in text, in both directions, in any zone."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from publisher.languages import display_width
from publisher.model import Digest, Image, Post, Section
from publisher.rendering import Rendering, render_edition
from publisher.rendering.environment import environment
from tests.rendering.samples import (
    HEBREW_SITE,
    MAIL,
    PICTURE,
    POSTS,
    SECTIONS,
    SITE,
    TEMPLATES,
    make_edition,
    make_post,
)

WEB_URL = "https://press.example/editions/weekly/7/"
GMAIL_CUTS_AT = 102 * 1024


def render(edition: object = None, **values: object) -> Rendering:
    defaults: dict[str, object] = {"site": SITE, "mail": MAIL, "templates": TEMPLATES, "web_url": WEB_URL}
    return render_edition(edition or make_edition(), **(defaults | values))  # type: ignore[arg-type]


def render_posts(*posts: Post, **values: object) -> Rendering:
    sections = (Section(heading="", slug="", posts=posts),)
    return render(make_edition(sections=sections), **values)


def read(rendering: Rendering) -> html.HtmlElement:
    return html.document_fromstring(rendering.html)


def words(text: str) -> str:
    return " ".join(text.split())


PIECES = [
    pytest.param("The Quiet Press", id="site"),
    pytest.param("The week on paper", id="digest"),
    pytest.param("No. 7", id="number"),
    pytest.param("Mar 3 – 15, 2024", id="dates"),
    pytest.param("11 posts", id="count"),
    pytest.param("In this edition", id="contents"),
    pytest.param("Ada Moreno, Bram Okafor", id="authors"),
    pytest.param("7 min read", id="reading time"),
    pytest.param("5 more in Writing", id="more"),
    pytest.param(MAIL.postal_address, id="postal address"),
    pytest.param("You get this because you subscribed to The week on paper from The Quiet Press.", id="why"),
    pytest.param("View in browser", id="view in browser"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_html_and_text_both_have_it(piece: str) -> None:
    rendering = render()
    assert piece in words(read(rendering).text_content().replace("\xa0", " "))
    assert piece in words(rendering.text)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(WEB_URL, id="web edition"),
        pytest.param(f"{WEB_URL}#writing", id="the rest of a section"),
        pytest.param("{{unsubscribe_url}}", id="unsubscribe, to be filled in"),
        pytest.param("{{preferences_url}}", id="preferences, to be filled in"),
        pytest.param(POSTS[1].url, id="a post"),
    ],
)
def test_html_links_to_it_and_text_has_it_on_a_line_of_its_own(address: str) -> None:
    rendering = render()
    assert address in read(rendering).xpath("//a/@href")
    assert address in [line.strip() for line in rendering.text.split("\n")]


def test_html_and_text_have_the_same_posts_in_the_same_order() -> None:
    rendering = render()
    titles = [title.text_content() for title in read(rendering).xpath("//h3")]
    assert titles == [post.title for post in make_edition().posts]
    assert re.findall(r"^\* (.*)$", rendering.text, re.MULTILINE) == titles


def test_no_line_of_text_is_wider_than_72_columns_but_an_address() -> None:
    long = make_post("文" * 90 + " wide", summary="word " * 200, authors=POSTS[1].authors * 9)
    for line in (render().text + render_posts(long).text).split("\n"):
        assert display_width(line) <= 72 or "://" in line.strip().split(" ")[0], line


def test_the_subject_and_what_stands_beside_it_name_posts() -> None:
    rendering = render()
    assert rendering.subject == "Keep the drafts, lose the deadline, and 10 more"
    assert rendering.preheader.startswith("לכתוב מימין לשמאל · A feed is a promise")
    assert read(rendering).xpath("//title/text()") == [rendering.subject]
    assert rendering.preheader in read(rendering).xpath("//body/div[1]/text()")


def test_a_subject_is_one_line_whatever_the_title_holds() -> None:
    assert (
        render_posts(make_post("a\r\nBcc: x@example.org")).subject
        == "The week on paper: a Bcc: x@example.org"
    )


def test_a_subject_is_not_escaped_as_html() -> None:
    assert render_posts(make_post("Q&A <3")).subject.endswith(": Q&A <3")


def test_the_lead_post_is_larger() -> None:
    page = read(render())
    lead, thumb = page.xpath("//td//img")
    assert (lead.get("width"), lead.get("alt")) == ("536", "A desk with one lamp lit")
    assert (thumb.get("width"), thumb.get("class")) == ("120", "thumb")
    sizes = [re.findall(r"(\d+)px", title.get("style"))[-1] for title in page.xpath("//h3")]
    assert sizes == ["26", "20", "20", "20", "20", "20"]


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        pytest.param((1600, 1000), ("536", "335"), id="scaled down"),
        pytest.param((1000, 2000), ("201", "402"), id="no higher than its place"),
        pytest.param((300, 100), ("300", "100"), id="never larger than it is"),
        pytest.param((1072, 2), ("536", "1"), id="a line"),
        pytest.param((0, 0), ("536", None), id="of unknown size: Outlook keeps its proportions"),
    ],
)
def test_an_image_has_its_place_and_its_proportions(
    size: tuple[int, int], shown: tuple[str | None, ...]
) -> None:
    image = replace(PICTURE, width=size[0], height=size[1])
    found = read(render_posts(make_post("x", image=image))).xpath("//td//img")[0]
    assert (found.get("width"), found.get("height")) == shown
    assert ("max-height:402px" in found.getparent().get("style")) == (shown[1] is None)


def test_dates_are_in_the_digests_zone() -> None:
    late = make_post("Late", published=datetime(2024, 3, 15, 22, tzinfo=UTC))
    rendering = render_posts(late)  # the digest is Tokyo's, the site Lisbon's
    assert "March 16, 2024" in rendering.html
    assert "March 16, 2024" in rendering.text


@pytest.mark.parametrize(
    ("days_ago", "words_shown"),
    [
        pytest.param(0, "· March 15, 2024 ·", id="one day is one date"),
        pytest.param(5, "· Mar 10 – 15, 2024 ·", id="within a month"),
        pytest.param(20, "· Feb 24 – Mar 15, 2024 ·", id="over two months"),
        pytest.param(100, "· Dec 6, 2023 – Mar 15, 2024 ·", id="over two years"),
    ],
)
def test_the_days_it_covers_are_said_in_words(days_ago: int, words_shown: str) -> None:
    text = render_posts(make_post("New"), make_post("Old", days_ago=days_ago)).text
    assert words_shown in text.split("====")[0]


def test_two_sections_need_no_contents() -> None:
    rendering = render(make_edition(sections=SECTIONS[:2]))
    assert "In this edition" not in rendering.html + rendering.text


def test_posts_without_a_heading_stand_alone() -> None:
    rendering = render(make_edition(sections=(Section(heading="", slug="", posts=POSTS, more=2),)))
    page = read(rendering)
    assert [title.text_content() for title in page.xpath("//h2")] == [post.title for post in POSTS]
    assert page.xpath("//h3") == []
    assert read(rendering).xpath(f"//a[@href='{WEB_URL}'][contains(., '2 more posts')]")
    assert f"2 more posts:\n{WEB_URL}\n" in rendering.text


def test_what_is_left_of_the_rest_is_not_called_more_in_more() -> None:
    sections = (
        Section(heading="Writing", slug="writing", posts=POSTS[:2]),
        Section(heading="More", slug="", posts=POSTS[2:], more=3),
    )
    rendering = render(make_edition(sections=sections))
    assert read(rendering).xpath(f"//a[@href='{WEB_URL}#rest'][.='3 more posts']")
    assert f"3 more posts:\n{WEB_URL}#rest\n" in rendering.text


def test_an_edition_without_posts_says_so() -> None:
    rendering = render(make_edition(sections=()))
    assert rendering.subject == "The week on paper: nothing new"
    assert "Nothing new this time." in rendering.html
    assert "Nothing new this time." in rendering.text


def test_a_hebrew_post_runs_right_to_left_in_an_english_edition() -> None:
    page = read(render())
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    cell = page.xpath("//td[@lang='he']")[0]
    assert (cell.get("dir"), cell.get("align")) == ("rtl", "right")
    assert page.xpath("//td[@lang='zh-Hans']/@align") == ["left"]


def test_an_edition_of_a_hebrew_site_is_mirrored() -> None:
    rendering = render(site=HEBREW_SITE)
    page = read(rendering)
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")
    assert "direction:ltr" not in rendering.html
    headings = page.xpath("//h1/ancestor::td[1]/@align | //h2/ancestor::td[1]/@align")
    assert set(headings) == {"right"}
    assert page.xpath("//td[@lang='zh-Hans']/@dir") == ["ltr"]
    assert "15 במרץ 2024" in rendering.html


def test_an_edition_adapts_to_a_dark_scheme_and_fetches_no_font() -> None:
    rendering = render()
    assert read(rendering).xpath("//meta[@name='color-scheme']/@content") == ["light dark"]
    assert "prefers-color-scheme: dark" in rendering.html
    assert not re.search(r"@import|fonts\.|<script|<link", rendering.html)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="a script"),
        pytest.param("</mj-raw></mj-column>", id="MJML"),
        pytest.param("{{ site.url }} {% if %}", id="template syntax"),
        pytest.param("a & b &amp; &nbsp; \"c\" 'd'", id="entities and quotes"),
        pytest.param("x < y > z ]]> <!-- -->", id="signs"),
    ],
)
def test_text_is_shown_as_it_is_written(text: str) -> None:
    post = make_post(text, summary=text, image=Image(url="https://a.example/?b=1&c=2", alt=text))
    page = read(render_posts(post))
    assert page.xpath("//h2")[0].text_content() == text
    assert page.xpath("//td//img/@alt") == [text]
    assert page.xpath("//td//img/@src") == ["https://a.example/?b=1&c=2"]


def test_a_character_that_xml_forbids_costs_only_itself() -> None:
    assert [h.text for h in read(render_posts(make_post("a\x00b\x0bc\ud800d"))).xpath("//h2/a")] == ["abcd"]


def test_a_note_stands_above_the_edition() -> None:
    page = read(render(note_html="Nothing new: this is <b>the last</b> edition."))
    assert page.xpath("//td[contains(@class, 'note')]//b/text()") == ["the last"]


def test_an_edition_rendered_twice_is_the_same_bytes() -> None:
    first = render()
    environment.cache_clear()
    assert render() == first


def test_a_post_costs_an_edition_about_a_kilobyte() -> None:
    summary = POSTS[0].summary + " " + POSTS[1].summary
    posts = [make_post(f"{POSTS[1].title} {n}", summary=summary, image=PICTURE) for n in range(60)]
    ten, sixty = (len(render_posts(*posts[:count]).html.encode()) for count in (10, 60))
    assert (sixty - ten) / 50 < 1150  # of which 450 are the post's own words and addresses
    assert sixty < GMAIL_CUTS_AT * 3 / 4


@pytest.mark.parametrize(
    ("language", "day"),
    [
        pytest.param("de", "15. März 2024", id="german"),
        pytest.param("zh-Hant-TW", "2024年3月15日", id="chinese with script and region"),
        pytest.param("en-GB-oxendict", "15 March 2024", id="a variant that is not known"),
        pytest.param("xx-QQ", "March 15, 2024", id="an unknown language is English"),
    ],
)
def test_dates_are_in_the_sites_language(language: str, day: str) -> None:
    assert day in render(site=replace(SITE, language=language)).text


def test_words_that_a_language_lacks_are_told_once_each(tmp_path: Path) -> None:
    own = tmp_path / "digest" / "own"
    own.mkdir(parents=True)
    (own / "edition.mjml").write_text(
        "<mjml><mj-body><mj-section><mj-column><mj-text>{{ _('home') }} {{ _('home') }}</mj-text>"
        "</mj-column></mj-section></mj-body></mjml>"
    )
    for name, words in (("edition", "{{ _('posts', n=2) }}"), ("subject", "Nieuw"), ("preheader", "Nieuws")):
        (own / f"{name}.txt").write_text(words)
    edition = make_edition(digest=Digest(name="weekly", template="own"))
    dutch = render(edition, site=replace(SITE, language="nl"), templates=(tmp_path, *TEMPLATES))
    assert "Home Home" in dutch.html
    assert dutch.missing == ("home", "posts")
    german = render(edition, site=replace(SITE, language="de"), templates=(tmp_path, *TEMPLATES))
    assert german.missing == ()


def test_a_placeholder_in_what_people_wrote_is_not_filled_in_for_readers() -> None:
    written = "{{unsubscribe_url}} and {{preferences_url}}"
    post = make_post(written, summary=written)
    edition = make_edition(sections=(Section(heading=written, slug="x", posts=(post,)),))
    rendering = render_edition(
        edition,
        site=SITE,
        mail=MAIL,
        templates=TEMPLATES,
        web_url=WEB_URL,
        editor_note=f"<p>{written}</p>",
    )
    for part in (rendering.html, rendering.text):
        assert part.count("{{unsubscribe_url}}") == 1
        assert part.count("{{preferences_url}}") == 1
    assert read(rendering).xpath("string(//h2)").strip() == written


@pytest.mark.parametrize(
    "alt",
    [
        pytest.param("cafe\u0301", id="a combining accent"),
        pytest.param("שָׁלוֹם", id="Hebrew points"),
        pytest.param("हिन्दी", id="Devanagari"),
        pytest.param("👩\u200d💻", id="a joined sign"),
        pytest.param("10\u00a0km", id="a space that does not break"),
        pytest.param(r"C:\new\table", id="backslashes"),
        pytest.param("ｶﾞ", id="a half-width mark"),
    ],
)
def test_what_an_attribute_says_arrives_as_it_was_written(alt: str) -> None:
    image = Image(url="https://press.example/a.png", alt=alt, width=400, height=300)
    rendering = render(
        make_edition(sections=(Section(heading="", slug="", posts=(make_post("A", image=image),)),))
    )
    assert alt in read(rendering).xpath("//img/@alt")
