"""Broken front matter: read as its author plainly meant, with a warning on the line, or skipped with the reason."""

import pytest

from publisher.model import Unread
from tests.sources.conftest import ReadPost, ReadText

GOOD = "date: 2020-01-01\n"


@pytest.mark.parametrize(
    ("block", "title", "line", "said"),
    [
        pytest.param("title: Soil, part 2: lime", "Soil, part 2: lime", 3, "a colon", id="unquoted colon"),
        pytest.param("title: Lime：a note: two", "Lime：a note: two", 3, "a colon", id="both colons"),
        pytest.param(
            'title: "The "good" soil"', 'The "good" soil', 3, "quotes within", id="quotes within quotes"
        ),
        pytest.param(
            "title: 'Worm\\'s work'", "Worm's work", 3, "quotes within", id="backslash in single quotes"
        ),
        pytest.param('title: "Soil" and "water"', '"Soil" and "water"', 3, "a part", id="two quoted words"),
        pytest.param("title: 'Soil' at last", "'Soil' at last", 3, "a part", id="one quoted word"),
        pytest.param(
            "title: 'It's soil'", "It's soil", 3, "quotes within", id="an apostrophe in single quotes"
        ),
        pytest.param('title: "Open', "Open", 3, "closing quote", id="closing quote missing"),
        pytest.param("title: \"Mixed'", "Mixed", 3, "closing quote", id="closing quote of another kind"),
        pytest.param('title: Open: soil"', "Open: soil", 3, "opening quote", id="opening quote missing"),
        pytest.param(
            "title: “Soil: a word”", "Soil: a word", 3, "typographic", id="typographic quotes as quotes"
        ),
        pytest.param("title: **Bold** soil", "**Bold** soil", 3, "begins with `*`", id="an alias to YAML"),
        pytest.param("title: {{ page.name }} x", "{{ page.name }} x", 3, "begins with `{`", id="a template"),
        pytest.param(
            "title: [Soil](/s)：notes", "[Soil](/s)：notes", 3, "begins with `[`", id="a Markdown link"
        ),
        pytest.param("title: %soil", "%soil", 3, "begins with `%`", id="a percent sign"),
        pytest.param("title: @soil", "@soil", 3, "begins with `@`", id="an at sign"),
        pytest.param("title: `soil`", "`soil`", 3, "begins with ```", id="a backtick"),
        pytest.param("title:Soil", "Soil", 3, "no space after", id="no space after the colon"),
        pytest.param("title：Soil", "Soil", 3, "`：` for the colon", id="full-width colon"),
        pytest.param("  title: Soil", "Soil", 3, "too far right", id="a key indented"),
        pytest.param("tags:\n\t- a\ntitle: Soil", "Soil", 4, "a tab", id="a tab"),
        pytest.param(
            "title: >\nSoil and\nwater", "Soil and water", 4, "indented", id="block text not indented"
        ),
        pytest.param(
            "tags:\n - a\n category: x\ntitle: Soil", "Soil", 5, "too far right", id="a key in a list"
        ),
        pytest.param("tags: a\n-\ntitle: Soil", "Soil", 4, "nothing in it", id="an empty list item"),
        pytest.param("tags;\n- a\ntitle: Soil", "Soil", 3, "`;` for the colon", id="a semicolon"),
    ],
)
def test_yaml_is_mended(block: str, title: str, line: int, said: str, read_post: ReadPost) -> None:
    post = read_post(f"---\n{GOOD}{block}\n---\nText.")
    assert post.title == title
    assert [warning.line for warning in post.warnings] == [line]
    assert said in post.warnings[0].reason
    assert post.content_text == "Text."


def test_tags_come_through_mended_lists(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: a: b\ndate: 2020-01-01\ntags:\n  - one\n- two\n-three\n---\nx")
    assert post.tags == ("one", "two", "three")


def test_a_list_of_authors_without_a_dash_is_mended(read_post: ReadPost) -> None:
    authors = (
        "authors:\n  - name: Ines\n    url: https://i.example\n  name: Tomo\n    url: 'https://t.example\n"
    )
    post = read_post("---\ndate: 2020-01-01\nauthors:\n  - name: Ines\n  name: Tomo\n---\nx")
    assert [author.name for author in post.authors] == ["Ines", "Tomo"]
    assert read_post(f"---\ntitle: T\ndate: 2020-01-01\nnotes: {authors!r}\n---\nx").authors == ()


def test_a_nested_value_without_its_quote_is_mended_on_its_line(read_post: ReadPost) -> None:
    post = read_post("---\ndate: 2020-01-01\nauthors:\n  - name: Ines\n    url: 'https://i.example\n---\nx")
    assert (post.authors[0].url, post.warnings[0].line) == ("https://i.example", 5)


def test_one_repair_does_not_hide_another(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: One: two\ndate:2020-01-01\nsummary: *three*\n---\nx")
    assert (post.title, post.summary) == ("One: two", "three")
    assert [warning.line for warning in post.warnings] == [2, 3, 4]


def test_a_broken_key_that_nobody_reads_is_left_out(read_post: ReadPost) -> None:
    post = read_post('---\ntitle: A\ndate: 2020-01-01\nnotes: "open\n\nmore "words" here.\nslug: s\n---\nx')
    assert (post.title, post.page) == ("A", "posts/s/")
    assert [str(warning) for warning in post.warnings] == [
        "post.md:4: `notes` is not understood, and left out"
    ]


def test_text_before_the_closing_fence_belongs_to_the_post(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: A\ndate: 2020-01-01\nslug: s\n>Quoted at once.\n---\n\nRest.")
    assert post.content_text.split() == ["Quoted", "at", "once.", "Rest."]
    assert post.warnings[0].line == 5


def test_a_missing_closing_fence_is_mended_where_prose_begins(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: A\ndate: 2020-01-01\n\nProse begins here.\n\n---\n\nAnd goes on.")
    assert post.content_text.startswith("Prose begins here.")
    assert post.warnings[0].line == 5


def test_a_missing_closing_fence_never_takes_the_text_for_a_key(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: A\ndate: 2020-01-01\n\nNote: this is prose.\n")
    assert (post.content_text, len(post.warnings)) == ("Note: this is prose.", 1)


def test_a_rule_above_prose_is_no_front_matter(read_text: ReadText) -> None:
    for text in ("---\nOnly prose.\n", "---\n\nProse.\n\n---\n\nMore.\n"):
        found = read_text(text)
        assert isinstance(found, Unread)
        assert found.kind == "not_post"


def test_an_indented_fence_closes(read_post: ReadPost) -> None:
    post = read_post("---\n title: A\n date: 2020-01-01\n ---\n\nText.\n")
    assert (post.content_text, str(post.warnings[0])) == ("Text.", "post.md:4: mended: an indented fence")


def test_a_missing_opening_fence_is_mended(read_post: ReadPost) -> None:
    post = read_post('\ntitle: "A: b"\ndate: 2020-01-01\n---\nText.')
    assert (post.title, post.content_text) == ("A: b", "Text.")
    assert post.warnings[0].line == 2


def test_a_stray_line_before_the_fence_is_left_out(read_post: ReadPost) -> None:
    post = read_post("Draft address:https://x.example/1\n---\ntitle: A\ndate: 2020-01-01\n---\nText.")
    assert (post.title, post.warnings[0].line) == ("A", 1)


@pytest.mark.parametrize(
    ("block", "line", "said"),
    [
        pytest.param("title: 'a\n\n  more\ndate: 2020-01-01\n", 2, "YAML", id="no plain meaning"),
        pytest.param("words: a: b\nothers: c: d\n", 2, "YAML", id="nothing that names a post"),
    ],
)
def test_what_has_no_plain_meaning_is_skipped(block: str, line: int, said: str, read_text: ReadText) -> None:
    found = read_text(f"---\n{block}---\nText.")
    assert isinstance(found, Unread)
    assert (found.kind, found.notice.line) == ("skipped", line)
    assert said in found.notice.reason


def test_front_matter_without_end_is_skipped_on_its_first_line(read_text: ReadText) -> None:
    for fence in ("---", "+++"):
        found = read_text(f"\n{fence}\nlayout: post\n\nText.\n")
        assert isinstance(found, Unread)
        assert str(found.notice) == f"post.md:2: front matter has no closing {fence}"


def test_two_front_matters_that_disagree_are_skipped(read_text: ReadText) -> None:
    found = read_text("title: A\ndate: 2020-01-01\n---\ntitle: A\ndate: 2020-02-02\n---\nText.")
    assert isinstance(found, Unread)
    assert str(found.notice) == "post.md:4: a second front matter begins here"


@pytest.mark.parametrize(
    ("block", "line", "said"),
    [
        pytest.param('{\n"title": "A",\n"date": "2020-01-01",\n}', 4, "comma after", id="trailing comma"),
        pytest.param('{\n"title": "A"\n"date": "2020-01-01"\n}', 3, "comma is missing", id="no comma"),
        pytest.param("{\n'title': 'A', \"date\": \"2020-01-01\"}", 2, "quotes", id="single quotes"),
        pytest.param(
            '{"title": "A",\n"tags": [soil],\n"date": "2020-01-01"}', 2, "`soil` has no", id="bare word"
        ),
        pytest.param(
            'x.{\n"title": "A", "date": "2020-01-01"}', 1, "before the front matter", id="stray text"
        ),
    ],
)
def test_nearly_json_is_mended(block: str, line: int, said: str, read_post: ReadPost) -> None:
    post = read_post(f"{block}\n\nText.")
    assert (post.title, post.content_text) == ("A", "Text.")
    assert post.warnings[0].line == line
    assert said in post.warnings[0].reason


def test_json_without_end_is_skipped_with_its_line(read_text: ReadText) -> None:
    found = read_text('{\n"title": "A",\n"date": \n')
    assert isinstance(found, Unread)
    assert (found.kind, found.notice.reason) == ("skipped", "JSON: a value is missing")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        pytest.param("title = Soil", "Soil", id="no quotes"),
        pytest.param("title = “Soil”", "Soil", id="typographic quotes"),
        pytest.param('title = "Lime"\ntitle = "Soil"', "Soil", id="given twice"),
    ],
)
def test_toml_is_mended(line: str, title: str, read_post: ReadPost) -> None:
    post = read_post(f"+++\ndate = 2020-01-01\n{line}\n+++\nText.")
    assert (post.title, len(post.warnings)) == (title, 1)


def test_toml_that_cannot_be_mended_is_skipped_with_its_line(read_text: ReadText) -> None:
    found = read_text("+++\ndate = 2020-01-01\ntags = [a\n+++\nText.")
    assert isinstance(found, Unread)
    assert str(found.notice).startswith("post.md:3: TOML: ")
