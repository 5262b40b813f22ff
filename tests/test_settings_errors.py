"""What is said of settings that are wrong: one line, with file, line, key, what was found and what is allowed."""

from pathlib import Path

import pytest

from publisher.config import load
from publisher.errors import SettingsError
from tests.settings import DIGEST, SITE, SOURCE, fault


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
            SOURCE + DIGEST + 'schedule = "moon 09:00"\n',
            'publisher.toml:6: digests.weekly.schedule: found "moon 09:00"; "moon" is no day of the week '
            '(did you mean "mon"?); allowed are "daily 07:30"',
            id="a schedule with a misspelt day",
        ),
        pytest.param(
            SOURCE + DIGEST + 'schedule = "0 9 * * 1"\n',
            'publisher.toml:6: digests.weekly.schedule: found "0 9 * * 1"; that is how cron says it: '
            'write cron = "0 9 * * 1" in place of schedule',
            id="a schedule as cron has it",
        ),
        pytest.param(
            SOURCE + DIGEST + 'cron = "0 9 * * 8"\n',
            'publisher.toml:6: digests.weekly.cron: found "0 9 * * 8"; "8" is no day of the week; allowed are 0 to 7',
            id="a wrong cron",
        ),
        pytest.param(
            SOURCE + DIGEST + 'schedule = "mon 09:00"\ncron = "0 9 * * 1"\n',
            'publisher.toml:7: digests.weekly.cron: found "0 9 * * 1"; '
            'the digest has schedule = "mon 09:00" too: keep one of the two',
            id="a schedule and cron",
        ),
        pytest.param(
            SOURCE + DIGEST + 'schedule = "mon 09:00"\nstarting = 2026-11-23\n',
            'publisher.toml:7: digests.weekly.starting: found "2026-11-23"; it is for schedules of every so many '
            'weeks, as "every 2 weeks mon 09:00"; this one is "mon 09:00"',
            id="a start of every week",
        ),
        pytest.param(
            SOURCE + DIGEST + 'schedule = "every 2 weeks mon 09:00"\nstarting = 2026-11-25\n',
            'publisher.toml:7: digests.weekly.starting: found "2026-11-25"; that is a Wednesday, and the schedule '
            "has none (did you mean Monday, 2026-11-23?)",
            id="a start on another day",
        ),
        pytest.param(
            SOURCE + DIGEST + 'schedule = "every 2 weeks moon 09:00"\nstarting = 2026-11-23\n',
            'publisher.toml:6: digests.weekly.schedule: found "every 2 weeks moon 09:00"; "moon" is no day',
            id="a wrong schedule with a start",
        ),
        pytest.param(
            SOURCE + DIGEST + "starting = 2026-11-23T09:00:00\n",
            "publisher.toml:6: digests.weekly.starting: found 2026-11-23 09:00:00; allowed is a date: 2026-11-23",
            id="a start with a time",
        ),
        pytest.param(
            SOURCE + DIGEST + "starting = 2026\n",
            "publisher.toml:6: digests.weekly.starting: found 2026; allowed is a date: 2026-11-23",
            id="a start that is a number",
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
            SOURCE + '[[themes]]\nname = " "\n',
            'publisher.toml:5: themes. .name: found " "; allowed is a text that is not empty',
            id="a theme without a name",
        ),
        pytest.param(
            SOURCE + '[[themes]]\nname = "Front"\ntags = ["css", "Web"]\n[[themes]]\nname = "Web"\n',
            'publisher.toml:6: themes.Front.tags: found "Web"; it names the theme web already: '
            "a tag can lead to one only",
            id="a tag that names another theme",
        ),
        pytest.param(
            SOURCE + '[[themes]]\nname = "A"\norder = -1\n',
            "publisher.toml:6: themes.A.order: found -1; allowed is 0 or more",
            id="a negative order",
        ),
        pytest.param(
            SOURCE + '[[themes]]\nname = "A"\ncolor = "green"\n',
            'publisher.toml:6: themes.A.color: found "green"; allowed is a colour such as "#1a7f5a"',
            id="a colour by name",
        ),
        pytest.param(
            SOURCE + "[classifier]\naccuracy = 2\n",
            "publisher.toml:5: classifier.accuracy: found 2; allowed is",
            id="an accuracy beyond all",
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
            'publisher.toml:5: site.url: found "two\\nlines"; control characters and line breaks are not allowed',
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


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('[site]\ntitle = "a\\u0000b"', id="a control character"),
        pytest.param(
            '[mail]\nunsubscribe_url = "https://a.example/\\r\\nX: y"', id="a line break in an address"
        ),
        pytest.param("x = " + "[" * 3000, id="lists without end"),
        pytest.param("x = " + "9" * 5000, id="a number of thousands of digits"),
        pytest.param('[web]\naddress = "127.0.0.1:²"', id="a digit that is none"),
    ],
)
def test_what_no_page_could_carry_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "posts").mkdir()
    file = tmp_path / "publisher.toml"
    file.write_text(f'{text}\n[[sources]]\nname = "s"\npath = "posts"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file, {})
    assert len(str(caught.value).splitlines()) == 1
    assert str(caught.value).startswith(str(file))
