"""What front matter says of a podcast's episode, in the spellings that the themes of podcasts have."""

import re
from collections.abc import Iterator
from typing import Literal

from publisher.model import Episode
from publisher.sources.addresses import is_web
from publisher.sources.media import Resolver
from publisher.sources.table import PARAMETERS, Table, Value

Facts = dict[str, Value]

_DURATION = (
    "duration",
    "podcastduration",
    "episodeduration",
    "audioduration",
    "itunesduration",
    "durationinseconds",
)
_NUMBER = ("episode", "episodenumber", "itunesepisode", "podcastepisode", "number")
_SEASON = ("season", "seasonnumber", "itunesseason", "podcastseason")
_TYPE = ("episodetype", "itunesepisodetype", "podcastepisodetype")
_EXPLICIT = ("explicit", "itunesexplicit", "podcastexplicit", "episodeexplicit")
_IMAGE = ("itunesimage", "episodeimage", "episodecover", "episodeartwork", "podcastimage")

# The tables about the episode.
_ABOUT = ("podcast", "itunes", "episode")
_CLOCK = re.compile(r"(?:(?:([0-9]{1,3}):)?([0-9]{1,4}):)?([0-9]{1,6})(?:\.[0-9]{1,9})?")
_YES = frozenset({"true", "yes", "on", "1", "explicit"})
_NO = frozenset({"false", "no", "off", "0", "clean"})
_TYPES: dict[str, Literal["full", "trailer", "bonus"]] = {
    "full": "full",
    "trailer": "trailer",
    "bonus": "bonus",
}
# Beyond what any file or show has, and within what a database's number holds.
_MOST_DIGITS = 15


def facts_of(table: Table, own: Facts) -> Facts:
    """Return what *table* may say of its episode by key; the *own* mapping of its enclosure counts before all.

    An image counts only where it is the episode's: `image` at the top is the post's.
    """
    outer = table.values
    about = (*_mappings(outer, _ABOUT), own)
    found: Facts = {}
    for scope in (*_mappings(outer, PARAMETERS), outer, *about):
        found |= {key: value for key, value in scope.items() if value}
    images = [scope["image"] for scope in about if scope.get("image")]
    return found | {"itunesimage": images[-1]} if images else found


def _mappings(values: Facts, keys: tuple[str, ...]) -> Iterator[Facts]:
    return (value for key in keys if isinstance(value := values.get(key), dict))


def read_duration(facts: Facts) -> int:
    """Return how many seconds the episode takes, from seconds or [H:]MM:SS; 0 where that is not said."""
    found = _CLOCK.fullmatch(_text(facts, _DURATION))
    return (
        sum(int(part or 0) * of for part, of in zip(found.groups(), (3600, 60, 1), strict=True))
        if found
        else 0
    )


def read_episode(facts: Facts, resolve: Resolver) -> Episode:
    """Return what the post says of itself as an episode."""
    said = _text(facts, _EXPLICIT).casefold()
    return Episode(
        number=read_number(facts, _NUMBER),
        season=read_number(facts, _SEASON),
        type=_TYPES.get(_text(facts, _TYPE).casefold(), ""),
        explicit=True if said in _YES else False if said in _NO else None,
        image=_image(_text(facts, _IMAGE), resolve),
    )


def read_number(facts: Facts, keys: tuple[str, ...], within: str = "") -> int:
    """Return the first whole number under *keys*, or under *within* in a mapping there; 0 without one."""
    for key in keys:
        value = facts.get(key, "")
        text = value.get(within, "") if isinstance(value, dict) else value
        if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
            return int(text)
    return 0


def _text(facts: Facts, keys: tuple[str, ...]) -> str:
    return next((value for key in keys if isinstance(value := facts.get(key), str)), "")


def _image(written: str, resolve: Resolver) -> str:
    url = resolve(written) if written else ""
    return url if is_web(url) and url not in resolve.missing else ""
