"""What real posts contain: facts of the oddities that are listed beside them."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from publisher.model import DEFAULT_SUFFIXES, Author, Reading, Source, Unread
from publisher.sources import Rules, read

SUFFIXES = (*DEFAULT_SUFFIXES, ".Rmd")


@cache
def look_at(corpora: Path, folder: str, path: str) -> Reading | Unread:
    """Return what the file *path* of *folder* gives, on a site in UTC."""
    source = Source(name=folder, path=corpora / folder, suffixes=SUFFIXES)
    rules = Rules(source=source, site_url="https://site.example/", zone=ZoneInfo("UTC"), language="en")
    return read((corpora / folder / path).read_bytes(), path=path, rules=rules)


def post_at(corpora: Path, where: str) -> Reading:
    """Return the post at `folder/path`."""
    folder, _, path = where.partition("/")
    found = look_at(corpora, folder, path)
    assert isinstance(found, Reading), found
    return found


def refusal_at(corpora: Path, where: str) -> Unread:
    """Return why there is no post at `folder/path`."""
    folder, _, path = where.partition("/")
    found = look_at(corpora, folder, path)
    assert isinstance(found, Unread), found
    return found


@pytest.mark.parametrize(
    ("where", "title"),
    [
        pytest.param(
            "perldotcom/content/legacy/_doc_FMTEYEWTK_style_slide15.md",
            "Perl Style: Changing en passant",
            id="3 HTML",
        ),
        pytest.param(
            "perldotcom/content/article/building-map-tube-maps-a-howto-alternative-connections.md",
            "Building Map::Tube::<*> maps, a HOWTO: alternative connections",
            id="4 brackets that are no HTML",
        ),
        pytest.param(
            "rust-blog/content/Clippy-deprecating-feature-cargo-clippy.md",
            'Clippy: Deprecating `feature = "cargo-clippy"`',
            id="5 Markdown code",
        ),
        pytest.param("electron-blog/blog/10-years-of-electron.md", "10 years of Electron 🎉", id="6 emoji"),
        pytest.param(
            "osdev4arab/_posts/osdev_intro_series/2015-07-28-2-ibmpc.markdown",
            "٢- مدخل إلى الكمبيوتر الشخصي IBM PC",
            id="7 Arabic-Indic digits",
        ),
        pytest.param(
            "broken-history/cosx/76951a91__2022-01-21-lehmann_erich_translation.md",
            "Erich L. Lehmann: 一份传记备忘录",
            id="20 unquoted colon",
        ),
        pytest.param(
            "broken-history/servicenow/43e70aad__2019-07-23-sn-licensing-update.md",
            "Servicenow's Licensing Update",
            id="22 backslash in single quotes",
        ),
        pytest.param(
            "broken-history/ruby-lang/05bdb126__2025-07-08-dos-resolv-cve-2025-24294.md",
            "CVE-2025-24294: Posible Denegación de Servicio en la gema resolv",
            id="36 Latin-1",
        ),
    ],
)
def test_titles(where: str, title: str, corpora: Path) -> None:
    assert post_at(corpora, where).title == title


def test_2_the_longest_title_comes_through_whole(corpora: Path) -> None:
    title = post_at(corpora, "servicenow/2014/04-23-jackie-magtibay-join-your-fello.md").title
    assert len(title) > 180


def test_1_spaces_in_a_half_stripped_title_are_collapsed(corpora: Path) -> None:
    title = post_at(corpora, "servicenow/2012/03-10-vguihene-itsm-social---a.md").title
    assert title == " ".join(title.split())
    assert "\u00a0" not in title


@pytest.mark.parametrize(
    ("where", "moment"),
    [
        pytest.param(
            "cosx/content/post/2017-08-20-processing-r.md", "2018-12-11T00:10:32", id="8 one-digit hour"
        ),
        pytest.param(
            "eev-ee/content/updates/2020-01-02-advent-calendar-2019.markdown",
            "2019-12-01T19:48:00",
            id="9 hyphens",
        ),
        pytest.param(
            "eev-ee/content/2011-06-27-python-needs-more-software.markdown",
            "2011-06-27T03:21:00",
            id="10 no seconds",
        ),
        pytest.param(
            "cosx/content/post/2021-10-17-beamer-down/examples/_slide-minimal.Rmd",
            "2021-10-01T00:00:00",
            id="11 Chinese",
        ),
        pytest.param(
            "cosx/content/post/2021-04-09-create-music-with-r-package-gm.md",
            "2021-04-09T00:00:00",
            id="13 date only",
        ),
        pytest.param(
            "ruby-lang/ja/news/_posts/2002-10-17-20021017.md", "2002-10-17T00:00:00", id="14 in the file name"
        ),
        pytest.param(
            "servicenow/2008/10-32-slightlyloony-an-unexpected-d.md",
            "2008-10-31T17:54:21",
            id="15 a file name with a 32nd day",
        ),
        pytest.param(
            "servicenow/2014/04-16-stephenmann-want-service-ma.md",
            "2014-04-15T16:32:06",
            id="16 the file name a day later",
        ),
        pytest.param(
            "frustrated-writer/content/post/2015-07-29-פוסט-ראשון-פוסט-של-זעם.md",
            "2015-07-28T21:35:58",
            id="17 the address a day later",
        ),
        pytest.param(
            "perldotcom/content/legacy/_doc_FMTEYEWTK_style_slide1.md",
            "1998-01-01T08:00:00",
            id="19 the nineties",
        ),
        pytest.param("rust-blog/content/Rust-1.88.0.md", "2025-06-26T00:00:00", id="66 in a path key"),
        pytest.param(
            "broken-history/cosx/b3def603__2021-06-01-monthly.md", "2021-06-01T00:00:00", id="26 unclosed"
        ),
        pytest.param(
            "broken-history/perldotcom/6bb0fb1a__perl-one-liners-part-1.md",
            "2021-05-11T02:54:23",
            id="27 nearly JSON",
        ),
    ],
)
def test_dates(where: str, moment: str, corpora: Path) -> None:
    assert post_at(corpora, where).published == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("where", "kind", "line", "reason"),
    [
        pytest.param(
            "cosx/content/post/2021-10-17-beamer-down/examples/_slide-verona.Rmd",
            "skipped",
            8,
            'date not understood: "`r Sys.Date()`"',
            id="12 code as date",
        ),
        pytest.param(
            "broken-history/opensuse-news/abc054d1__2025-11-14-planet-roundup.md",
            "skipped",
            4,
            'impossible date "2025-14-07 14:00:00+01:00"',
            id="18 month 14",
        ),
        pytest.param(
            "broken-history/nodejs-blog/c8ce7ee4__oct-2017-dos.md",
            "skipped",
            2,
            'impossible date "2017-17-10T19:30:00.617Z"',
            id="18 month 17",
        ),
        pytest.param(
            "cosx/content/post/2012-03-28-causality2-rcm.html",
            "not_post",
            0,
            "no front matter",
            id="31 a bare page",
        ),
        pytest.param("servicenow/2012/_index.md", "not_post", 0, "a section's own page", id="32 a section"),
        pytest.param(
            "frustrated-writer/content/drafts/אינסטלטור.md", "draft", 0, "a draft: no date", id="33 a draft"
        ),
        pytest.param(
            "broken-history/osdev4arab/5d3635b7__.2013-12-08-What-is-this-anyway.markdown.swp",
            "not_post",
            0,
            "no front matter",
            id="41 a swap file",
        ),
    ],
)
def test_what_is_no_post(where: str, kind: str, line: int, reason: str, corpora: Path) -> None:
    found = refusal_at(corpora, where)
    assert (found.kind, found.notice.line, found.notice.reason) == (kind, line, reason)


@pytest.mark.parametrize(
    ("where", "line", "said"),
    [
        pytest.param(
            "18f-blog/3b82f9a8__2022-08-02-senior-executives-pt2.md",
            2,
            "a colon without quotes",
            id="20 ASCII colon",
        ),
        pytest.param(
            "cosx/01f0cf27__Lectures_Marriages_-that-last.md", 2, "`：` for the colon", id="20 wide colon"
        ),
        pytest.param(
            "cosx/0f71292e__2017-09-30-psychology-in-crisis.md",
            9,
            "text that begins with `[`",
            id="25 Markdown link",
        ),
        pytest.param(
            "ruby-lang/e52d6930__2017-12-14-ruby-2-5-0-rc1-released.md", 8, "no closing ---", id="26 unclosed"
        ),
        pytest.param(
            "perldotcom/a8d53e32___pub_2003_08_07_design2.md", 7, "a comma after", id="27 trailing comma"
        ),
        pytest.param(
            "perldotcom/27b5dfe2___pub_2002_02_12_bigo.md", 1, "before the front matter", id="stray text"
        ),
        pytest.param(
            "opensuse-news/118f2415__2011-07-14-opensuse-conference-registration-open.markdown",
            61,
            "Windows-1252",
            id="37 a euro sign",
        ),
    ],
)
def test_broken_files_are_read_with_a_warning_on_the_line(
    where: str, line: int, said: str, corpora: Path
) -> None:
    warning = post_at(corpora, f"broken-history/{where}").warnings[0]
    assert (warning.line, said in warning.reason) == (line, True)


def test_28_the_last_of_a_title_given_twice_counts(corpora: Path) -> None:
    post = post_at(corpora, "ruby-lang/fr/news/_posts/2013-06-27-ruby-1-8-7-p374-is-released.md")
    assert post.title.startswith("Sortie")
    assert [(warning.line, warning.reason) for warning in post.warnings] == [
        (4, "`title` is set twice: the last one counts")
    ]


def test_29_a_rule_in_the_body_is_no_fence(corpora: Path) -> None:
    assert "<hr" in post_at(corpora, "electron-blog/blog/beaker-browser.md").content_html


def test_30_two_dialects_live_in_one_folder(corpora: Path) -> None:
    folder = "perldotcom/content/article"
    in_json = post_at(corpora, f"{folder}/-an-interview-with-jeffrey-ryan-thalhammer.md")
    in_toml = post_at(corpora, f"{folder}/alpha-omega-donates-usd-250-000-for-perl-and-cpan-security.md")
    assert (in_json.published.year, in_toml.published.year) == (2013, 2026)


def test_34_and_35_line_ends_of_every_kind_are_read(corpora: Path) -> None:
    crlf = post_at(corpora, "cosx/content/post/2018-01-17-build-blog-with-blogdown-hugo-netlify-github.md")
    bare = post_at(corpora, "osdev4arab/_posts/assembly_intro_series/2015-08-12-2-8086-intro.md")
    assert crlf.tags[:2] == ("R", "blogdown")
    assert bare.authors == (Author(name="محمد أنور"),)
    assert "\r" not in crlf.content_html + bare.content_html


def test_38_no_control_character_reaches_the_content(corpora: Path) -> None:
    post = post_at(corpora, "rust-blog/content/Rust-2017-Survey-Results/index.md")
    assert not any(char < " " and char not in "\t\n" for char in post.content_html + post.content_text)


def test_39_a_replacement_character_stays_as_it_is(corpora: Path) -> None:
    assert "\ufffd" in post_at(corpora, "servicenow/2014/08-19-sherard-stuck-on-integr.md").content_text


@pytest.mark.parametrize(
    ("where", "page"),
    [
        pytest.param("cosx/content/post/2020-01-01-monthly.md", "posts/monthly/", id="42 a slug of many"),
        pytest.param(
            "perldotcom/content/legacy/_pub_2012_04_perlunicook-unicode-named-characters.md",
            "posts/perlunicook-unicode-named-characters/",
            id="45 an absolute slug",
        ),
        pytest.param(
            "frustrated-writer/content/post/2023-10-25-עשו זאת בעצמכם.md",
            "posts/עשו-זאת-בעצמכם/",
            id="46 not ASCII",
        ),
    ],
)
def test_pages(where: str, page: str, corpora: Path) -> None:
    assert post_at(corpora, where).page == page


def test_43_posts_of_one_body_differ_in_their_links(corpora: Path) -> None:
    places = ("north-texas-use", "oklahoma-user-g", "south-texas-use")
    posts = [post_at(corpora, f"servicenow/2012/08-03-rodney-{place}.md") for place in places]
    assert len({post.link for post in posts}) == len({post.content_hash for post in posts}) == 3
    assert len({post.content_text for post in posts}) == 1


def test_44_translations_say_their_language(corpora: Path) -> None:
    path = "news/_posts/2013-06-12-new-ruby-lang-org-released.md"
    assert [post_at(corpora, f"ruby-lang/{tag}/{path}").language for tag in ("en", "fr")] == ["en", "fr"]


def test_17_a_guid_of_the_file_is_kept(corpora: Path) -> None:
    post = post_at(corpora, "frustrated-writer/content/post/2016-01-12-ישרא-שנור.md")
    assert post.guid == "https://aizenimr.wordpress.com/?p=656"


def test_47_authors_are_read_as_mappings_and_looked_up_by_key(corpora: Path) -> None:
    mapped = post_at(corpora, "electron-blog/blog/certificate-transparency-fix.md")
    looked_up = post_at(corpora, "electron-blog/blog/10-years-of-electron.md")
    assert mapped.authors == (Author(name="kevinsawicki", url="https://github.com/kevinsawicki"),)
    assert looked_up.authors == (Author(name="erickzhao", url="https://github.com/erickzhao"),)


def test_48_tags_are_told_apart_at_commas_and_at_spaces(corpora: Path) -> None:
    commas = post_at(corpora, "eev-ee/content/2011-02-12-status-recap.markdown")
    spaces = post_at(corpora, "osdev4arab/_posts/osdev_intro_series/2015-07-28-1-intro.markdown")
    assert commas.tags[:3] == ("veekun", "squiggle", "raidne")
    assert (len(spaces.tags), spaces.tags[1]) == (12, "operating-system")


def test_49_categories_stay_as_they_are_spelt(corpora: Path) -> None:
    assert "r 语言" in post_at(corpora, "cosx/content/post/2023-02-20-chatgpt-in-education.md").tags
    assert "R语言" in post_at(corpora, "cosx/content/post/2008-12-03-rcmdr-looks-like-spss.md").tags


@pytest.mark.parametrize(
    ("where", "absent"),
    [
        pytest.param("2012/02-29-simonmorris-uk-servicenow-u.md", 'src="2', id="50 relative pictures"),
        pytest.param("2014/09-03-stephenmann-blog-summary--i.md", 'href="/', id="51 site-relative links"),
        pytest.param("2014/07-24-alex-kuscher-stay-tuned-fede.md", "javascript:", id="52 a script in a link"),
        pytest.param("2011/09-24-chuck-tomasi-loaner-request-.md", "<iframe", id="53 a frame"),
        pytest.param("2009/05-22-slightlyloony-off-topic---.md", "<object", id="54 an object"),
        pytest.param("2012/05-32-simonmorris-50-posts--274-d.md", "MsoNormal", id="55 marks of Word"),
        pytest.param("2014/04-17-sarah-manning-planning-ahead-.md", "file:", id="59 a local file"),
    ],
)
def test_content_of_servicenow(where: str, absent: str, corpora: Path) -> None:
    content = post_at(corpora, f"servicenow/{where}").content_html
    assert content
    assert absent not in content


@pytest.mark.parametrize(
    ("where", "absent"),
    [
        pytest.param(
            "perldotcom/content/article/-an-interview-with-jeffrey-ryan-thalhammer.md", "mcpan", id="60 mcpan"
        ),
        pytest.param("eev-ee/content/2011-07-22-python-faq.markdown", "{filename}", id="61 {filename}"),
        pytest.param("eev-ee/content/2011-02-27-yatta.markdown", "{static}", id="61 {static}"),
        pytest.param("electron-blog/blog/10-years-of-electron.md", ":::", id="62 admonitions"),
        pytest.param("eev-ee/content/2016-01-31-i-made-pretzels.markdown", "{%", id="picture tags"),
        pytest.param("ruby-lang/en/news/_posts/2020-10-02-ruby-2-7-2-released.md", "{{", id="variables"),
    ],
)
def test_leftovers_of_generators_are_gone(where: str, absent: str, corpora: Path) -> None:
    assert absent not in post_at(corpora, where).content_html


def test_63_a_podcast_without_category_has_no_tags_and_others_their_audio(corpora: Path) -> None:
    posts = "radio-t/hugo/content/posts"
    assert post_at(corpora, f"{posts}/yes-we-did-it.md").tags == ()
    enclosure = post_at(corpora, f"{posts}/podcast-733.md").enclosure
    assert enclosure
    assert (enclosure.url.rpartition("/")[2], enclosure.mime_type) == ("rt_podcast733.mp3", "audio/mpeg")


def test_summaries_of_authors_come_before_our_own(corpora: Path) -> None:
    posts = "perldotcom/content/article"
    summary = post_at(
        corpora, f"{posts}/cache--reddit-or--how-to-use-social-media-as-a-temporary-data-store.md"
    ).summary
    assert summary == "Introducing a suboptimal solution"
    computed = post_at(corpora, "eev-ee/content/2011-02-12-status-recap.markdown").summary
    assert computed.startswith("It's been a while")
