"""Each dialect of front matter, from a small file of our own."""

from datetime import UTC, datetime

from publisher.model import Author, Reading, Unread
from publisher.sources import read
from tests.sources.conftest import FIXTURES, ReadPost, ReadText, read_fixture, rules_for


def test_yaml_gives_every_field() -> None:
    post = read_fixture("yaml.md")
    assert post.title == "Planting garlic: before the frost"
    assert post.published == datetime(2024, 10, 19, 6, 5, tzinfo=UTC)  # 8:05 in Berlin's summer time
    assert post.updated == datetime(2024, 11, 2, 5, 0, tzinfo=UTC)
    assert post.authors == (
        Author(name="Ines Valk", url="https://garden.example/ines"),
        Author(name="Tomo Reyes", email="tomo@garden.example"),
    )
    assert post.tags == ("garlic", "autumn", "Vegetables")
    assert post.language == "en-GB"
    assert post.summary == "Cloves in October, bulbs in July."
    assert (post.link, post.page) == ("https://garden.example/garlic", "")
    assert "<strong>two inches</strong>" in post.content_html
    assert post.warnings == ()


def test_toml_with_a_mark_and_crlf_is_read() -> None:
    post = read_fixture("toml.md")
    assert post.title == "Sharpening a hoe"
    assert post.published == datetime(2023, 2, 5, 8, 30, tzinfo=UTC)
    assert post.updated == datetime(2023, 2, 5, 23, 0, tzinfo=UTC)  # midnight in Berlin
    assert post.tags == ("tools", "iron")
    assert post.authors == (Author(name="Ines Valk"),)
    assert (post.draft, post.warnings) == (False, ())
    assert post.content_text == "A blunt hoe is hard work."


def test_indented_json_after_a_blank_line_is_read() -> None:
    post = read_fixture("json.md")
    assert post.title == "Rain in a barrel"
    assert post.published == datetime(2022, 6, 30, 23, 0, tzinfo=UTC)
    assert post.authors == (Author(name="Tomo Reyes", email="tomo@garden.example"),)
    assert post.tags == ("water",)
    assert (post.image, post.draft, post.warnings) == (None, False, ())


def test_pelican_header_lines_keep_colons_and_continue_when_indented() -> None:
    post = read_fixture("header.md")
    assert post.title == "Slugs: an armistice"
    assert post.published == datetime(2021, 5, 14, 19, 40, tzinfo=UTC)
    assert post.updated == datetime(2021, 5, 15, 6, 0, tzinfo=UTC)
    assert post.tags == ("pests", "night work", "diary")
    assert post.summary == "Beer traps, and why we gave up on them."
    assert post.content_text.startswith("They come at dusk")


def test_multimarkdown_header_lines_are_read_from_txt() -> None:
    post = read_fixture("multimarkdown.txt")
    assert post.title == "A calendar for compost"
    assert post.published == datetime(2020, 3, 16, 23, 0, tzinfo=UTC)
    assert post.authors == (Author(name="Ines Valk"),)
    assert post.tags == ("compost", "leaves")


def test_an_html_file_with_front_matter_is_read() -> None:
    post = read_fixture("seedlings.html")
    assert post.title == "Seedlings & string"
    assert " ".join(post.content_text.split()) == "Tie them loosely. A knot that slips will do."


def test_bare_carriage_returns_end_lines() -> None:
    post = read_fixture("bare-cr.md")
    assert (post.title, post.content_text) == ("Tabs for the old press", "Ink on the thumb.")


def test_a_bundle_takes_its_date_and_slug_from_its_folder() -> None:
    post = read_fixture("2017-08-21-eclipse/index.md")
    assert post.published == datetime(2017, 8, 20, 22, 0, tzinfo=UTC)
    assert post.page == "posts/eclipse/"


def test_an_author_is_looked_up_in_the_folders_authors_file() -> None:
    ines = Author(name="Ines Valk", email="ines@garden.example", url="https://garden.example/ines")
    assert read_fixture("by-key.md").authors == (ines,)


def test_an_author_with_an_address_of_their_own_is_not_looked_up() -> None:
    text = b"---\ntitle: A\ndate: 2020-01-01\nauthor: {name: ines-valk, url: https://own.example/}\n---\nx"
    post = read(text, path="a.md", rules=rules_for(FIXTURES))
    assert isinstance(post, Reading)
    assert post.authors == (Author(name="ines-valk", url="https://own.example/"),)


def test_yaml_ends_at_three_dots_too(read_post: ReadPost) -> None:
    assert read_post("---\ntitle: A\ndate: 2020-01-01\n...\nText.").content_text == "Text."


def test_a_rule_in_the_body_is_no_fence(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: A\ndate: 2020-01-01\n---\n\nOne.\n\n---\n\nTwo.")
    assert post.content_text.split() == ["One.", "Two."]


def test_keys_are_read_in_any_case_and_spelling(read_post: ReadPost) -> None:
    post = read_post("---\nTITLE: A\nPublish-Date: 2020-01-01\nlastModifiedAt: 2020-01-02\n---\nx")
    assert post.title == "A"
    assert (post.published.year, post.updated and post.updated.year) == (2019, 2020)  # midnight in Berlin


def test_the_last_of_a_key_given_twice_counts_and_is_named_with_its_line(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: A\ndate: 2020-01-01\ntitle: B\n---\nx")
    assert post.title == "B"
    assert [str(warning) for warning in post.warnings] == [
        "post.md:4: `title` is set twice: the last one counts"
    ]


def test_yaml_words_stay_words(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: No\ndate: 2020-01-01\ntags: [on, 1.10, 2012-01-01]\n---\nx")
    assert (post.title, post.tags) == ("No", ("on", "1.10", "2012-01-01"))


def test_a_null_is_empty(read_post: ReadPost) -> None:
    post = read_post("---\ntitle: 'null'\ndate: 2020-01-01\nsummary: null\nlink: ~\n---\nFirst words here.")
    assert (post.title, post.link) == ("null", "")
    assert post.summary == "First words here."


def test_prose_with_a_colon_is_no_front_matter(read_text: ReadText) -> None:
    for text in (
        "Note: this is prose.\n\nMore.",
        "Summary: prose too.\n\nMore.",
        "{% include x %}",
        "{not json}",
    ):
        found = read_text(text)
        assert isinstance(found, Unread)
        assert found.kind == "not_post", text


def test_a_readme_and_an_empty_file_are_not_posts(read_text: ReadText) -> None:
    for text in ("# A project\n\nWords.", "", "\n\n", "a \0 b \x01 \xff"):
        found = read_text(text)
        assert isinstance(found, Unread)
        assert (found.kind, found.notice.line) == ("not_post", 0), text


def test_brackets_without_end_are_refused_and_do_not_end_the_process(read_text: ReadText) -> None:
    for row in ("[" * 100_000, "{x: " * 100_000, "- " * 100_000, "&a [*a]"):
        assert read_text(f"---\ndate: 2020-01-01\nx: {row}\n---\nx")
