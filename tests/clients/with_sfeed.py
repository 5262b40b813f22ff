"""sfeed: `sfeed_update` fetches with curl and keeps a text file of what it saw, one line an entry (sfeed(5))."""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from publisher.model import Enclosure
from tests.clients.reading import QUIET, Entry, Format, Poll, canonical, run

ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}
# As its README advises for servers that know ETags: the age of the file with the last one is told too.
WITH_ETAGS = """
fetch() {
    curl --silent --fail --compressed --etag-save "$HOME/etag" --etag-compare "$HOME/etag" \\
        --time-cond "$HOME/etag" "$2"
}
"""


class Sfeed:
    """sfeed as it comes: it asks for everything, each time."""

    program: ClassVar[str] = "sfeed_update"
    formats: ClassVar[tuple[Format, ...]] = ("rss", "atom")
    spared: ClassVar[tuple[int, ...]] = ()
    settings: ClassVar[str] = ""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.lines: set[str] = set()
        self.ids: set[str] = set()
        (home / "sfeedrc").write_text(
            f'sfeedpath="$HOME/feeds"\n{self.settings}feeds() {{\n    feed "blog" "{url}"\n}}\n',
            encoding="utf-8",
        )

    def poll(self) -> Poll:
        """Update; a line that was not there is a new post, or one that has changed where its id was there."""
        run(["sfeed_update", self.home / "sfeedrc"], self.home)
        lines = (self.home / "feeds" / "blog").read_text(encoding="utf-8").splitlines()
        added = [_entry(line) for line in lines if line not in self.lines]
        found = Poll(
            new=tuple(one for one in added if one.id not in self.ids),
            changed=tuple(one for one in added if one.id in self.ids),
        )
        self.lines = set(lines)
        self.ids |= {one.id for one in added}
        return found

    @staticmethod
    def shown(entry: Entry, format_: Format) -> Entry:  # noqa: ARG004
        """Return it with its first author, its time of publishing, and no more of a file than its address."""
        file = Enclosure(url=entry.enclosure.url, mime_type="") if entry.enclosure else None
        return replace(entry, updated=None, authors=entry.authors[:1], enclosure=file)


class SfeedWithEtags(Sfeed):
    """sfeed as its README has it for servers that know ETags."""

    spared: ClassVar[tuple[int, ...]] = QUIET
    settings: ClassVar[str] = WITH_ETAGS

    def poll(self) -> Poll:
        """Update, as if it were an hour ago: curl drops an answer that is no newer than the time it named."""
        found = super().poll()
        etag = self.home / "etag"
        then = etag.stat().st_mtime - 3600
        os.utime(etag, (then, then))
        return found


def _entry(line: str) -> Entry:
    published, title, url, content, _, guid, author, enclosure, _ = line.split("\t")
    return Entry(
        id=guid,
        title=title,
        url=url,
        published=datetime.fromtimestamp(int(published), UTC),
        updated=None,
        authors=(author,),
        content=canonical(re.sub(r"\\[nt\\]", lambda found: ESCAPES[found[0]], content)),
        enclosure=Enclosure(url=enclosure, mime_type="") if enclosure else None,
    )
