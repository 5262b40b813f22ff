"""Composing an edition: which of the eligible posts it shows, and under which headings. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from publisher.model import Digest, Edition, Post, Section, Theme
from publisher.slugs import slugify

Unit = Literal["day", "week", "month"]
# The longest range of posts, in days, that is still grouped by day, or by week.
DAYS_BY_DAY = 10
DAYS_BY_WEEK = 70
# Where a theme without an `order` stands among those that have one.
UNORDERED = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words that composing needs: a heading for the rest, and for a period that begins on a date."""

    more: str
    period: Callable[[date, Unit], str]


def compose(
    digest: Digest,
    posts: tuple[Post, ...],
    slot: datetime,
    *,
    zone: ZoneInfo,
    themes: tuple[Theme, ...],
    wording: Wording,
    number: int = 0,
) -> Edition | None:
    """Return the edition of *digest* for *slot* that carries *posts*, None where there are none.

    Sections of themes stand by the themes' `order`, those without one after them, the largest first and of two as
    large the one with the newest post; the rest last. Of dates and of authors the newest is first. Posts within a
    section stand in the digest's `order`, and limits keep those that come first in it. What a limit leaves out is
    counted in the section's `more`.
    """
    newest_first = sorted(posts, key=lambda post: post.guid)
    newest_first.sort(key=lambda post: post.published, reverse=True)
    if not newest_first:
        return None
    headings = _headings(digest, newest_first, zone, themes, wording)
    ordered = _ordered(digest, newest_first)
    shown = _within_limits(digest, ordered, headings)
    sections = []
    for slug, heading in _in_order(digest, headings, themes):
        members = [post for post in ordered if headings[post.guid][0] == slug]
        kept = tuple(post for post in members if post.guid in shown)
        sections.append(Section(heading=heading, slug=slug, posts=kept, more=len(members) - len(kept)))
    moments = [post.published for post in posts]
    return Edition(
        digest=digest,
        slot=slot,
        sections=tuple(sections),
        since=min(moments),
        until=max(moments),
        number=number,
    )


Headings = Mapping[str, tuple[str, str]]  # guid -> slug and heading of its section


def _headings(
    digest: Digest, posts: list[Post], zone: ZoneInfo, themes: tuple[Theme, ...], wording: Wording
) -> Headings:
    if digest.group_by == "date":
        days = {post.guid: post.published.astimezone(zone).date() for post in posts}
        unit = date_unit(digest, min(days.values()), max(days.values()))
        starts = {guid: _start(day, unit) for guid, day in days.items()}
        return {guid: (start.isoformat(), wording.period(start, unit)) for guid, start in starts.items()}
    if digest.group_by == "theme":
        names = {theme.slug: theme.name for theme in themes}
        found = {post.guid: (post.theme, names.get(post.theme, "")) for post in posts}
    elif digest.group_by == "author":
        found = {post.guid: _author(post) for post in posts}
    else:
        found = {}
    spelt = dict(reversed(found.values()))  # one name a slug: as the newest post spells it
    sizes = Counter(slug for slug, _ in found.values())
    kept = {slug: name for slug, name in spelt.items() if name and sizes[slug] >= digest.min_per_section}
    # What is left needs a heading only where there are others.
    rest = ("", wording.more if kept else "")
    return {post.guid: _kept(found.get(post.guid, rest)[0], kept, rest) for post in posts}


def _kept(slug: str, names: Mapping[str, str], rest: tuple[str, str]) -> tuple[str, str]:
    return (slug, names[slug]) if slug in names else rest


def _author(post: Post) -> tuple[str, str]:
    name = post.authors[0].name if post.authors else ""
    return (slugify(name), name) if name else ("", "")


def date_unit(digest: Digest, first: date, last: date) -> Unit:
    """Return the unit that suits posts from *first* to *last*, or the digest's own."""
    if digest.date_unit != "auto":
        return digest.date_unit
    span = (last - first).days
    return "day" if span < DAYS_BY_DAY else "week" if span < DAYS_BY_WEEK else "month"


def _start(day: date, unit: Unit) -> date:
    if unit == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if unit == "week" else day


def _ordered(digest: Digest, newest_first: list[Post]) -> list[Post]:
    """Return the posts in the digest's order; of two with one score the newer is first."""
    if digest.order == "score":
        return sorted(newest_first, key=lambda post: -post.score)
    return newest_first


def _within_limits(digest: Digest, posts: list[Post], headings: Headings) -> set[str]:
    """Return the guids that are shown: the first *posts* of each section, and of those the first of all."""
    in_section: dict[str, int] = {}
    shown: list[str] = []
    for post in posts:
        slug = headings[post.guid][0]
        in_section[slug] = in_section.get(slug, 0) + 1
        if not digest.max_per_section or in_section[slug] <= digest.max_per_section:
            shown.append(post.guid)
    return set(shown[: digest.max_posts] if digest.max_posts else shown)


def _in_order(digest: Digest, headings: Headings, themes: tuple[Theme, ...]) -> list[tuple[str, str]]:
    """Return slug and heading of each section, in order; `headings` runs from the newest post."""
    sizes = Counter(headings.values())
    newest_first = sorted(sizes, key=lambda one: one[0] == "")
    if digest.group_by != "theme":
        return newest_first
    order = {theme.slug: theme.order or UNORDERED for theme in themes}
    return sorted(newest_first, key=lambda one: (one[0] == "", order.get(one[0], UNORDERED), -sizes[one]))
