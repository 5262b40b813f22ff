"""`publisher check DIGEST`: what is said of an edition before it goes."""

import json
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler

import pytest

from tests.blog import Blog
from tests.command import environment, publisher
from tests.linked import Linked, linked, send

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


def linking(blog: Blog, site: Linked, elsewhere: str = "") -> Blog:
    """A publication of two posts on *site*, which links to *elsewhere* too."""
    social = f'[template.social]\nForum = "{elsewhere}"\n' if elsewhere else ""
    blog.configure(SOUND.replace("https://blog.example", site.url) + social, url=site.url + "/")
    for number in range(2):
        blog.write(f"{number}.md", "Words.", title=f"Post number {number}", date="2026-05-01")
    for path in ("/", "/posts/0/", "/posts/1/", "/unsubscribe", "/preferences"):
        site.put(path, 200)
    blog.build()
    return blog


def takes_long(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(5)
    send(handler, 200)


def test_links_are_asked_only_where_that_is_asked_for(blog: Blog) -> None:
    with linked() as site:
        folder = linking(blog, site).folder
        site.put("/posts/1/", 404)
        publisher(*ASKED, folder=folder)
        assert site.asked == []
        found = publisher(*ASKED, "--links", "--json", folder=folder)
    assert {path for _, path in site.asked} == {"/", "/posts/0/", "/posts/1/", "/unsubscribe", "/preferences"}
    asked = [one for one in found.json["findings"] if one["code"] == "link-not-published"]
    assert [(one["level"], one["place"]) for one in asked] == [
        ("warning", f"the link 'Post number 1' ({site.url}/posts/1/)")
    ]


def test_a_dead_link_is_an_error_of_the_edition(blog: Blog) -> None:
    with linked() as site, linked() as elsewhere:
        folder = linking(blog, site, elsewhere.url + "/gone").folder
        outcome = publisher(*ASKED, "--links", "--strict", "--within", "20", folder=folder)
    assert outcome.status == 1
    assert f"the link 'Forum' ({elsewhere.url}/gone): it answers 404 Not Found\n" in outcome.out
    assert outcome.err.endswith("6 of 6 links asked\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_interruption_shows_what_is_known(blog: Blog) -> None:
    with linked() as site:
        folder = linking(blog, site).folder
        site.put("/posts/1/", takes_long)
        process = subprocess.Popen(
            [sys.executable, "-m", "publisher", *ASKED, "--links", "--json"],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        until = time.monotonic() + 30
        while ("HEAD", "/posts/1/") not in site.asked and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    reasons = {one["code"]: one["reason"] for one in json.loads(out)["findings"]}
    assert reasons["link-not-asked"] == "it was not asked: interrupted"


def test_links_are_those_of_an_edition(blog: Blog) -> None:
    outcome = publisher("check", "--links", folder=written(blog, SOUND).folder)
    assert (outcome.status, "publisher check DIGEST --links" in outcome.err) == (2, True)
