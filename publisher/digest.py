"""Composing an edition: which of the eligible posts it shows, and under which headings. Pure."""

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

    Sections of themes stand in the order of *themes*, the rest last; of dates and of authors, the newest first.
    Within a section the newest post is first. What a limit leaves out is counted in the section's `more`.
    """
    newest_first = sorted(posts, key=lambda post: post.guid)
    newest_first.sort(key=lambda post: post.published, reverse=True)
    if not newest_first:
        return None
    headings = _headings(digest, newest_first, zone, themes, wording)
    shown = _within_limits(digest, newest_first, headings)
    sections = []
    for slug, heading in _in_order(digest, headings, themes, wording):
        members = [post for post in newest_first if headings[post.guid][0] == slug]
        kept = tuple(post for post in members if post.guid in shown)
        sections.append(Section(heading=heading, slug=slug, posts=kept, more=len(members) - len(kept)))
    return Edition(digest=digest, slot=slot, sections=tuple(sections), number=number)


Headings = Mapping[str, tuple[str, str]]  # guid -> slug and heading of its section


def _headings(
    digest: Digest, posts: list[Post], zone: ZoneInfo, themes: tuple[Theme, ...], wording: Wording
) -> Headings:
    if digest.group_by == "theme":
        names = {theme.slug: theme.name for theme in themes}
        rest = ("", wording.more if names else "")
        return {post.guid: (post.theme, names[post.theme]) if post.theme in names else rest for post in posts}
    if digest.group_by == "author":
        found = {post.guid: _author(post, wording) for post in posts}
        spelt = dict(reversed(found.values()))  # one name a slug: as the newest post spells it
        return {guid: (slug, spelt[slug]) for guid, (slug, _) in found.items()}
    if digest.group_by == "date":
        days = {post.guid: post.published.astimezone(zone).date() for post in posts}
        unit = date_unit(digest, min(days.values()), max(days.values()))
        starts = {guid: _start(day, unit) for guid, day in days.items()}
        return {guid: (start.isoformat(), wording.period(start, unit)) for guid, start in starts.items()}
    return {post.guid: ("", "") for post in posts}


def _author(post: Post, wording: Wording) -> tuple[str, str]:
    name = post.authors[0].name if post.authors else ""
    return (slugify(name), name) if name else ("", wording.more)


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


def _within_limits(digest: Digest, posts: list[Post], headings: Headings) -> set[str]:
    """Return the guids that are shown: the newest of each section, and of those the newest of all."""
    in_section: dict[str, int] = {}
    shown: list[str] = []
    for post in posts:
        slug = headings[post.guid][0]
        in_section[slug] = in_section.get(slug, 0) + 1
        if not digest.max_per_section or in_section[slug] <= digest.max_per_section:
            shown.append(post.guid)
    return set(shown[: digest.max_posts] if digest.max_posts else shown)


def _in_order(
    digest: Digest, headings: Headings, themes: tuple[Theme, ...], wording: Wording
) -> list[tuple[str, str]]:
    """Return slug and heading of each section, in order; `headings` runs from the newest post."""
    found = list(dict.fromkeys(headings.values()))
    if digest.group_by != "theme":
        return [one for one in found if one != ("", wording.more)] + [
            one for one in found if one == ("", wording.more)
        ]
    order = {theme.slug: index for index, theme in enumerate(themes)}
    return sorted(found, key=lambda one: order.get(one[0], len(order)))
