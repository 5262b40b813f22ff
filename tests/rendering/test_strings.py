"""What the pages and editions say: in each language all of it, with the same values, its own plurals and numbers."""

import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from babel import Locale

from publisher.rendering import Pages, render_edition
from publisher.rendering.strings import LANGUAGES, WORDS, Lookup, NoSuchStringError, Text, lookup
from tests.blog import Blog
from tests.rendering.samples import (
    CONTENT,
    MAIL,
    MONTHS,
    NAV,
    POSTS,
    SITE,
    TEMPLATES,
    THEME_LISTING,
    make_edition,
    make_feed_groups,
    make_listing,
)


def strings(language: str) -> dict[str, Text]:
    found: dict[str, Text] = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return found


def forms(text: Text) -> Mapping[str, str]:
    return {"other": text} if isinstance(text, str) else text


def categories(language: str) -> set[str]:
    return {"other", *Locale.parse(language).plural_form.tags}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def every_form(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, category and text of every string."""
    for key, text in strings(language).items():
        for category, form in forms(text).items():
            yield key, category, form


def says_the_number(language: str, category: str) -> bool:
    """Return whether the category is of one number alone, so that a word can say it: `two` in Arabic."""
    rule = Locale.parse(language).plural_form
    return sum(rule(n) == category for n in range(1000)) == 1


ENGLISH = strings("en")
ALL = pytest.mark.parametrize("language", LANGUAGES)
OTHERS = pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])


def test_every_file_of_words_is_a_language_and_every_language_has_one() -> None:
    assert sorted(path.name for path in WORDS.iterdir()) == sorted(f"{name}.toml" for name in LANGUAGES)


@ALL
def test_a_language_has_every_string_and_no_other(language: str) -> None:
    assert list(strings(language)) == list(ENGLISH)


@ALL
def test_what_has_a_plural_has_every_category_of_the_language(language: str) -> None:
    plural = {key: set(forms(text)) for key, text in strings(language).items() if not isinstance(text, str)}
    assert plural == {key: categories(language) for key, text in ENGLISH.items() if not isinstance(text, str)}


@ALL
def test_every_form_has_the_placeholders_of_english(language: str) -> None:
    for key, category, text in every_form(language):
        wanted = placeholders(forms(ENGLISH[key])["other"])
        found = placeholders(text)
        if wanted - found == {"n"}:
            assert says_the_number(language, category), f"{key}.{category}: {text}"
        else:
            assert found == wanted, f"{key}.{category}: {text}"


@ALL
def test_only_numbers_that_english_groups_are_grouped(language: str) -> None:
    for key, category, text in every_form(language):
        specs = {name: spec for _, name, spec, _ in string.Formatter().parse(text) if name and spec}
        assert set(specs.values()) <= {","}, f"{key}.{category}: {text}"
        assert all(f"{{{name}:,}}" in forms(ENGLISH[key])["other"] for name in specs), f"{key}.{category}"


@OTHERS
def test_a_language_says_its_own_words(language: str) -> None:
    """What is a name, or is written alike, aside."""
    alike = {
        "rss",
        "atom",
        "json",
        "number",
        "label",
        "labelled",
        "image",
        "tag",
        "tags",
        "feeds",
        "feeds_title",
    }
    alike |= {"archive", "test_mark", "site_navigation"}
    same = {key for key, text in strings(language).items() if text == ENGLISH[key]}
    assert same <= alike


@ALL
def test_no_text_has_bidi_marks_or_spaces_at_its_ends(language: str) -> None:
    for key, category, text in every_form(language):
        assert text == text.strip(), f"{key}.{category}"
        assert not set(text) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_french_has_a_narrow_no_break_space_within_its_guillemets_and_before_what_is_high() -> None:
    for key, category, text in every_form("fr"):
        for mark in ":;?!»":
            for before in (part[-1:] for part in text.replace(":,}", "}").split(mark)[:-1]):
                assert before == "\u202f", f"{key}.{category}: {text}"
        assert text.count("«") == text.count("«\u202f")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param(
            "en", {0: "0 posts", 1: "1 post", 2: "2 posts", 1234567: "1,234,567 posts"}, id="English"
        ),
        pytest.param("de", {1: "1 Beitrag", 2: "2 Beiträge", 12345: "12.345 Beiträge"}, id="German"),
        pytest.param("de-CH", {12345: "12’345 Beiträge"}, id="German in Switzerland"),
        pytest.param(
            "fr",
            {0: "0 article", 12345: "12\u202f345 articles", 10**6: "1\u202f000\u202f000 d’articles"},
            id="French",
        ),
        pytest.param("es", {1: "1 publicación", 12345: "12.345 publicaciones"}, id="Spanish"),
        pytest.param("pt", {0: "0 post", 1: "1 post", 12345: "12.345 posts"}, id="Portuguese"),
        pytest.param("pt-PT", {0: "0 posts", 12345: "12\u00a0345 posts"}, id="Portuguese in Portugal"),
        pytest.param("ja", {1: "1件の記事", 12345: "12,345件の記事"}, id="Japanese"),
        pytest.param("zh-Hans", {1: "1 篇文章", 12345: "12,345 篇文章"}, id="Chinese"),
        pytest.param(
            "ru",
            {1: "1 запись", 3: "3 записи", 5: "5 записей", 11: "11 записей", 1021: "1\u00a0021 запись"},
            id="Russian",
        ),
        pytest.param("he", {1: "פוסט אחד", 2: "שני פוסטים", 1234: "1,234 פוסטים"}, id="Hebrew"),
        pytest.param(
            "ar",
            {
                0: "لا مقالات",
                1: "مقالة واحدة",
                2: "مقالتان",
                3: "3 مقالات",
                11: "11 مقالة",
                103: "103 مقالات",
                100: "100 مقالة",
            },
            id="Arabic",
        ),
    ],
)
def test_a_number_chooses_the_plural_and_is_written_as_the_language_does(
    language: str, said: dict[int, str]
) -> None:
    words = lookup(language)
    assert {n: words("posts", n=n) for n in said} == said


def test_several_numbers_in_a_text_are_each_grouped_and_other_values_stand_as_they_are() -> None:
    words = lookup("de")
    assert words("newest_of", shown=1000, total=20000) == "Die neuesten 1.000 von 20.000 Beiträgen."
    assert words("edition_number", n=1200) == "Nr. 1200"
    assert words("more_in", n=1200, section="{n:,}") == "1.200 weitere Beiträge in „{n:,}“"


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        pytest.param("", "Home", id="none"),
        pytest.param("en-GB", "Home", id="English of a region"),
        pytest.param("de-AT", "Startseite", id="German of a region"),
        pytest.param("DE_at", "Startseite", id="however it is written"),
        pytest.param("pt-BR", "Início", id="Portuguese of a region"),
        pytest.param("zh-TW", "首页", id="Chinese of a region"),
        pytest.param("nl", "Home", id="a language without words"),
        pytest.param("../words/de", "Home", id="no language"),
    ],
)
def test_a_tag_is_said_in_its_language_else_in_english(tag: str, said: str) -> None:
    assert lookup(tag)("home") == said


def test_what_english_spoke_for_is_counted() -> None:
    words = lookup("nl")
    assert words("posts", n=1234) == "1,234 posts"
    assert [words("home"), words("home")] == ["Home", "Home"]
    assert words.missing == {"posts": 1, "home": 2}
    assert not lookup("nl").missing


@ALL
def test_a_language_of_ours_leaves_nothing_to_english(language: str) -> None:
    words = lookup(language)
    for key, _, text in every_form("en"):
        words(key, **dict.fromkeys(placeholders(text), 3))
    assert not words.missing


def test_one_string_missing_is_said_in_english_by_the_rules_of_english() -> None:
    english = Lookup({"home": "Home", "more": {"one": "{n} more", "other": "{n:,} more"}})
    words = Lookup({"home": "Главная"}, language="ru", fallback=english)
    assert [words("home"), words("more", n=1021)] == ["Главная", "1,021 more"]
    assert words.missing == {"more": 1}


def test_a_category_that_a_text_lacks_is_said_as_other() -> None:
    assert Lookup({"more": {"other": "ещё {n}"}}, language="ru")("more", n=1) == "ещё 1"


@pytest.mark.parametrize("language", ["", "en", "de", "nl"])
def test_a_key_that_english_has_not_is_named(language: str) -> None:
    words = lookup(language)
    with pytest.raises(NoSuchStringError, match=r'^no such string: hom \(did you mean "home"\?\)$'):
        words("hom")
    assert not words.missing


def test_english_needs_no_babel() -> None:
    code = (
        "import sys; from publisher.rendering.strings import lookup; "
        "lookup('en')('posts', n=1234); lookup('de')('home'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def english_left(said: str) -> list[str]:
    """Return which sentences of English, as far as their first value, are in what a site of another language says."""
    beginnings = {text.partition("{")[0].strip() for _, _, text in every_form("en")}
    return [words for words in beginnings if words.count(" ") > 1 and words in said]


def test_every_page_of_a_site_is_in_its_language() -> None:
    pages = Pages(site=replace(SITE, language="de"), templates=TEMPLATES, generator="publisher", nav=NAV)
    said = b"".join(
        [
            pages.index(make_listing()),
            pages.index(make_listing(posts=(), total=0)),
            pages.listing(THEME_LISTING),
            pages.archive(MONTHS),
            pages.post(POSTS[4], CONTENT),
            pages.feeds_page(make_feed_groups(300)),
            pages.stylesheet("feed.css"),
        ]
    ).decode()
    assert english_left(said) == []
    for words in ("Zum Inhalt springen", "Die neuesten 6 von 1.249 Beiträgen.", "Alle 300 anzeigen"):
        assert words in said


def test_an_edition_is_in_the_sites_language() -> None:
    edition = make_edition()
    site = replace(SITE, language="ru")
    done = render_edition(
        edition, site=site, mail=MAIL, templates=TEMPLATES, web_url="https://press.example/7"
    )
    assert english_left(done.html + done.text) == []
    for words in ("№\u00a07", "11 записей", "Ещё 5 записей в разделе «Writing»", "Отписаться"):
        assert words in done.html
    assert done.subject == f"{POSTS[0].title} и ещё 10 записей"


def test_feeds_are_listed_under_headings_in_the_sites_language(blog: Blog) -> None:
    blog.environ["PUBLISHER_SITE_LANGUAGE"] = "de"
    blog.write("a.md", author="Ada")
    blog.sync()
    blog.build()
    page = (blog.public / "feeds/index.html").read_text(encoding="utf-8")
    assert [heading in page for heading in (">Alle Beiträge<", ">Autorinnen und Autoren<")] == [True, True]
    assert '"Autorinnen und Autoren"' in (blog.public / "feeds.opml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "wanted"),
    [pytest.param("posts", "n", id="the number of a plural"), pytest.param("why", "digest", id="a name")],
)
def test_a_value_that_the_words_want_is_named(key: str, wanted: str) -> None:
    with pytest.raises(NoSuchStringError) as caught:
        lookup("en")(key, other=1)
    assert str(caught.value) == f'_("{key}") wants a value: _("{key}", {wanted}=...)'
