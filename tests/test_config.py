"""Settings: what they come to, and the one line that says what is wrong with them."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.config import Settings, find_settings, load
from publisher.errors import SettingsError
from publisher.model import Digest, Source, Theme

SITE = '[site]\nurl = "https://blog.example/"\n'
SOURCE = '[[sources]]\nname = "main"\npath = "posts"\n'
DIGEST = '[[digests]]\nname = "weekly"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one of posts in it."""
    (tmp_path / "posts").mkdir()
    return tmp_path


def settings(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that *text* makes in *folder*."""
    file = folder / "publisher.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, environ or {})


def fault(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> str:
    """Return what is said of settings that are wrong: one line, without the folder's own name."""
    with pytest.raises(SettingsError) as raised:
        settings(folder, text, environ)
    said = str(raised.value)
    assert "\n" not in said
    return said.replace(f"{folder}/", "")


# What settings come to


def test_a_source_is_all_that_settings_need(folder: Path) -> None:
    found = settings(folder, SOURCE)
    assert found.sources == (Source(name="main", path=folder / "posts"),)
    assert found.site.url == "http://127.0.0.1:8000/"
    assert found.output.directory == folder / "public"
    assert found.catalog.database == f"sqlite:///{folder}/data/publisher.db"
    assert found.digests == ()
    assert found.file == folder / "publisher.toml"


def test_relative_paths_are_relative_to_the_settings_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "config").mkdir()
    text = SOURCE.replace('"posts"', '"../posts"') + (
        '[output]\ndirectory = "../site/./public"\n[catalog]\ndatabase = "sqlite:///../data/c.db"\n'
    )
    (folder / "config" / "publisher.toml").write_text(text)
    found = load(Path("config/publisher.toml"), {})
    assert found.sources[0].path == folder / "posts"
    assert found.output.directory == folder / "site" / "public"
    assert found.catalog.database == f"sqlite:///{folder}/data/c.db"


def test_absolute_paths_and_servers_stay_as_they_are(folder: Path) -> None:
    found = settings(
        folder,
        SOURCE + f'[output]\ndirectory = "{folder}/out"\n[catalog]\ndatabase = "postgresql://me@db/blog"\n',
    )
    assert found.output.directory == folder / "out"
    assert found.catalog.database == "postgresql://me@db/blog"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("https://blog.example", "https://blog.example/", id="no slash"),
        pytest.param("https://blog.example/a//", "https://blog.example/a/", id="a folder, too many slashes"),
        pytest.param("https://blog.example/a?x=1#y", "https://blog.example/a/", id="query and fragment"),
        pytest.param("http://[::1]:8000/", "http://[::1]:8000/", id="an IPv6 address"),
    ],
)
def test_the_sites_address_ends_with_one_slash(folder: Path, written: str, meant: str) -> None:
    assert settings(folder, SOURCE + f'[site]\nurl = "{written}"\n').site.url == meant


def test_guids_are_minted_under_the_sites_host_unless_told_otherwise(folder: Path) -> None:
    assert settings(folder, SITE + SOURCE).site.tag_authority == "blog.example,2000"
    told = SITE + 'tag_authority = "me@example.org,2019"\n' + SOURCE
    assert settings(folder, told).site.tag_authority == "me@example.org,2019"


def test_a_theme_has_a_slug_of_its_name_unless_told_otherwise(folder: Path) -> None:
    text = '[[themes]]\nname = "Big & small"\ntags = ["x"]\n[[themes]]\nname = "B"\nslug = "bee"\n'
    assert settings(folder, SOURCE + text).themes == (
        Theme(name="Big & small", slug="big-small", tags=("x",)),
        Theme(name="B", slug="bee"),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("90m", timedelta(minutes=90), id="minutes"),
        pytest.param("36h", timedelta(hours=36), id="hours"),
        pytest.param(" 14 days ", timedelta(days=14), id="days in a word"),
        pytest.param("2W", timedelta(weeks=2), id="weeks, any case"),
    ],
)
def test_a_duration_is_a_number_and_a_unit(folder: Path, written: str, meant: timedelta) -> None:
    (digest,) = settings(folder, SOURCE + DIGEST + f'max_age = "{written}"\ngrace = "{written}"').digests
    assert (digest.max_age, digest.grace) == (meant, meant)


def test_the_sender_is_written_as_from(folder: Path) -> None:
    assert settings(folder, SOURCE + '[mail]\nfrom = "Me <me@blog.example>"\n').mail.sender == (
        "Me <me@blog.example>"
    )


def test_a_byte_order_mark_and_other_line_ends_are_fine(folder: Path) -> None:
    assert settings(folder, "\ufeff" + SOURCE.replace("\n", "\r\n")).sources[0].name == "main"


def test_the_sample_settings_are_right() -> None:
    sample = Path(__file__).parents[1] / "config" / "publisher.toml"
    assert [digest.name for digest in load(sample, {}).digests] == ["weekly", "monthly"]


# From the environment


@pytest.mark.parametrize(
    ("variable", "value", "found"),
    [
        pytest.param("PUBLISHER_SITE_TITLE", "Other", lambda s: s.site.title == "Other", id="a text"),
        pytest.param("PUBLISHER_FEEDS_ENTRIES", "7", lambda s: s.feeds.entries == 7, id="a number"),
        pytest.param(
            "PUBLISHER_MAIL_FROM", "a@b.example", lambda s: s.mail.sender == "a@b.example", id="from"
        ),
        pytest.param(
            "PUBLISHER_CATALOG_DATABASE",
            "postgresql://db/x",
            lambda s: s.catalog.database == "postgresql://db/x",
            id="a section that the file lacks",
        ),
        pytest.param(
            "PUBLISHER_DIGESTS_WEEKLY_APPROVE",
            "true",
            lambda s: s.digests[0].approve,
            id="yes or no, by name",
        ),
        pytest.param(
            "PUBLISHER_DIGESTS_WEEKLY_MAX_AGE",
            "2w",
            lambda s: s.digests[0].max_age == timedelta(weeks=2),
            id="a duration",
        ),
        pytest.param(
            "PUBLISHER_DIGESTS_1_TITLE", "One", lambda s: s.digests[1].title == "One", id="a digest by number"
        ),
        pytest.param(
            "PUBLISHER_DIGESTS_WEEKLY_EXTRA_TITLE",
            "Extra",
            lambda s: s.digests[1].title == "Extra" and s.digests[0].title == "",
            id="a name that begins with another",
        ),
        pytest.param(
            "PUBLISHER_THEMES_BIG___SMALL_TAGS",
            '["x", "y"]',
            lambda s: s.themes[0].tags == ("x", "y"),
            id="a list",
        ),
        pytest.param(
            "PUBLISHER_SITE_TITLE", "[draft] blog", lambda s: s.site.title == "[draft] blog", id="no list"
        ),
    ],
)
def test_a_variable_stands_over_the_file(folder: Path, variable: str, value: str, found: object) -> None:
    text = SITE + SOURCE + DIGEST + '[[digests]]\nname = "weekly-extra"\n[[themes]]\nname = "Big & small"\n'
    assert callable(found)
    assert found(settings(folder, text, {variable: value, "PATH": "/bin", "PUBLISHER_CONFIG": "x"}))


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        pytest.param(
            "PUBLISHER_FEEDS_ENTRIES",
            "many",
            'PUBLISHER_FEEDS_ENTRIES: feeds.entries: found "many"; allowed is a valid integer',
            id="a wrong value names the variable",
        ),
        pytest.param(
            "PUBLISHER_SITE_TITEL",
            "x",
            'PUBLISHER_SITE_TITEL: site.titel: unknown key (did you mean "title"?)',
            id="an unknown key",
        ),
        pytest.param(
            "PUBLISHER_FEED_ENTRIES",
            "7",
            'PUBLISHER_FEED_ENTRIES: no such setting (did you mean "feeds"?)',
            id="an unknown section",
        ),
        pytest.param("PUBLISHER_SITE", "x", "PUBLISHER_SITE: no such setting", id="a section alone"),
        pytest.param(
            "PUBLISHER_DIGESTS_DAILY_TITLE",
            "x",
            "PUBLISHER_DIGESTS_DAILY_TITLE: the settings have no [[digests]] of that name or number",
            id="no digest of that name",
        ),
        pytest.param(
            "PUBLISHER_SITE_TIMEZONE",
            "Europe/Berlim",
            'PUBLISHER_SITE_TIMEZONE: site.timezone: found "Europe/Berlim"; '
            'allowed is an IANA name such as Europe/Berlin (did you mean "Europe/Berlin"?)',
            id="an unknown zone",
        ),
        pytest.param(
            "PUBLISHER_SOURCES_MAIN_PATH",
            "gone",
            'PUBLISHER_SOURCES_MAIN_PATH: sources.main.path: found "gone"; '
            "allowed is a folder that exists (gone is missing)",
            id="a folder that is not there",
        ),
    ],
)
def test_a_wrong_variable_is_named(folder: Path, variable: str, value: str, said: str) -> None:
    assert fault(folder, SITE + SOURCE + DIGEST, {variable: value}).startswith(said)


# What is wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            '[site]\ntitel = "x"\n' + SOURCE,
            'publisher.toml:2: site.titel: unknown key (did you mean "title"?)',
            id="a misspelt key",
        ),
        pytest.param(
            SOURCE + "[feeds]\ncolour = 3\n",
            "publisher.toml:5: feeds.colour: unknown key; allowed are entries, content",
            id="a key that is near nothing",
        ),
        pytest.param(
            SOURCE + "[siet]\n",
            'publisher.toml:4: siet: unknown key (did you mean "site"?)',
            id="a misspelt section",
        ),
        pytest.param(
            SOURCE + '[mail]\nsender = "a@b.example"\n',
            "publisher.toml:5: mail.sender: unknown key; "
            "allowed are from, reply_to, postal_address, unsubscribe_url, preferences_url",
            id="our own name for from",
        ),
        pytest.param(
            SOURCE + DIGEST + 'schedul = "mon 09:00"\n',
            'publisher.toml:6: digests.weekly.schedul: unknown key (did you mean "schedule"?)',
            id="a misspelt key of a digest",
        ),
        pytest.param(
            SOURCE + DIGEST + '[[digests]]\nname = "daily"\nmax_post = 3\n',
            'publisher.toml:8: digests.daily.max_post: unknown key (did you mean "max_posts"?)',
            id="of the second of two digests",
        ),
        pytest.param(
            "[site]\ntitle = 3\n" + SOURCE,
            "publisher.toml:2: site.title: found 3; allowed is a valid string",
            id="a number for a text",
        ),
        pytest.param(
            SOURCE + '[feeds]\nentries = "many"\n',
            'publisher.toml:5: feeds.entries: found "many"; allowed is a valid integer',
            id="a text for a number",
        ),
        pytest.param(
            SOURCE + "[feeds]\nentries = 0\n",
            "publisher.toml:5: feeds.entries: found 0; allowed is greater than or equal to 1",
            id="a number too small",
        ),
        pytest.param(
            SOURCE + '[feeds]\ncontent = "ful"\n',
            "publisher.toml:5: feeds.content: found \"ful\"; allowed is 'full' or 'summary' "
            '(did you mean "full"?)',
            id="a misspelt choice",
        ),
        pytest.param(
            SOURCE + 'format = "markdwon"\n',
            "publisher.toml:4: sources.main.format: found \"markdwon\"; allowed is 'auto', 'markdown' or 'html' "
            '(did you mean "markdown"?)',
            id="a misspelt format",
        ),
        pytest.param(
            SOURCE + DIGEST + 'approve = "perhaps"\n',
            'publisher.toml:6: digests.weekly.approve: found "perhaps"; allowed is a valid boolean',
            id="neither yes nor no",
        ),
        pytest.param(
            SOURCE + DIGEST + "max_posts = -1\n",
            "publisher.toml:6: digests.weekly.max_posts: found -1; allowed is 0 or more",
            id="a limit below nothing",
        ),
        pytest.param(
            SOURCE + '[site]\ntimezone = "Europe/Lodnon"\n',
            'publisher.toml:5: site.timezone: found "Europe/Lodnon"; '
            'allowed is an IANA name such as Europe/Berlin (did you mean "Europe/London"?)',
            id="an unknown zone",
        ),
        pytest.param(
            SOURCE + '[site]\ntimezone = "europe/london"\n',
            'publisher.toml:5: site.timezone: found "europe/london"; '
            'allowed is an IANA name such as Europe/Berlin (did you mean "Europe/London"?)',
            id="a zone in the wrong case",
        ),
        pytest.param(
            SOURCE + '[site]\ntimezone = ""\n',
            'publisher.toml:5: site.timezone: found ""; allowed is an IANA name such as Europe/Berlin',
            id="no zone",
        ),
        pytest.param(
            SOURCE + '[site]\ntimezone = "../../etc/hosts"\n',
            'publisher.toml:5: site.timezone: found "../../etc/hosts"; '
            "allowed is an IANA name such as Europe/Berlin",
            id="a path for a zone",
        ),
        pytest.param(
            SOURCE + DIGEST + 'timezone = "Mars"\n',
            'publisher.toml:6: digests.weekly.timezone: found "Mars"; allowed is an IANA name',
            id="an unknown zone of a digest",
        ),
        pytest.param(
            SOURCE + DIGEST + 'schedule = "0 9 * * 1"\n',
            'publisher.toml:6: digests.weekly.schedule: found "0 9 * * 1"; allowed are "daily 07:30"',
            id="a schedule as cron has it",
        ),
        pytest.param(
            SOURCE + DIGEST + "max_age = 14\n",
            "publisher.toml:6: digests.weekly.max_age: found 14; allowed is a number and a unit",
            id="a duration without a unit",
        ),
        pytest.param(
            SOURCE + DIGEST + 'grace = "99999999999999999d"\n',
            'publisher.toml:6: digests.weekly.grace: found "99999999999999999d"; allowed is a number and a unit',
            id="a duration beyond all time",
        ),
        pytest.param(
            '[[sources]]\nname = "main"\npath = "postz"\n',
            'publisher.toml:3: sources.main.path: found "postz"; allowed is a folder that exists (postz is missing)',
            id="a folder that does not exist",
        ),
        pytest.param(
            '[[sources]]\nname = "main"\npath = "publisher.toml"\n',
            'publisher.toml:3: sources.main.path: found "publisher.toml"; '
            "allowed is a folder that exists (publisher.toml is a file)",
            id="a file for a folder",
        ),
        pytest.param(
            '[[sources]]\nname = "main"\npath = "~nobody-of-that-name/posts"\n',
            'publisher.toml:3: sources.main.path: found "~nobody-of-that-name/posts"; '
            "allowed is a folder that exists",
            id="a person's home who does not exist",
        ),
        pytest.param(
            SITE,
            'publisher.toml: sources: missing; add [[sources]] with a name and a path, as: name = "posts", '
            'path = "posts"',
            id="no source",
        ),
        pytest.param(
            "sources = []\n",
            "publisher.toml:1: sources: found []; allowed is at least one: [[sources]]",
            id="an empty list of sources",
        ),
        pytest.param(
            '[[sources]]\nname = "main"\n',
            'publisher.toml:1: sources.main.path: missing; add path = "..."',
            id="a source without a path",
        ),
        pytest.param(
            '[[sources]]\npath = "posts"\n',
            'publisher.toml:1: sources.1.name: missing; add name = "..."',
            id="a source without a name",
        ),
        pytest.param(
            '[sources]\nname = "main"\npath = "posts"\n',
            "publisher.toml:1: sources: found {'name': 'main', 'path': 'posts'}; allowed are tables: [[sources]]",
            id="one table for a list of them",
        ),
        pytest.param(
            'sources = ["posts"]\n',
            'publisher.toml:1: sources.1: found "posts"; allowed is a table: [[sources]]',
            id="texts for tables",
        ),
        pytest.param(
            'site = "x"\n' + SOURCE,
            'publisher.toml:1: site: found "x"; allowed is a table: [site]',
            id="a text for a table",
        ),
        pytest.param(
            "digests = 3\n" + SOURCE,
            "publisher.toml:1: digests: found 3; allowed are tables: [[digests]]",
            id="a number for tables",
        ),
        pytest.param(
            SOURCE + '[[sources]]\nname = "main"\npath = "posts"\n',
            'publisher.toml:5: sources.main.name: found "main"; each name may stand only once',
            id="a name twice",
        ),
        pytest.param(
            SOURCE + '[[digests]]\nname = "my digest"\n',
            'publisher.toml:5: digests.my digest.name: found "my digest"; '
            "allowed are letters, digits, - and _ (it becomes part of addresses)",
            id="a name with a space",
        ),
        pytest.param(
            SOURCE + '[[themes]]\nname = "C"\n[[themes]]\nname = "C++"\n',
            'publisher.toml:6: themes.C++.slug: found "c"; each slug may stand only once',
            id="two themes with one slug",
        ),
        pytest.param(
            SOURCE + '[[themes]]\nname = "C"\nslug = "../c"\n',
            'publisher.toml:6: themes.C.slug: found "../c"; allowed is a slug such as "c"',
            id="a slug that is none",
        ),
        pytest.param(
            SOURCE + '[site]\ntitle = " "\n',
            'publisher.toml:5: site.title: found " "; allowed is a text that is not empty',
            id="no title",
        ),
        pytest.param(
            SOURCE + '[site]\nurl = "blog.example"\n',
            'publisher.toml:5: site.url: found "blog.example"; allowed is an address such as '
            '"https://example.org/"',
            id="an address without a scheme",
        ),
        pytest.param(
            SOURCE + '[site]\nurl = "http://[blog"\n',
            'publisher.toml:5: site.url: found "http://[blog"; allowed is an address',
            id="an address that is none",
        ),
        pytest.param(
            SOURCE + '[site]\nurl = """two\nlines"""\n',
            'publisher.toml:5: site.url: found "two\\nlines"; allowed is an address',
            id="two lines in one value",
        ),
        pytest.param(
            SOURCE + '[web]\naddress = "8000"\n',
            'publisher.toml:5: web.address: found "8000"; allowed is HOST:PORT, as "127.0.0.1:8000"',
            id="a port alone",
        ),
        pytest.param(
            SOURCE + '[web]\naddress = "127.0.0.1:80000"\n',
            'publisher.toml:5: web.address: found "127.0.0.1:80000"; allowed is HOST:PORT',
            id="a port beyond all ports",
        ),
        pytest.param(
            SOURCE + '[web]\noperator_address = "0.0.0.0:8001"\n',
            'publisher.toml:5: web.operator_address: found "0.0.0.0:8001"; allowed is a loopback address',
            id="the operator's door open to all",
        ),
        pytest.param(
            SOURCE + '[web]\noperator_address = "127.evil.example:8001"\n',
            'publisher.toml:5: web.operator_address: found "127.evil.example:8001"; '
            "allowed is a loopback address",
            id="a name that begins like a loopback address",
        ),
        pytest.param(
            SOURCE + '[mail]\nfrom = "Notes"\n',
            'publisher.toml:5: mail.from: found "Notes"; allowed is an address such as '
            '"Name <name@example.org>"',
            id="a sender without an address",
        ),
        pytest.param(
            "[site\n" + SOURCE,
            "publisher.toml:1: not valid TOML: Expected ']'",
            id="a bracket that is not closed",
        ),
        pytest.param("x = \n", "publisher.toml:1: not valid TOML: Invalid value", id="no value"),
    ],
)
def test_a_wrong_setting_is_one_line_with_file_key_and_remedy(folder: Path, text: str, said: str) -> None:
    assert fault(folder, text).startswith(said)


def test_a_file_that_is_not_text_is_said_to_be_so(folder: Path) -> None:
    (folder / "publisher.toml").write_bytes(b'[site]\ntitle = "caf\xe9"\n')
    with pytest.raises(SettingsError, match=r"publisher\.toml: not UTF-8"):
        load(folder / "publisher.toml", {})


def test_a_file_that_cannot_be_read_is_said_to_be_so(folder: Path) -> None:
    with pytest.raises(SettingsError, match="posts: Is a directory"):
        load(folder / "posts", {})


# Which file


def test_the_settings_file_is_the_one_given_then_the_variables_then_a_default(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for name in ("given.toml", "variable.toml", "publisher.toml"):
        (folder / name).touch()
    environ = {"PUBLISHER_CONFIG": "variable.toml"}
    assert find_settings("given.toml", environ) == Path("given.toml")
    assert find_settings(None, environ) == Path("variable.toml")
    assert find_settings(None, {}) == Path("publisher.toml")
    (folder / "config").mkdir()
    (folder / "config" / "publisher.toml").touch()
    assert find_settings(None, {}) == Path("config/publisher.toml")
    assert find_settings("config", {}) == Path("config/publisher.toml")


def test_without_settings_it_says_how_to_get_some(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(SettingsError, match="publisher init"):
        find_settings(None, {})
    with pytest.raises(SettingsError, match=r"^other\.toml: no such settings file$"):
        find_settings(None, {"PUBLISHER_CONFIG": "other.toml"})


def test_every_default_of_a_digest_is_allowed(folder: Path) -> None:
    (digest,) = settings(folder, SOURCE + DIGEST).digests
    assert digest == Digest(name="weekly")
