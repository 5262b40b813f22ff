"""A publication that is built, served and changed by the real commands, with a proxy before it that listens."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.clients.posts import AUTHORITY, PICTURE, RECORDING, Written
from tests.clients.proxy import Proxy, proxying
from tests.command import environment, publisher

SETTINGS = """[site]
title = "Rain & shine"
url = "{url}"
author = "The Desk"
tag_authority = "{authority}"
[[sources]]
name = "main"
path = "posts"
"""


@dataclass(frozen=True, slots=True)
class Instance:
    """A running publication in a folder, and the proxy that readers find it behind."""

    folder: Path
    proxy: Proxy

    @property
    def url(self) -> str:
        """The address of the site."""
        return self.proxy.url

    def write(self, *posts: Written) -> None:
        """Write posts."""
        for post in posts:
            (self.folder / "posts" / post.file).write_text(post.text, encoding="utf-8")

    def remove(self, post: Written) -> None:
        """Remove a post."""
        (self.folder / "posts" / post.file).unlink()

    def wait(self) -> None:
        """Wait until the feeds are a second old: HTTP's dates are whole seconds, and some readers go by them."""
        written = (self.folder / "public" / "feeds" / "rss.xml").stat().st_mtime
        while int(time.time()) <= int(written):
            time.sleep(0.05)

    def build(self) -> None:
        """Build anew, while it is served."""
        done = publisher("build", "--json", "--strict", folder=self.folder)
        assert done.status == 0, done.err


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve what was built in *folder* at a free port; give the address of the site."""
    process = subprocess.Popen(
        [sys.executable, "-m", "publisher", "serve", "--port", "0", "--operator-port", "0", "--json"],
        cwd=folder,
        env=environment({"PYTHONUNBUFFERED": "1"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert process.stdout
        said = ""
        while not said.endswith("\n}\n"):
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            said += line
        site: str = json.loads(said)["site"]
        yield site
    finally:
        process.kill()
        process.communicate()


@contextmanager
def running(folder: Path, *posts: Written) -> Iterator[Instance]:
    """Build and serve *posts* in *folder*, at the address of a proxy, which is the one that the feeds name."""
    (folder / "posts").mkdir()
    (folder / "posts" / "rain.mp3").write_bytes(RECORDING)
    (folder / "posts" / "boat.png").write_bytes(PICTURE)
    with proxying() as proxy:
        instance = Instance(folder, proxy)
        settings = SETTINGS.format(url=instance.url, authority=AUTHORITY)
        (folder / "publisher.toml").write_text(settings, encoding="utf-8")
        instance.write(*posts)
        instance.build()
        with serving(folder) as site:
            proxy.upstream = site
            yield instance
