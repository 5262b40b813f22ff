"""What the style sheet of feeds opened in a browser has to be told, as custom properties: words, script, icon."""

import re
from collections.abc import Iterator

from publisher.languages import direction, has_serif
from publisher.model import Site
from publisher.rendering.strings import Lookup

# What ends or escapes a string (CSS Syntax 3, 4.3.5).
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]')
# A string of CSS has no element to isolate an address in, so that its slashes stay where they are (UAX 9, 2.4).
_LEFT_TO_RIGHT, _AS_BEFORE = "\u2066", "\u2069"


def properties(site: Site, feeds_url: str, translate: Lookup) -> str:
    """Return the rules that follow `feed.css`; *feeds_url* is where the page of all feeds is.

    An Atom document names its language itself. An RSS document does so where CSS cannot see it, and repeats its
    title as its description where it has none.
    """
    if direction(site.language) == "rtl":
        feeds_url = f"{_LEFT_TO_RIGHT}{feeds_url}{_AS_BEFORE}"
    words = {
        "feed": f"{translate('feed_opened')}\n{translate('feeds_elsewhere', url=feeds_url)}",
        "archive": translate("feed_archive_opened"),
        "no-posts": translate("no_posts"),
    }
    root = [f"--{name}: {_string(text)};" for name, text in words.items()]
    if site.icon:
        root += [f"--icon: url({_string(site.icon)});", '--icon-shown: "";']
    rules = [f":root {{ {' '.join(root)} }}"]
    rss = " ".join(_of_rss(site))
    return "\n".join([*rules, f"rss:root {{ {rss} }}"] if rss else rules) + "\n"


def _of_rss(site: Site) -> Iterator[str]:
    if direction(site.language) == "rtl":
        yield "direction: rtl; text-align: right;"
    if not has_serif(site.language):
        yield "--serif: var(--sans);"
    if not site.description:
        yield "--description: none;"


def _string(text: str) -> str:
    """Return *text* as a string of CSS."""
    return '"' + _SPECIAL.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'
