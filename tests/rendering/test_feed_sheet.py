"""What the style sheet of feeds is told of the site: its words, icon and direction, whatever is in them."""

from dataclasses import replace

import pytest

from publisher.model import Site
from publisher.rendering.feed_sheet import properties
from publisher.rendering.strings import Lookup
from tests.rendering.samples import HEBREW_SITE, SITE

FEEDS = "https://press.example/feeds/"
WORDS = {
    "feed_opened": "A feed.",
    "feeds_elsewhere": "All: {url}",
    "feed_archive_opened": "Older.",
    "no_posts": "None.",
}


def told(site: Site, **words: str) -> str:
    return properties(site, FEEDS, Lookup(WORDS | words))


def test_the_words_are_strings_of_css() -> None:
    assert told(SITE) == (
        ':root { --feed: "A feed.\\a All: https://press.example/feeds/"; --archive: "Older."; --no-posts: "None."; }\n'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param('say "x"', r'"say \22 x\22 "', id="quotes"),
        pytest.param("a\\b", r'"a\5c b"', id="a backslash"),
        pytest.param("a\nb", r'"a\a b"', id="a line's end"),
        pytest.param("</style>}*/", '"</style>}*/"', id="what would end something elsewhere"),
        pytest.param("אין", '"אין"', id="another script"),
    ],
)
def test_nothing_in_the_words_ends_their_string(text: str, written: str) -> None:
    assert f"--no-posts: {written};" in told(SITE, no_posts=text)


def test_an_address_among_words_from_right_to_left_is_isolated() -> None:
    assert f"All: \u2066{FEEDS}\u2069" in told(HEBREW_SITE)


def test_an_icon_is_named_where_there_is_one() -> None:
    found = told(replace(SITE, icon='https://press.example/a")b.png'))
    assert r'--icon: url("https://press.example/a\22 )b.png"); --icon-shown: "";' in found


@pytest.mark.parametrize(
    ("site", "rules"),
    [
        pytest.param(SITE, "", id="nothing to say"),
        pytest.param(replace(SITE, description=""), "--description: none;", id="no description"),
        pytest.param(HEBREW_SITE, "direction: rtl; text-align: right; --serif: var(--sans);", id="Hebrew"),
        pytest.param(replace(SITE, language="zh-Hans"), "--serif: var(--sans);", id="Chinese"),
    ],
)
def test_rss_is_told_what_its_elements_do_not_show(site: Site, rules: str) -> None:
    _, _, rest = told(site).partition("\n")
    assert rest == (f"rss:root {{ {rules} }}\n" if rules else "")
