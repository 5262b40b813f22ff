"""The site's pages: sound HTML, feeds in the head, relative links, both directions, the same bytes twice."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html
from lxml.etree import ErrorTypes

from publisher.errors import TemplateError
from publisher.model import Image
from publisher.rendering import FeedGroup, FeedRow, Nav, Pages
from publisher.rendering.environment import environment
from tests.rendering.edition_samples import (
    EDITION_PATH,
    ISSUED,
    ONE_SECTION,
    hrefs,
    make_digest,
    make_pages,
    read,
)
from tests.rendering.samples import (
    CONTENT,
    HEBREW_SITE,
    MONTHS,
    NAV,
    POSTS,
    SITE,
    TEMPLATES,
    THEME_LISTING,
    make_feed_groups,
    make_listing,
    make_post,
)

Page = Callable[[Pages], bytes]
EVERY_PAGE = [
    pytest.param(lambda pages: pages.index(make_listing()), id="index"),
    pytest.param(lambda pages: pages.index(make_listing(posts=(), total=0)), id="index without posts"),
    pytest.param(lambda pages: pages.listing(THEME_LISTING), id="theme"),
    pytest.param(lambda pages: pages.listing(replace(THEME_LISTING, kind="author", feeds=None)), id="author"),
    pytest.param(lambda pages: pages.edition(ISSUED, EDITION_PATH, previous=6, following=8), id="edition"),
    pytest.param(lambda pages: pages.edition(ONE_SECTION, EDITION_PATH), id="edition without headings"),
    pytest.param(lambda pages: pages.digest(make_digest(3)), id="digest"),
    pytest.param(lambda pages: pages.digest(make_digest(80)), id="digest by year"),
    pytest.param(lambda pages: pages.digest(make_digest(0), NAV.editions), id="digest without editions"),
    pytest.param(lambda pages: pages.editions((make_digest(3), make_digest(0))), id="digests"),
    pytest.param(lambda pages: pages.archive(MONTHS), id="archive"),
    pytest.param(lambda pages: pages.archive(()), id="archive without posts"),
    pytest.param(lambda pages: pages.post(POSTS[0], CONTENT), id="post"),
    pytest.param(lambda pages: pages.post(POSTS[4], CONTENT), id="post with sound"),
    pytest.param(lambda pages: pages.feeds_page(make_feed_groups(300)), id="feeds"),
]


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_is_well_formed_with_one_heading_and_one_main(page: Page) -> None:
    parser = html.HTMLParser(encoding="utf-8")
    root = html.document_fromstring(page(make_pages()), parser=parser)
    faults = [error for error in parser.error_log if error.type != ErrorTypes.HTML_UNKNOWN_TAG]
    assert not faults
    assert root.xpath("count(//h1)") == 1
    assert root.xpath("count(//main[@id='content'])") == 1
    assert root.xpath("//a[@class='skip'][@href='#content']")


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_only_the_feeds_page_has_a_script_which_is_the_same_on_every_site(page: Page) -> None:
    """So that a Content-Security-Policy can allow it by its hash, and needs to allow nothing else."""
    first, other = read(page(make_pages())), read(page(make_pages(site=HEBREW_SITE)))
    is_feeds = bool(first.xpath("//section[@class='feeds']"))
    assert len(first.xpath("//script")) == is_feeds
    assert first.xpath("//script/text()") == other.xpath("//script/text()")
    assert not first.xpath("//script/@src | //@style | //style | //@*[starts-with(name(), 'on')]")


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_has_the_sites_icon_where_it_has_one(page: Page) -> None:
    assert hrefs(page(make_pages()), "//link[@rel='icon']/@href") == ["data:,"]
    own, foreign = (replace(SITE, icon=base + "icon.svg") for base in (SITE.url, "https://cdn.example/"))
    assert hrefs(page(make_pages(site=foreign)), "//link[@rel='icon']/@href") == [foreign.icon]
    [found] = hrefs(page(make_pages(site=own)), "//link[@rel='icon']/@href")
    assert found.replace("../", "") in ("./icon.svg", "icon.svg")


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_advertises_the_sites_feeds_in_its_head(page: Page) -> None:
    links = read(page(make_pages())).xpath("//head/link[@rel='alternate']")
    found = {link.get("type"): link.get("href").lstrip("./") for link in links[-3:]}
    assert found == {
        "application/rss+xml": "feeds/rss.xml",
        "application/atom+xml": "feeds/atom.xml",
        "application/feed+json": "feeds/feed.json",
    }


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_links_within_the_site_are_relative_and_name_a_file(page: Page) -> None:
    found = hrefs(page(make_pages()), "//*[not(self::link[@rel='canonical'])]/@href | //@src")
    for href in found:
        assert not href.startswith(("/", "file:")), href
        if not href.startswith(("#", "data:", "https://press.example/posts/")):
            assert re.fullmatch(r"(\.\./)*(\./)?[\w/%-]+\.(html|css|xml|json|opml|svg|mp3)", href), href


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_made_twice_is_the_same_bytes(page: Page) -> None:
    first = page(make_pages())
    environment.cache_clear()
    assert page(make_pages()) == first


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_no_page_names_a_folder_of_this_machine(page: Page) -> None:
    assert str(TEMPLATES[0].parent).encode() not in page(make_pages())


def test_a_theme_page_advertises_its_own_feed_before_the_sites() -> None:
    page = make_pages().listing(THEME_LISTING)
    assert hrefs(page, "//link[@rel='alternate']/@href")[:4] == [
        "../../feeds/theme/writing/rss.xml",
        "../../feeds/theme/writing/atom.xml",
        "../../feeds/theme/writing/feed.json",
        "../../feeds/rss.xml",
    ]
    assert hrefs(page, "//link[@rel='alternate']/@title")[0] == "Writing · The Quiet Press (RSS)"


def test_the_canonical_address_is_absolute_and_without_the_index_file() -> None:
    pages = make_pages()
    assert hrefs(pages.index(make_listing()), "//link[@rel='canonical']/@href") == [SITE.url]
    assert hrefs(pages.listing(THEME_LISTING), "//link[@rel='canonical']/@href") == [
        "https://press.example/themes/writing/"
    ]
    moved = replace(POSTS[0], url="https://press.example/elsewhere/")
    assert hrefs(pages.post(moved, ""), "//link[@rel='canonical']/@href") == [moved.url]


def test_a_post_that_lives_elsewhere_is_linked_at_its_own_address() -> None:
    post = make_post("Elsewhere", url="https://other.example/a?b=1&c=2", page="")
    page = make_pages().index(make_listing(posts=(post,)))
    assert hrefs(page, "//article//h2/a/@href") == ["https://other.example/a?b=1&c=2"]


def test_markup_in_a_title_or_a_name_is_shown_not_run() -> None:
    post = make_post("<script>alert(1)</script> & more", summary='"><img src=x onerror=1>')
    pages = make_pages(site=replace(SITE, title="<b>Site</b>"))
    for page in (pages.index(make_listing(posts=(post,))), pages.post(post, "<p>safe</p>")):
        root = read(page)
        assert not root.xpath("//script | //b | //@onerror")
        assert "<script>alert(1)</script> & more" in root.text_content()


def test_a_post_in_another_language_says_so_and_its_date_stays_the_sites() -> None:
    page = read(make_pages().index(make_listing()))
    article = page.xpath("//article[@lang='he']")[0]
    assert article.get("dir") == "rtl"
    time = article.xpath(".//time")[0]
    assert (time.get("lang"), time.get("dir"), time.text) == ("en", "ltr", "March 12, 2024")
    chinese = page.xpath("//article[@lang='zh-Hans']")[0]
    assert chinese.get("dir") is None


def test_a_post_in_the_sites_own_language_does_not_repeat_it() -> None:
    page = read(make_pages().index(make_listing(posts=(make_post("Plain", language="en"),))))
    assert page.xpath("//article/@lang | //article/@dir") == []


def test_a_hebrew_title_without_a_language_runs_right_to_left() -> None:
    page = read(make_pages().index(make_listing(posts=(make_post("שלום"),))))
    assert page.xpath("//article/@dir") == ["rtl"]
    assert page.xpath("//article/@lang") == []


def test_a_right_to_left_site_says_so_and_dates_are_in_its_language() -> None:
    page = read(make_pages(site=HEBREW_SITE).index(make_listing()))
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")
    assert page.xpath("//article[1]//time/text()") == ["15 במרץ 2024"]
    assert page.xpath("//article[3]/@dir") == []


def test_dates_are_in_the_sites_zone() -> None:
    late = make_post("Late", published=POSTS[0].published.replace(hour=23), updated=POSTS[0].published)
    page = read(make_pages(site=replace(SITE, timezone="Asia/Tokyo")).index(make_listing(posts=(late,))))
    assert page.xpath("//time/text()") == ["March 16, 2024"]
    assert page.xpath("//time/@datetime") == ["2024-03-16T08:00:00+09:00"]


def test_a_post_changed_on_a_later_day_says_when() -> None:
    changed = replace(POSTS[0], updated=POSTS[0].published + timedelta(days=2))
    assert b"Updated March 17, 2024" in make_pages().post(changed, "")
    assert b"Updated" not in make_pages().post(POSTS[0], "")


def test_counts_change_the_index_alone() -> None:
    grown = replace(NAV, themes=tuple(replace(theme, count=theme.count + 1) for theme in NAV.themes))
    before, after = make_pages(), make_pages(nav=grown)
    assert before.index(make_listing()) != after.index(make_listing())
    assert before.listing(THEME_LISTING) == after.listing(THEME_LISTING)
    assert before.post(POSTS[0], CONTENT) == after.post(POSTS[0], CONTENT)


def test_a_list_that_leaves_posts_out_says_how_many_there_are() -> None:
    text = read(make_pages().index(make_listing())).text_content()
    assert "The newest 6 of 1,249 posts." in text
    whole = read(make_pages().index(make_listing(total=len(POSTS)))).text_content()
    assert "The newest" not in whole


def test_a_theme_or_author_without_a_page_is_no_link() -> None:
    page = read(make_pages(nav=Nav()).index(make_listing()))
    assert page.xpath("//a[@class='chip'] | //a[@rel='author']") == []
    assert "Ada Moreno" in page.text_content()


def test_sound_is_played_where_the_content_does_not_play_it_already() -> None:
    pages = make_pages()
    source = "../../media/rain.mp3"
    assert read(pages.post(POSTS[4], "<p>x</p>")).xpath("//audio/@src") == [source]
    content = '<audio controls src="https://press.example/media/rain.mp3"></audio>'
    assert read(pages.post(POSTS[4], content)).xpath("//audio/@src") == [source]


def test_an_image_of_the_site_is_found_from_any_depth() -> None:
    pages = make_pages()
    assert read(pages.index(make_listing())).xpath("//article//img/@src")[0] == "./media/desk.svg"
    assert read(pages.post(POSTS[0], CONTENT)).xpath("//img/@src") == ["../../media/desk.svg"]
    foreign = make_post("x", image=Image(url="https://other.example/a.png"))
    listing = make_listing(posts=(foreign,))
    assert read(pages.index(listing)).xpath("//article//img/@src") == ["https://other.example/a.png"]


def test_the_archive_has_every_month_newest_first() -> None:
    page = read(make_pages().archive(MONTHS))
    assert [heading.split()[0] for heading in page.xpath("//h2/text()")] == ["2024", "2023", "2022"]
    assert page.xpath("(//ul[@class='months'])[1]//span/text()") == ["March", "February", "January"]
    assert page.xpath("(//ul[@class='months'])[1]//a/@href")[0] == "../2024/03/index.html"


def test_the_feeds_page_shows_all_addresses_whole_and_folds_many_authors() -> None:
    page = read(make_pages().feeds_page(make_feed_groups(300)))
    addresses = page.xpath("//code/text()")
    assert len(addresses) == 3 * (1 + 3 + 300)
    assert "https://press.example/feeds/theme/tools/atom.xml" in addresses
    assert len(page.xpath("//details[@class='all']/details")) == 300 - 12
    assert page.xpath("//details[@class='all']/summary")[0].text_content() == "Show all 300"
    assert page.xpath("//li/a/@href")[:4] == ["rss.xml", "atom.xml", "feed.json", "theme/writing/rss.xml"]
    assert len(page.xpath("//p[@class='find'][@hidden]")) == 1


def test_the_feeds_page_links_to_feeds_that_are_elsewhere_and_asks_for_no_name_among_few() -> None:
    row = FeedRow(title="All", rss="rss.xml", atom="feeds/", json="a b/feed.json", count=1)
    page = read(make_pages().feeds_page((FeedGroup(heading="All posts", feeds=(row,)),)))
    assert page.xpath("//li/a/@href") == ["../rss.xml", "../feeds/", "../a%20b/feed.json"]
    assert page.xpath("//code/text()")[2] == "https://press.example/a%20b/feed.json"
    assert not page.xpath("//p[@class='find']")


def test_the_feeds_page_stays_light_with_a_thousand_feeds() -> None:
    assert len(make_pages().feeds_page(make_feed_groups(940))) < 450_000


def test_a_users_template_and_style_sheet_come_first(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "archive.html").write_text("mine: {{ years|length }}")
    (site / "site.css").write_bytes(b"a{}\r\n")
    pages = make_pages(templates=(tmp_path, *TEMPLATES))
    assert pages.archive(MONTHS) == b"mine: 3"
    assert pages.stylesheet() == b"a{}\n"
    own = (TEMPLATES[0] / "site/feed.css").read_bytes()
    assert pages.stylesheet("feed.css").startswith(own)
    assert b"--no-posts" not in pages.stylesheet()
    (site / "feed.css").write_bytes(b"rss{}")
    assert pages.stylesheet("feed.css").startswith(b"rss{}\n\n:root {")


def test_a_style_sheet_that_is_nowhere_is_an_error_with_the_folders(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"no such template: site/site\.css \(looked in "):
        make_pages(templates=(tmp_path,)).stylesheet()
