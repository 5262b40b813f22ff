"""Settings: what they come to, and the one line that says what is wrong with them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from publisher.config import find_settings, load
from publisher.errors import SettingsError
from publisher.model import Digest, Source, Theme
from tests.settings import DIGEST, SITE, SOURCE, fault, settings

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
    ("written", "environ"),
    [
        pytest.param("starting = 2026-11-23\n", {}, id="a date"),
        pytest.param('starting = "2026-11-23"\n', {}, id="a text"),
        pytest.param("", {"PUBLISHER_DIGESTS_WEEKLY_STARTING": "2026-11-23"}, id="a variable"),
    ],
)
def test_weeks_are_counted_from_a_date(folder: Path, written: str, environ: dict[str, str]) -> None:
    text = SOURCE + DIGEST + 'schedule = "every 2 weeks mon 09:00"\n' + written
    assert settings(folder, text, environ).digests[0].starting == date(2026, 11, 23)


def test_cron_may_name_the_slots(folder: Path) -> None:
    found = settings(folder, SOURCE + DIGEST + 'cron = "0 9 * * mon-fri"\n').digests[0]
    assert (found.cron, found.starting) == ("0 9 * * mon-fri", None)


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


def test_a_variable_reaches_a_table_within_a_table(folder: Path) -> None:
    environ = {"PUBLISHER_FEEDS_PATHS_RSS": "/feed.xml", "PUBLISHER_FEEDS_PATHS_THEME/ATOM": "/{slug}.xml"}
    found = settings(folder, SITE + SOURCE, environ).feeds.paths
    assert found == {"rss": "/feed.xml", "theme/atom": "/{slug}.xml"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            '[feeds]\nhub = "hub"\n', '7: feeds.hub: found "hub"; allowed is an address', id="no address"
        ),
        pytest.param(
            '[feeds]\nhub = "https://me:pw@hub.example/"\n',
            "without a name and password",
            id="a hub's address with a password",
        ),
        pytest.param(
            '[feeds.paths]\nrs = "/x"\n', '7: feeds.paths.rs: found "/x"; allowed are keys', id="no key"
        ),
        pytest.param(
            '[feeds]\n[feeds.paths]\nrss = "../x"\n', "8: feeds.paths.rss: found", id="out of the site"
        ),
        pytest.param('[feeds.paths]\nrss = "/.x"\n', "allowed is a path below the site", id="a hidden file"),
        pytest.param('[feeds.paths]\nrss = "//x/y"\n', "allowed is a path below the site", id="another host"),
        pytest.param(
            '[feeds.paths]\nrss = "index.html"\n', "has something else at that address", id="a page"
        ),
        pytest.param(
            '[feeds.paths]\nrss = "/a"\natom = "a"\n', "rss has that address already", id="one for two"
        ),
        pytest.param('[feeds.paths]\n"theme/rss" = "/x"\n', "a path with {slug} in it", id="one for a kind"),
        pytest.param('[feeds.paths]\nrss = "/{slug}"\n', "{slug} stands only in", id="a slug of nothing"),
        pytest.param('[feeds]\ncache = "soon"\n', '7: feeds.cache: found "soon"', id="no duration"),
        pytest.param(
            '[feeds.podcast]\nauthr = "x"\n', 'unknown key (did you mean "author"?)', id="a typo within"
        ),
    ],
)
def test_a_feed_setting_that_cannot_be_names_its_line(folder: Path, text: str, said: str) -> None:
    assert said in fault(folder, SITE + SOURCE + text)


def test_a_picture_of_the_site_may_be_a_path(folder: Path) -> None:
    found = settings(folder, SITE + 'icon = "icon.png"\nimage = "https://cdn.example/i.png"\n' + SOURCE).site
    assert (found.icon, found.image) == ("https://blog.example/icon.png", "https://cdn.example/i.png")
