"""How long an edition takes, from its posts to HTML and text, and what of it MJML and Jinja take.

A run is a process of its own (`python -m benchmarks.editions LOOK FILE`), which has read the posts and made one edition
before its clock starts: that is a service at work, whose templates are compiled.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.feeds import SITE, write_entries
from benchmarks.figures import Aim, Figure
from benchmarks.options import Options, say
from publisher.model import Author, Digest, Image, Post, Site, Theme

LOOKS = ("cards", "brief", "letter")
# Seconds that an edition of so many posts may take.
AIMS = {50: 0.025, 1_000: 0.3}
PROCESSES, TIMES = 3, 15
THEMES = tuple(
    Theme(name=name, slug=name.lower(), color=color)
    for name, color in (
        *(("News", "#0e6652"), ("Tools", "#1d4ed8"), ("Letters", "#b45309")),
        *(("Listening", "#7c3aed"), ("Reviews", "#be123c")),
    )
)
# Every third post has a picture, every seventh is under no theme.
PICTURED, UNSORTED = 3, 7
NEWEST = datetime(2026, 6, 1, 9, tzinfo=UTC)


@dataclass(slots=True)
class Stopwatch:
    """How long calls took in all."""

    seconds: float = 0.0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return *call*, its time added up."""

        def timed(*arguments: Any, **named: Any) -> Any:
            started = perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                self.seconds += perf_counter() - started

        return timed


def figures(options: Options) -> Iterator[Figure]:
    """Yield the time of an edition in each look, and the shares of it."""
    for count, bound in AIMS.items():
        say(f"editions of {count:,} posts")
        file = write_entries(options.work / "editions", count)
        rounds = [{look: _run(look, file) for look in LOOKS} for _ in range(PROCESSES)]
        for look in LOOKS:
            runs = [one[look] for one in rounds]
            whole = median(run["whole"] for run in runs)
            name = f"{look} of {count:,} posts"
            yield Figure(name=name, unit="ms", ours=whole, aim=Aim(bound=bound, strict=True))
            for part in ("MJML", "Jinja", "the rest"):
                share = median(run[part] / run["whole"] for run in runs)
                yield Figure(name=f"  {part}", unit="%", ours=share)


def _run(look: str, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.editions", look, str(file)]
    found: dict[str, float] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return found


def edition_maker(look: str, file: Path) -> Callable[[], object]:
    """Return what composes and renders an edition of the posts in *file*."""
    from publisher.app import shipped
    from publisher.digest import Wording, compose
    from publisher.rendering import MailIdentity, render_edition

    posts = tuple(_posts(file))
    site = Site(title="Benchmark", url=SITE)
    mail = MailIdentity(postal_address="1 Example Street")
    digest = Digest(name="weekly", template=look)
    templates, wording = (shipped("templates"),), Wording(more="More", period=lambda day, _: f"{day}")

    def make() -> object:
        edition = compose(
            digest, posts, NEWEST, zone=ZoneInfo("UTC"), themes=THEMES, wording=wording, number=7
        )
        assert edition
        return render_edition(edition, site=site, mail=mail, templates=templates, web_url=SITE, themes=THEMES)

    return make


def _posts(file: Path) -> Iterator[Post]:
    """Yield the posts in *file*, half an hour apart."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        one = json.loads(line)
        published = NEWEST - timedelta(minutes=30 * number)
        picture = Image(url=f"{SITE}{number}.jpg", alt=one["title"], width=1200, height=800)
        yield Post(
            guid=one["id"],
            url=one["id"],
            title=one["title"],
            published=published,
            updated=published,
            summary=one["summary"],
            authors=(Author(name=one["author"]),),
            theme=THEMES[number % len(THEMES)].slug if number % UNSORTED else "",
            image=None if number % PICTURED else picture,
        )


def main() -> None:
    """Time editions in one look, and print the middle in seconds: of the whole, and of its parts."""
    import jinja2
    import mjml

    look, file = sys.argv[1:]
    watches = {"MJML": Stopwatch(), "Jinja": Stopwatch()}
    # Each is called by its name at the time: so these stand in for them, also for macros and filters within.
    mjml.mjml2html = watches["MJML"].around(mjml.mjml2html)
    jinja2.Template.render = watches["Jinja"].around(jinja2.Template.render)  # type: ignore[method-assign]
    make = edition_maker(look, Path(file))
    make()
    runs = [_timed(make, watches) for _ in range(TIMES)]
    print(json.dumps({part: median(run[part] for run in runs) for part in runs[0]}))


def _timed(make: Callable[[], object], watches: dict[str, Stopwatch]) -> dict[str, float]:
    for watch in watches.values():
        watch.seconds = 0.0
    started = perf_counter()
    make()
    whole = perf_counter() - started
    parts = {part: watch.seconds for part, watch in watches.items()}
    return {"whole": whole, **parts, "the rest": whole - sum(parts.values())}


if __name__ == "__main__":
    main()
