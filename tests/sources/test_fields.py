"""Single facts: authors, tags, language, guid, drafts, dates from paths, slugs."""

from datetime import UTC, datetime

import pytest

from publisher.model import Author, Unread
from tests.sources.conftest import ReadPost, ReadText


def front(block: str, body: str = "Text.") -> str:
    return f"---\ntitle: A\ndate: 2020-01-01T00:00:00Z\n{block}\n---\n{body}"


@pytest.mark.parametrize(
    ("block", "names"),
    [
        pytest.param("author: Ines Valk", ["Ines Valk"], id="one"),
        pytest.param("author: Smith, John", ["Smith, John"], id="a name turned round"),
        pytest.param("author: Ines Valk, Tomo Reyes", ["Ines Valk", "Tomo Reyes"], id="two full names"),
        pytest.param("author: Ann, Ben and Cas", ["Ann", "Ben", "Cas"], id="a list in words"),
        pytest.param(
            "author: A. Ash, B. Beech, and C. Cedar", ["A. Ash", "B. Beech", "C. Cedar"], id="Oxford"
        ),
        pytest.param("author: Ines Valk & Tomo Reyes", ["Ines Valk", "Tomo Reyes"], id="an ampersand"),
        pytest.param("author: ines and tomo", ["ines", "tomo"], id="two short names"),
        pytest.param("author: Research and Development", ["Research and Development"], id="a department"),
        pytest.param("author: The Core and Infra Teams", ["The Core and Infra Teams"], id="teams"),
        pytest.param("author: Ann; Ben", ["Ann", "Ben"], id="a semicolon"),
        pytest.param("author: Ann &amp; Ben & Co", ["Ann & Ben & Co"], id="a semicolon that ends an entity"),
        pytest.param("author: Zo&euml;; Ben", ["Zoë", "Ben"], id="an entity, and a semicolon"),
        pytest.param("author: R&D; Ben", ["R&D", "Ben"], id="a semicolon that ends no entity"),
        pytest.param("authors: Ann, Ben", ["Ann", "Ben"], id="a plural key splits commas"),
        pytest.param("author: 张丹、赵和", ["张丹", "赵和"], id="Chinese comma"),
        pytest.param("authors: [Ann, Ann, '']", ["Ann"], id="each once, none empty"),
        pytest.param("authors: [Ann]\nauthor: Ben", ["Ann", "Ben"], id="both keys"),
        pytest.param("authors:\n- name: Ann\n- title: Ben\n- url: x", ["Ann", "Ben"], id="mappings"),
        pytest.param("author: ''", [], id="none"),
    ],
)
def test_authors_are_told_apart(block: str, names: list[str], read_post: ReadPost) -> None:
    assert [author.name for author in read_post(front(block)).authors] == names


@pytest.mark.parametrize(
    ("written", "author"),
    [
        pytest.param("Ann <ann@a.example>", Author(name="Ann", email="ann@a.example"), id="name and address"),
        pytest.param("ann@a.example (Ann)", Author(name="Ann", email="ann@a.example"), id="as RSS has it"),
        pytest.param(
            "Ann (https://a.example)", Author(name="Ann", url="https://a.example"), id="name and page"
        ),
        pytest.param("ann@a.example", Author(name="ann", email="ann@a.example"), id="an address alone"),
        pytest.param("ann@elsewhere", Author(name="ann@elsewhere"), id="half an address is a name"),
    ],
)
def test_an_authors_address_is_taken_apart(written: str, author: Author, read_post: ReadPost) -> None:
    assert read_post(front(f"author: '{written}'")).authors == (author,)


@pytest.mark.parametrize(
    ("block", "tags"),
    [
        pytest.param("tags: [a, b, a]", ("a", "b"), id="a list, each once"),
        pytest.param("tags: a b-c", ("a", "b-c"), id="spaces, as Jekyll"),
        pytest.param("tags: a b, c", ("a b", "c"), id="commas"),
        pytest.param("tags: a; b", ("a", "b"), id="semicolons"),
        pytest.param("category: User Testing", ("User Testing",), id="one category of two words"),
        pytest.param(
            "topics: [t]\ncategories: [c]\ntags: [x]", ("x", "c", "t"), id="tags, categories, topics"
        ),
        pytest.param("tags: [R, r]", ("R", "r"), id="case counts"),
        pytest.param("categories: [Tips &amp; tricks]", ("Tips & tricks",), id="entities"),
        pytest.param("categories: Tips &amp; tricks", ("Tips & tricks",), id="an entity's own semicolon"),
        pytest.param("tags: Q&amp;A; b", ("Q&A", "b"), id="an entity, and a semicolon"),
        pytest.param("categories:\n  -one", ("one",), id="no space after the dash"),
        pytest.param("tags: ['', ~]", (), id="empty ones"),
    ],
)
def test_tags_are_gathered(block: str, tags: tuple[str, ...], read_post: ReadPost) -> None:
    assert read_post(front(block)).tags == tags


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        pytest.param("pt_BR", "pt-BR", id="underscore"),
        pytest.param("EN-gb", "en-GB", id="case"),
        pytest.param("zh-hant-tw", "zh-Hant-TW", id="script"),
        pytest.param("en_US.UTF-8", "en-US", id="a POSIX locale"),
        pytest.param("sr-Latn-x-ijek", "sr-Latn-x-ijek", id="private use"),
    ],
)
def test_a_language_becomes_a_bcp_47_tag(written: str, tag: str, read_post: ReadPost) -> None:
    assert read_post(front(f"lang: {written}")).language == tag


def test_what_is_no_language_is_warned_of(read_post: ReadPost) -> None:
    post = read_post(front("lang: English, mostly"))
    assert (post.language, str(post.warnings[0])) == ("", 'post.md:4: not a language tag: "English, mostly"')


@pytest.mark.parametrize(
    ("block", "guid"),
    [
        pytest.param("guid: https://a.example/?p=1", "https://a.example/?p=1", id="guid"),
        pytest.param("guid: 17", "17", id="guid may be a number"),
        pytest.param("id: 17", "", id="a number in id is too weak"),
        pytest.param("id: urn:uuid:17", "urn:uuid:17", id="id"),
        pytest.param("id: ''", "", id="empty"),
    ],
)
def test_a_guid_is_the_files_own(block: str, guid: str, read_post: ReadPost) -> None:
    assert read_post(front(block)).guid == guid


@pytest.mark.parametrize(
    ("block", "draft"),
    [
        pytest.param("draft: true", True, id="draft"),
        pytest.param("draft: yes", True, id="yes"),
        pytest.param("draft: false", False, id="no draft"),
        pytest.param("published: false", True, id="not published"),
        pytest.param("published: 2020-01-02", False, id="published on a date"),
        pytest.param("status: hidden", True, id="hidden"),
        pytest.param("status: published", False, id="status published"),
    ],
)
def test_drafts_are_known(block: str, draft: bool, read_post: ReadPost) -> None:
    assert read_post(front(block)).draft is draft


def test_an_undated_draft_is_counted_not_blamed(read_text: ReadText) -> None:
    found = read_text("---\ndraft: true\n---\nText.")
    assert isinstance(found, Unread)
    assert (found.kind, found.notice.reason) == ("draft", "a draft: no date")


@pytest.mark.parametrize(
    ("path", "front_matter", "day"),
    [
        pytest.param("2015-07-28-title.md", "title: A", (2015, 7, 28), id="file name"),
        pytest.param("2018-01-02-x/index.md", "title: A", (2018, 1, 2), id="bundle"),
        pytest.param("2012/03-10-x.md", "title: A", (2012, 3, 10), id="year folder"),
        pytest.param("blog/2018/12/06/x.md", "title: A", (2018, 12, 6), id="three folders"),
        pytest.param("x.md", "path: blog/2018/12/06/x", (2018, 12, 6), id="path key"),
        pytest.param("x.md", "permalink: /2018/12/06/x/", (2018, 12, 6), id="permalink key"),
        pytest.param("2012/03-10-x.md", "date: 2012-03-09T10:00:00Z", (2012, 3, 9), id="front matter wins"),
        pytest.param("2012-03-10-x.md", "date:", (2012, 3, 10), id="an empty date is none"),
        pytest.param("2012-03-10-x.md", "published: true", (2012, 3, 10), id="a yes is no date"),
    ],
)
def test_a_date_comes_from_front_matter_then_path(
    path: str, front_matter: str, day: tuple[int, int, int], read_post: ReadPost
) -> None:
    berlin_noon = read_post(f"---\n{front_matter}\n---\nx", path).published.timestamp() + 12 * 3600
    assert datetime.fromtimestamp(berlin_noon, UTC).date() == datetime(*day, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("path", "front_matter", "notice"),
    [
        pytest.param("a.md", "title: A", "a.md:2: no date", id="none"),
        pytest.param(
            "2008/10-32-x.md",
            "title: A",
            '2008/10-32-x.md:2: impossible date "2008-10-32" in the file\'s path',
            id="path",
        ),
        pytest.param(
            "2008-10-31-x.md",
            "date: soon",
            '2008-10-31-x.md:2: date not understood: "soon"',
            id="no fallback",
        ),
    ],
)
def test_a_post_without_a_date_is_skipped(
    path: str, front_matter: str, notice: str, read_text: ReadText
) -> None:
    found = read_text(f"---\n{front_matter}\n---\nText.", path)
    assert isinstance(found, Unread)
    assert (found.kind, str(found.notice)) == ("skipped", notice)


def test_a_section_page_and_a_page_with_nothing_in_it_are_not_posts(read_text: ReadText) -> None:
    for path, text in (
        ("2012/_index.md", "---\ntitle: year\n---\n"),
        ("latest.md", "---\nlayout: list\n---\n"),
    ):
        found = read_text(text, path)
        assert isinstance(found, Unread)
        assert found.kind == "not_post"


def test_an_update_that_is_not_understood_is_warned_of_and_left_out(read_post: ReadPost) -> None:
    post = read_post(front("updated: 2020-13-01"))
    assert (post.updated, str(post.warnings[0])) == (None, 'post.md:4: impossible date "2020-13-01"')


@pytest.mark.parametrize(
    ("path", "block", "page"),
    [
        pytest.param(
            "2015-07-28-First Title!.md", "", "posts/first-title/", id="the file's name without its date"
        ),
        pytest.param("פוסט ראשון.md", "", "posts/פוסט-ראשון/", id="letters of any script"),
        pytest.param("a.md", "slug: My Slug", "posts/my-slug/", id="slug"),
        pytest.param("a.md", "slug: /pub/2003/design2.html", "posts/design2/", id="an absolute slug"),
        pytest.param("a.md", "slug: 65/2014/2/3/What-s-new", "posts/what-s-new/", id="a slug with slashes"),
        pytest.param(
            "a.md", "url: /2018/12/06/snow/", "posts/snow/", id="a relative address without base_url"
        ),
        pytest.param("a/index.md", "", "posts/a/", id="a bundle"),
        pytest.param("2015-07-28.md", "", "posts/2015-07-28/", id="nothing but a date"),
    ],
)
def test_a_post_without_a_link_gets_a_page(path: str, block: str, page: str, read_post: ReadPost) -> None:
    post = read_post(front(block), path)
    assert (post.link, post.page) == ("", page)


def test_a_page_that_is_asked_for_is_kept(read_post: ReadPost) -> None:
    assert read_post(front(""), page="posts/kept/").page == "posts/kept/"


def test_the_summary_of_the_author_wins_as_plain_text(read_post: ReadPost) -> None:
    post = read_post(front("excerpt: <b>Beer</b> &amp; traps", "A long first sentence about slugs."))
    assert post.summary == "Beer & traps"
    assert read_post(front('summary: "a\\ufdd0b &#x81;c"')).summary == "ab c"
    long = read_post(front(f"summary: {'word ' * 400}"))
    assert len(long.summary) <= 1000
    assert long.summary.endswith("word…")


@pytest.mark.parametrize(
    ("title", "body", "expected", "text"),
    [
        pytest.param("Soil", "# Soil\n\nText.", "Soil", "Text.", id="the title again"),
        pytest.param(
            "Soil & water", "<h1>Soil &amp; Water</h1><p>Text.</p>", "Soil & water", "Text.", id="in HTML"
        ),
        pytest.param("Soil", "Soil\n====\n\nText.", "Soil", "Text.", id="underlined"),
        pytest.param("Soil", "# Water\n\nText.", "Soil", "Water Text.", id="another heading stays"),
        pytest.param("", "# The *good* [soil](/s)\n\nText.", "The good soil", "Text.", id="the title itself"),
        pytest.param("", "Text.", "", "Text.", id="no title at all"),
    ],
)
def test_a_first_heading_that_repeats_the_title_goes(
    title: str, body: str, expected: str, text: str, read_post: ReadPost
) -> None:
    post = read_post(f"---\ntitle: '{title}'\ndate: 2020-01-01\n---\n\n{body}")
    assert (post.title, " ".join(post.content_text.split())) == (expected, text)


def test_the_content_hash_covers_title_and_body_only(read_post: ReadPost) -> None:
    one = read_post(front("tags: [a]")).content_hash
    assert read_post(front("tags: [b]"), "moved/elsewhere.md").content_hash == one
    assert read_post(front("tags: [a]").replace("\n", "\r\n")).content_hash == one
    assert read_post(front("tags: [a]", "Text!")).content_hash != one
    assert read_post(front("tags: [a]").replace("title: A", "title: B")).content_hash != one


@pytest.mark.parametrize(
    ("block", "score"),
    [
        pytest.param("score: 5", 5.0, id="a whole number"),
        pytest.param("score: 0.5", 0.5, id="a fraction"),
        pytest.param("Score: '-1.5'", -1.5, id="below the others"),
        pytest.param("score: 1e3", 1000.0, id="with an exponent"),
        pytest.param("score: ٥", 5.0, id="digits of another script"),
        pytest.param("score: 0\nfeatured: true", 0.0, id="a score counts before a flag"),
        pytest.param("score:\nfeatured: true", 1.0, id="an empty score is none"),
        pytest.param("featured: true", 1.0, id="featured, as Ghost has it"),
        pytest.param("pinned: yes", 1.0, id="pinned"),
        pytest.param("pin: true", 1.0, id="pin, as Chirpy has it"),
        pytest.param("sticky: true", 1.0, id="sticky, as WordPress has it"),
        pytest.param("sticky: 100\nfeatured: true", 100.0, id="sticky, as Hexo has it"),
        pytest.param("featured: true\npinned: true", 1.0, id="two flags are one"),
        pytest.param("featured: false\nsticky: 0\npinned: 'no'", 0.0, id="flags that are not set"),
        pytest.param("featured: sun.jpg\nsticky: top", 0.0, id="other things under those names"),
        pytest.param("weight: 5\ntop: 3", 0.0, id="places in lists, of which the lowest is first"),
        pytest.param("params:\n  score: 4", 4.0, id="a parameter of Hugo's"),
        pytest.param("extra:\n  featured: true", 1.0, id="a parameter of Zola's"),
        pytest.param("score: 2\nextra:\n  score: 3", 2.0, id="the post's own before a parameter"),
        pytest.param("", 0.0, id="nothing said"),
    ],
)
def test_a_score_says_how_much_a_post_matters(block: str, score: float, read_post: ReadPost) -> None:
    post = read_post(front(block))
    assert (post.score, post.warnings) == (score, ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ntitle: A\ndate: 2020-01-01\nscore: 2.5\n---\nText.", id="YAML"),
        pytest.param('+++\ntitle = "A"\ndate = 2020-01-01\nscore = 2.5\n+++\nText.', id="TOML"),
        pytest.param(
            '+++\ntitle = "A"\ndate = 2020-01-01\n[extra]\nscore = 2.5\n+++\nText.', id="TOML, a parameter"
        ),
        pytest.param('{"title": "A", "date": "2020-01-01", "score": 2.5}\nText.', id="JSON"),
        pytest.param("Title: A\nDate: 2020-01-01\nScore: 2.5\n\nText.", id="header lines"),
        pytest.param("Score: 2.5\nTitle: A\nDate: 2020-01-01\n\nText.", id="first of the header lines"),
        pytest.param("Pinned: no\nScore: 2.5\nDate: 2020-01-01\n\nText.", id="after a flag"),
    ],
)
def test_a_score_is_read_from_every_dialect(text: str, read_post: ReadPost) -> None:
    post = read_post(text)
    assert (post.score, post.content_text, post.warnings) == (2.5, "Text.", ())


@pytest.mark.parametrize(
    ("block", "warning", "score"),
    [
        pytest.param("score: high", 'post.md:4: score is not a number: "high"', 0.0, id="a word"),
        pytest.param("score: 8/10", 'post.md:4: score is not a number: "8/10"', 0.0, id="a fraction"),
        pytest.param("score: 4,5", 'post.md:4: score is not a number: "4,5"', 0.0, id="a comma"),
        pytest.param("score: .inf", 'post.md:4: score is not a number: ".inf"', 0.0, id="without an end"),
        pytest.param("score: nan", 'post.md:4: score is not a number: "nan"', 0.0, id="no number by name"),
        pytest.param("score: 1e999", 'post.md:4: score is not a number: "1e999"', 0.0, id="too large"),
        pytest.param("score: true", 'post.md:4: score is not a number: "true"', 0.0, id="a yes"),
        pytest.param("score: [1, 2]", "post.md:4: score is not a number;", 0.0, id="a list"),
        pytest.param("extra:\n  score: x", 'post.md:4: score is not a number: "x"', 0.0, id="a parameter"),
        pytest.param("pin: true\nscore: x", 'post.md:5: score is not a number: "x"', 1.0, id="a flag counts"),
        pytest.param("score: 'high", "post.md:4: mended: ", 0.0, id="broken YAML too"),
    ],
)
def test_a_score_that_is_no_number_is_warned_of_and_the_post_kept(
    block: str, warning: str, score: float, read_post: ReadPost
) -> None:
    post = read_post(front(block))
    assert str(post.warnings[0]).startswith(warning)
    assert post.score == score
    assert str(post.warnings[-1]).endswith("; write one as 5 or -1.5")


def test_no_post_is_lost_for_a_score_that_cannot_be_read(read_post: ReadPost) -> None:
    post = read_post(front("score: 5: 6\n  - a"))
    assert (post.score, [str(one) for one in post.warnings]) == (
        0.0,
        ["post.md:4: `score` is not understood, and left out"],
    )
