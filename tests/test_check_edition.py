"""`publisher check DIGEST`: what is said of an edition before it goes."""

from tests.blog import Blog
from tests.command import publisher

SOUND = """\
[[digests]]
name = "weekly"
schedule = "mon 09:00"
[mail]
from = "Blog <blog@blog.example>"
postal_address = "1 Example Street"
unsubscribe_url = "https://blog.example/unsubscribe"
preferences_url = "https://blog.example/preferences"
"""
ASKED = ("check", "weekly", "--at", "2026-05-04")


def written(blog: Blog, settings: str) -> Blog:
    blog.configure(settings)
    for number in range(3):
        blog.write(
            f"{number}.md", "Some words on it.", title=f"A post with a name {number}", date="2026-05-01"
        )
    blog.build()
    return blog


def test_a_sound_edition_has_nothing_against_it(blog: Blog) -> None:
    folder = written(blog, SOUND).folder
    outcome = publisher(*ASKED, "--strict", folder=folder)
    assert (outcome.status, outcome.err) == (0, "")
    assert "nothing stands against sending it" in outcome.out
    found = publisher(*ASKED, "--json", folder=folder).json
    assert (found["counts"]["error"], found["counts"]["warning"]) == (0, 0)
    assert {"level", "code", "place", "reason", "remedy", "count"} == set(found["findings"][0])


def test_an_error_is_the_exit_status_where_that_is_asked_for(blog: Blog) -> None:
    folder = written(blog, SOUND).folder
    blog.write("new.md", "Words.", title="Local", link="http://intranet.local/x", date="2026-05-02")
    blog.build()
    assert publisher(*ASKED, folder=folder).status == 0
    outcome = publisher(*ASKED, "--strict", folder=folder)
    assert outcome.status == 1
    assert "error: " in outcome.out


def test_warnings_name_the_setting_that_mends_them(blog: Blog) -> None:
    folder = written(blog, '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\n').folder
    outcome = publisher(*ASKED, folder=folder)
    for setting in ("mail.postal_address", "mail.unsubscribe_url"):
        assert f"set {setting}" in outcome.out


def test_feeds_and_editions_are_not_checked_at_once(blog: Blog) -> None:
    outcome = publisher(*ASKED, "--against", "x.xml", folder=written(blog, SOUND).folder)
    assert (outcome.status, "--against is about feeds" in outcome.err) == (2, True)
