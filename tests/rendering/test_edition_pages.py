"""The pages of editions and their lists, and what of an edition stands in a feed."""

from dataclasses import replace

from lxml import html

from publisher.model import Section
from tests.rendering.edition_samples import EDITION_PATH, ISSUED, hrefs, make_digest, make_pages, read
from tests.rendering.samples import MONTHS, NAV, POSTS, SITE, make_post

# An edition's page


def test_an_editions_page_has_every_post_under_the_headings_that_its_mail_links_to() -> None:
    page = make_pages().edition(ISSUED, EDITION_PATH)
    document = read(page)
    assert document.xpath("//section/h2/@id") == ["writing", "reading", "rest"]
    assert [str(title).strip() for title in document.xpath("//article/h3/a/text()")] == [
        post.title for post in POSTS
    ]
    assert hrefs(page, "//main/nav[1]//a/@href") == ["#writing", "#reading", "#rest"]


def test_an_editions_page_leads_to_its_neighbours_and_to_all() -> None:
    page = make_pages().edition(ISSUED, EDITION_PATH, previous=6, following=8)
    assert hrefs(page, "//nav[@class='after']/a/@href") == [
        "../6/index.html",
        "../8/index.html",
        "../index.html",
    ]
    assert hrefs(make_pages().edition(ISSUED, EDITION_PATH), "//nav[@class='after']/a/@href") == [
        "../index.html"
    ]


def test_an_editions_title_does_not_say_its_digests_twice() -> None:
    (title,) = read(make_pages().edition(ISSUED, EDITION_PATH)).xpath("//h1/text()")
    assert title == "Writing, and more"
    (title,) = read(make_pages().edition(replace(ISSUED, subject="Weekly news"), EDITION_PATH)).xpath(
        "//h1/text()"
    )
    assert title == "Weekly news"


def test_what_is_no_more_in_an_edition_is_named_and_leads_nowhere() -> None:
    own = make_post("Kept", page="posts/kept/", url=f"{SITE.url}posts/kept/", authors=POSTS[0].authors)
    issued = replace(ISSUED, sections=(Section(heading="", slug="", posts=(own,)),))
    author = f"authors/{'-'.join(own.authors[0].name.lower().split())}/index.html"
    for hidden in (frozenset[str](), frozenset({own.page, author})):
        pages = make_pages(nav=replace(NAV, hidden=hidden))
        article = read(pages.edition(issued, EDITION_PATH)).xpath("//article")[0]
        assert "Kept" in article.text_content()
        assert own.authors[0].name in article.text_content()
        links = [str(href) for href in article.xpath(".//a[not(@class)]/@href")]
        wanted = [] if hidden else ["../../../posts/kept/index.html", f"../../../{author}"]
        assert links == wanted


# Lists of editions


def test_few_editions_are_listed_with_what_their_mails_said_and_many_by_year() -> None:
    few, many = (read(make_pages().digest(make_digest(count))) for count in (24, 80))
    assert few.xpath("count(//ol/li)") == few.xpath("count(//ol/li/p[@class='summary'])") == 24
    assert not few.xpath("//h2")
    assert many.xpath("count(//ol/li)") == 80
    assert many.xpath("//h2/@id") == ["y2026", "y2025", "y2024"]
    assert hrefs(make_pages().digest(make_digest(80)), "//main/nav//a/@href") == [
        "#y2026",
        "#y2025",
        "#y2024",
    ]
    assert not many.xpath("//p[@class='summary']")


def test_a_digests_page_at_another_address_is_said_to_be_the_digests() -> None:
    page = make_pages().digest(make_digest(1), NAV.editions)
    assert hrefs(page, "//link[@rel='canonical']/@href") == [f"{SITE.url}editions/weekly/"]
    assert hrefs(page, "//ol//a/@href") == ["../editions/weekly/1/index.html"]


def test_the_navigation_leads_to_editions_where_there_are_any() -> None:
    with_them, without = (
        hrefs(make_pages(nav=nav).archive(MONTHS), "//header//nav/a/@href")
        for nav in (NAV, replace(NAV, editions=""))
    )
    assert with_them == ["../archive/index.html", "../editions/index.html", "../feeds/index.html"]
    assert without == ["../archive/index.html", "../feeds/index.html"]


def test_an_edition_in_a_feed_says_nothing_relative_and_escapes_what_people_wrote() -> None:
    post = make_post("<b>Bold</b> & co", summary="1 < 2", url="https://old.example/?a=1&b=2")
    issued = replace(ISSUED, sections=(Section(heading="A & B", slug="a-b", posts=(post,)),))
    content = make_pages().edition_content(issued)
    found = html.fragments_fromstring(content)
    assert [one.tag for one in found] == ["p", "h2", "div"]
    assert html.fromstring(content).xpath("//@href") == ["https://old.example/?a=1&b=2"]
    assert html.fromstring(content).xpath("string(//h3)") == "<b>Bold</b> & co"
    assert "&lt; 2" in content
