"""The three looks: each says the same in HTML and in text, and each is fit to be read by anybody."""

import quopri
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from publisher.languages import display_width
from publisher.model import Digest, Edition, Look, Section, Site, Theme
from publisher.rendering import Rendering, render_edition
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

LOOKS = ("cards", "brief", "letter")
WEB_URL = "https://press.example/editions/weekly/7/"
LIMIT = 100 * 1024
THEMES = (
    Theme(name="Writing", slug="writing", color="#c2410c"),
    Theme(name="Tools", slug="tools", color="#ffd000"),
    Theme(name="Listening", slug="listening"),
)
NOTE = '<p>Dear reader,</p><p>the <a href="https://kettle.example/">kettle</a> is on. &amp; so on.</p>'


def edition_in(name: str, **values: object) -> Edition:
    """Return the sample edition in a look."""
    return make_edition(digest=Digest(name="weekly", title="The week on paper", template=name), **values)


def render(name: str, edition: Edition | None = None, **values: object) -> Rendering:
    """Return the sample edition rendered in a look."""
    defaults: dict[str, object] = {
        "site": SITE,
        "mail": MAIL,
        "templates": TEMPLATES,
        "web_url": WEB_URL,
        "themes": THEMES,
    }
    return render_edition(edition or edition_in(name), **(defaults | values))  # type: ignore[arg-type]


def read(rendering: Rendering) -> html.HtmlElement:
    return html.document_fromstring(rendering.html)


def words(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


PIECES = [
    pytest.param("The Quiet Press", id="site"),
    pytest.param("The week on paper", id="digest"),
    pytest.param("No. 7", id="number"),
    pytest.param("Mar 3 – 15, 2024", id="dates"),
    pytest.param("11 posts", id="count"),
    pytest.param("In this edition", id="contents"),
    pytest.param("Ada Moreno, Bram Okafor", id="authors"),
    pytest.param("March 14, 2024", id="day"),
    pytest.param("7 min read", id="reading time"),
    pytest.param("Titles change, software changes, and so do the people behind both.", id="summary"),
    pytest.param("5 more in Writing", id="more"),
    pytest.param(MAIL.postal_address, id="postal address"),
    pytest.param("You get this because you subscribed to The week on paper", id="why"),
    pytest.param("View in browser", id="view in browser"),
    pytest.param("Mastodon", id="social"),
    pytest.param("Printed on nothing. ISSN 0000-0000", id="footer"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_html_and_text_both_have_it(look: str, piece: str) -> None:
    own = Look(
        social={"mastodon": "https://social.example/@us"}, footer="Printed on nothing.\nISSN 0000-0000"
    )
    rendering = render(look, look=own)
    page = read(rendering)
    for line_break in page.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    assert piece in words(page.text_content())
    assert piece in words(rendering.text)


def test_a_postal_address_keeps_its_lines(look: str) -> None:
    rendering = render(look, mail=replace(MAIL, postal_address="4 Rua do Sol\nLisboa"))
    assert "<bdi>4 Rua do Sol</bdi><br /><bdi>Lisboa</bdi>" in rendering.html
    assert "\n4 Rua do Sol\nLisboa\n" in rendering.text


@pytest.mark.parametrize("site", [pytest.param(SITE, id="ltr"), pytest.param(HEBREW_SITE, id="rtl")])
def test_html_and_text_have_the_same_posts_in_the_same_order(look: str, site: Site) -> None:
    rendering = render(look, site=site)
    titles = [title.text_content() for title in read(rendering).xpath("//h3")]
    assert titles == [post.title for post in make_edition().posts]
    assert re.findall(r"^\* (.*)$", rendering.text, re.MULTILINE) == titles


def test_html_and_text_have_the_same_addresses(look: str) -> None:
    rendering = render(look, editor_note=NOTE)
    links = [href for href in read(rendering).xpath("//a/@href") if not href.startswith("#")]
    assert len(links) == len(set(links))
    assert [link for link in links if link != SITE.url and link not in rendering.text] == []


def test_no_line_of_text_is_wider_than_72_columns(look: str) -> None:
    assert all(display_width(line) <= 72 for line in render(look).text.split("\n"))


def test_headings_are_in_order_under_one_title(look: str) -> None:
    levels = [int(heading.tag[1]) for heading in read(render(look)).xpath("//h1|//h2|//h3")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_is_for_layout_only(look: str) -> None:
    assert len(re.findall("<table", render(look).html)) == render(look).html.count('role="presentation"')


def test_every_link_says_where_it_goes(look: str) -> None:
    for link in read(render(look)).xpath("//a"):
        assert words(link.text_content()) or link.xpath(".//img/@alt"), html.tostring(link)


def test_the_contents_lead_to_the_sections(look: str) -> None:
    page = read(render(look))
    wanted = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert wanted == page.xpath("//h2/@id") == ["writing", "tools", "listening"]


def test_the_rest_has_a_place_of_its_own_in_the_contents(look: str) -> None:
    sections = (*SECTIONS[:2], Section(heading="More", slug="", posts=POSTS[4:], more=3))
    page = read(render(look, edition_in(look, sections=sections)))
    assert page.xpath("//a[@href='#rest']") != []
    assert page.xpath("//h2/@id")[-1] == "rest"
    assert page.xpath(f"//a[@href='{WEB_URL}#rest'][.='3 more posts']")


@pytest.mark.parametrize(("count", "listed"), [(20, 20), (21, 20)])
def test_the_contents_of_very_many_sections_are_their_beginning(look: str, count: int, listed: int) -> None:
    sections = tuple(
        Section(heading=f"Section {number}", slug=f"s{number}", posts=(make_post("x", days_ago=number),))
        for number in range(count)
    )
    rendering = render(look, edition_in(look, sections=sections))
    assert read(rendering).xpath("//a/@href[starts-with(., '#')]") == [f"#s{n}" for n in range(listed)]
    assert [int(n) for n in re.findall(r"^- Section (\d+) \(1\)$", rendering.text, re.MULTILINE)] == [
        *range(listed)
    ]
    assert ("…" in rendering.html, "- …\n" in rendering.text) == (count > listed, count > listed)


def test_an_edition_without_posts_says_so(look: str) -> None:
    rendering = render(look, edition_in(look, sections=()))
    assert "Nothing new this time." in rendering.html
    assert "Nothing new this time." in rendering.text


def test_the_whole_is_mirrored_for_a_language_from_right_to_left(look: str) -> None:
    rendering = render(look, site=HEBREW_SITE)
    page = read(rendering)
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")
    assert "direction:ltr" not in rendering.html
    assert set(page.xpath("//h1/ancestor::td[1]/@align | //h2/ancestor::td[1]/@align")) == {"right"}
    (cell,) = page.xpath("//td[@lang='zh-Hans'][.//h3]")
    assert (cell.get("dir"), cell.get("align")) == ("ltr", "left")


def test_only_a_script_that_has_italics_is_slanted() -> None:
    assert "font:italic" in render("letter").html
    assert "font:italic" not in render("letter", site=HEBREW_SITE).html


def test_an_editors_note_stands_in_both_parts_with_its_links(look: str) -> None:
    rendering = render(look, editor_note=NOTE)
    (link,) = read(rendering).xpath("//a[@href='https://kettle.example/']")
    assert "color:" in link.get("style")
    assert "Dear reader,\n\nthe kettle (https://kettle.example/) is on. & so on.\n" in rendering.text
    assert rendering.text.index("Dear reader") < rendering.text.index(POSTS[0].title)


def test_a_letter_without_a_note_opens_with_the_lead_posts_summary() -> None:
    plain, noted = render("letter"), render("letter", editor_note=NOTE)
    assert read(plain).xpath("//td/p/text()") == [POSTS[0].summary]
    assert plain.html.count("A draft costs nothing to keep.") == 1
    assert plain.text.count("A draft costs nothing to keep.") == 1
    assert words(plain.text).index("made to nobody") < words(plain.text).index(f"* {POSTS[0].title}")
    assert "the small shame when it is not." in plain.html
    assert read(noted).xpath("//td/p/text()") == ["Dear reader,", "the ", " is on. & so on."]


def test_a_letter_has_one_sentence_for_each_post() -> None:
    rendering = render("letter")
    assert "the people behind both." in rendering.html
    assert "The address that" not in rendering.html + words(rendering.text)


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        pytest.param(
            "Hello. It is May, and the swifts are back.",
            "Hello. It is May, and the swifts are back.",
            id="a greeting",
        ),
        pytest.param("Hello. It is May.", "Hello. It is May.", id="where there is no more"),
        pytest.param(
            "It is May again, and the swifts are back. Look.",
            "It is May again, and the swifts are back.",
            id="enough",
        ),
        pytest.param(
            "Oh! " + "ab " * 90,
            "Oh! " + ("ab " * 65).strip() + "…",
            id="then a long one",
        ),
    ],
)
def test_that_sentence_is_no_mere_greeting(summary: str, said: str) -> None:
    post = make_post("Swifts", summary=summary)
    section = Section(heading="", slug="", posts=(POSTS[0], post))
    rendering = render("letter", edition_in("letter", sections=(section,)))
    assert f"</h2>{said}<br />" in rendering.html
    assert words(said) in words(rendering.text)


def test_a_brief_has_a_line_for_each_post_and_no_picture() -> None:
    rendering = render("brief")
    assert read(rendering).xpath("//img") == []
    assert "What costs is the promise that it will be done by Friday, made to nobody in…" in rendering.html
    assert "made to nobody in…" in words(rendering.text)


def test_a_themes_colour_is_made_readable_and_has_its_name_beside_it(look: str) -> None:
    page = render(look).html
    assert "#c2410c" in page
    assert "#ffd000" not in page.split("<body")[1]
    assert re.search(r"\.b1 \{ background: #ffd000 !important", page)


def test_where_sections_are_no_themes_each_post_says_its_own(look: str) -> None:
    sections = (Section(heading="2024", slug="2024", posts=POSTS),)
    rendering = render(look, edition_in(look, sections=sections))
    said = read(rendering).xpath("//*[@aria-hidden='true'][.='■']/following-sibling::bdi[1]/text()")
    assert [theme for theme in said if theme != "2024"] == [
        "Writing",
        "Tools",
        "Writing",
        "Tools",
        "Listening",
    ]
    assert "  Writing · Ada Moreno · March 15, 2024" in rendering.text


def test_a_logo_stands_for_the_site_and_has_a_dark_variant(look: str) -> None:
    own = Look(logo="https://press.example/l.png", logo_dark="https://press.example/d.png", logo_width=90)
    page = read(render(look, look=own))
    light, dark = page.xpath("//a[@href='https://press.example/']//img")
    assert (light.get("alt"), light.get("width"), light.get("height")) == ("The Quiet Press", "90", None)
    assert "display:none" in dark.getparent().get("style")
    shown = ".nl { display: none !important; }"
    assert shown in render(look, look=own).html
    assert shown not in render(look, look=replace(own, logo_dark="")).html
    assert read(render(look, look=replace(own, logo_height=30))).xpath("//img[1]/@height")[0] == "30"
    assert read(render(look, look=replace(own, logo_alt="Home"))).xpath("//img[1]/@alt")[0] == "Home"


def test_nothing_is_loaded_from_anywhere_unless_it_is_asked_for(look: str) -> None:
    assert not re.search(r"@import|fonts\.|<script|<link|url\(", render(look).html)
    own = Look(web_font="https://press.example/fonts.css?a=1&b=2", font='Inter, "Helvetica Neue", serif')
    page = read(render(look, look=own))
    assert page.xpath("//link/@href") == ["https://press.example/fonts.css?a=1&b=2"]
    assert "Inter, 'Helvetica Neue', serif" in page.xpath("//h1/@style")[0]


def test_a_serif_look_is_serif_throughout(look: str) -> None:
    assert "Segoe UI" not in render(look, look=Look(font="serif")).html


def test_no_alternative_text_is_a_files_name() -> None:
    post = make_post("x", image=replace(PICTURE, alt="Screen shot 1.PNG"))
    edition = edition_in("cards", sections=(Section(heading="", slug="", posts=(post,)),))
    assert read(render("cards", edition)).xpath("//td//img/@alt") == [""]
    assert "PNG" not in render("cards", edition).text


def test_fifty_posts_with_summaries_and_pictures_are_not_cut_by_gmail(look: str) -> None:
    summary = (POSTS[0].summary + " " + POSTS[1].summary)[:280]
    posts = tuple(
        make_post(f"{POSTS[1].title} {n}", days_ago=n, summary=summary, image=PICTURE) for n in range(50)
    )
    sections = tuple(
        Section(heading=theme.name, slug=theme.slug, posts=posts[n::3]) for n, theme in enumerate(THEMES)
    )
    sent = quopri.encodestring(render(look, edition_in(look, sections=sections)).html.encode())
    assert len(sent) < LIMIT


def test_ones_own_folder_replaces_a_shared_part(look: str, tmp_path: Path) -> None:
    own = tmp_path / "digest"
    own.mkdir()
    shipped = (TEMPLATES[0] / "digest" / "_parts.txt").read_text(encoding="utf-8")
    (own / "_parts.txt").write_text(shipped.replace('"=" * 72', '"~" * 72'), encoding="utf-8")
    assert "~" * 72 in render(look, templates=(tmp_path, *TEMPLATES)).text
