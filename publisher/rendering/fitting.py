"""Keeping an edition short enough to be shown whole: Gmail cuts a message at about 102 KB of HTML.

First summaries are cut, then pictures left out, then posts left to the web edition; each only as far as is needed.
Pure: how large a rendering became is told by the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import escape

from publisher.markup.sentences import shorten
from publisher.rendering.values import Card, CardSection, Cuts

# Bytes of the HTML part as it is sent, after its transfer encoding.
LIMIT = 100_000
# To how many columns summaries are cut, step by step; no further than to one line.
SUMMARIES = (320, 240, 180, 140, 110, 80)
# More posts than so can never fit: each takes some hundred bytes.
MOST_POSTS = 250
# What a picture takes besides its address and text: for a first guess.
PICTURE = 260


# How full is full enough, how much more is cut than seems to be needed, and how often it is tried.
FULL, MARGIN, TRIES = 0.92, 1.02, 9
Sections = tuple[CardSection, ...]


@dataclass(slots=True)
class Search:
    """Looks for how much must be saved. What that is can only be guessed, as looks differ in what they show.

    `first` is the size in bytes of the uncut rendering, 0 before there is one.
    """

    first: int = 0
    _excess: float = 0.0
    _too_little: float = 0.0
    _enough: float = 0.0
    _tries: int = 0
    _done: bool = False

    def next(self, size: int) -> float | None:
        """Return how much to save in the next rendering, after one of this *size*; None where this one will do."""
        self.first = self.first or size
        self._tries += 1
        if size <= LIMIT:
            self._enough = self._excess
            if self._done or not self._excess or size >= LIMIT * FULL or self._tries >= TRIES:
                return None
        else:
            self._too_little = self._excess
        if self._enough and self._tries >= TRIES:
            self._done, self._excess = True, self._enough
        elif self._enough:
            self._excess = (self._too_little + self._enough) / 2
        elif self._tries > 2 * TRIES:
            return None
        else:
            self._excess += (size - LIMIT) * MARGIN
        return self._excess


def without_excess(sections: Sections) -> Sections:
    """Return *sections* with no more posts than could ever fit, the rest counted in `more`."""
    return _with_posts(sections, MOST_POSTS)


def fit(sections: Sections, size: int, excess: float) -> Sections:
    """Return *sections* cut so that about *excess* of the *size* in bytes, at which they were rendered, is saved."""
    before = sum(map(_summaries_of, sections))
    cut = _with_summaries(sections, SUMMARIES[-1])
    left = excess - before + sum(map(_summaries_of, cut))
    if left <= 0:
        milder = (_with_summaries(sections, columns) for columns in SUMMARIES[:-1])
        return next((one for one in milder if sum(map(_summaries_of, one)) <= before - excess), cut)
    cut, left = _without_pictures(cut, left)
    return _without_posts(cut, left, size - excess + left) if left > 0 else cut


def without_pictures(sections: Sections) -> Sections:
    """Return *sections* without pictures, for a look that shows none."""
    return _each(sections, lambda card: replace(card, picture=None))


def shows_pictures(sections: Sections, html: str) -> bool:
    """Return whether *html*, made of *sections*, has any of their pictures."""
    pictures = (card.picture for section in sections for card in section.cards if card.picture)
    return any(escape(picture.url) in html for picture in pictures)


def cuts_between(before: Sections, after: Sections) -> Cuts:
    """Return what the second lacks of the first."""
    shown = {card.post.guid: card for section in after for card in section.cards}
    pairs = [(card, shown.get(card.post.guid)) for section in before for card in section.cards]
    kept = [(card, left) for card, left in pairs if left]
    shorter = [left for card, left in kept if left.summary != card.summary]
    return Cuts(
        summaries=len(shorter),
        columns=max((len(left.summary) for left in shorter), default=0),
        pictures=sum(card.picture is not None and left.picture is None for card, left in kept),
        posts=len(pairs) - len(kept),
    )


def _with_summaries(sections: Sections, columns: int) -> Sections:
    def cut(card: Card) -> Card:
        language = card.lang or card.post.language or "en"
        summary = shorten(card.summary, limit=columns, least=columns // 2, language=language)
        return card if summary == card.summary else replace(card, summary=summary)

    return _each(sections, cut)


def _without_pictures(sections: Sections, excess: float) -> tuple[Sections, float]:
    """Return *sections* without as many pictures as it takes, the last ones first, and the excess that is left."""
    gone: set[str] = set()
    for card in reversed([card for section in sections for card in section.cards]):
        if excess > 0 and card.picture:
            gone.add(card.post.guid)
            excess -= PICTURE + _length(card.picture.url) + _length(card.picture.alt)
    return _each(
        sections, lambda card: replace(card, picture=None) if card.post.guid in gone else card
    ), excess


def _without_posts(sections: Sections, excess: float, size: float) -> Sections:
    """Return *sections*, which take about *size*, without so many posts as take *excess*."""
    total = sum(len(section.cards) for section in sections)
    return _with_posts(sections, max(1, total - int(excess / (size / total)) - 1))


def _with_posts(sections: Sections, most: int) -> Sections:
    """Return *sections* with *most* posts in all: the longest give up theirs first, the last ones.

    Where one post of each were too many still, the last sections are counted together.
    """
    sections = _folded(sections, most)
    lengths = [len(section.cards) for section in sections]
    level = max(lengths, default=0)
    while level > 1 and sum(min(length, level) for length in lengths) > most:
        level -= 1
    return tuple(
        replace(section, cards=section.cards[:level], more=section.count - len(section.cards[:level]))
        for section in sections
    )


def _folded(sections: Sections, most: int) -> Sections:
    """Return *sections*, those beyond *most* made one that has no heading and shows nothing but its count."""
    kept, rest = sections[:most], sections[most:]
    if not rest:
        return sections
    count = sum(section.count for section in rest)
    return (*kept, replace(rest[-1], heading="", slug="", cards=(), count=count, more=count))


def _each(sections: Sections, change: Callable[[Card], Card]) -> Sections:
    return tuple(replace(section, cards=tuple(map(change, section.cards))) for section in sections)


def _summaries_of(section: CardSection) -> int:
    return sum(_length(card.summary) for card in section.cards)


def _length(text: str) -> int:
    """Return how many bytes *text* takes as it is sent: quoted-printable takes three for each beyond ASCII."""
    return len(text) if text.isascii() else len(text.encode()) * 2
