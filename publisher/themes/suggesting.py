"""An archive without themes -> the themes that it seems to have. Pure; needs scikit-learn.

Posts are grouped by what they say, more finely than is asked for. A group that no phrase names honestly, or that is
too small, is given up and its posts go to those left. At last the classifier is shown the names and keywords alone:
each theme then has the posts that the settings, once pasted, will give it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from publisher.errors import ThemesError
from publisher.model import Theme
from publisher.themes.archive import main_language, without_shared_lines
from publisher.themes.grouping import Grouper, kernel_of
from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.many import chances_of
from publisher.themes.naming import Name, Namer, Said, choose
from publisher.themes.phrases import calendar_words
from publisher.themes.terms import terms_of, words
from publisher.themes.texts import Text
from publisher.themes.training import Trained, sample, train

FEWEST = 20
# How many more groups there are at first.
_FINER = 1.5
# A group is too small at this part of the usual size.
_SMALL = 0.25
_TITLES = 5
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A theme that an archive seems to have: of how many posts, and the titles of some that are typical."""

    name: str
    keywords: tuple[str, ...]
    posts: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The themes of an archive, the largest first, what they hold of `posts`, and how many were `left_out`.

    `left_out` is by language: ISO 639, or "und" for posts that are not in the archive's language but say no other.
    `members` are the numbers of each theme's posts, the most typical first.
    """

    themes: tuple[Proposal, ...]
    posts: int
    left_out: dict[str, int]
    members: tuple[tuple[int, ...], ...]


def usual_count(posts: int) -> int:
    """Return how many themes an archive of so many posts is given: 9 for 500, 14 for 2,000."""
    return max(3, min(16, round(posts**0.35)))


def suggest(texts: Sequence[Text], count: int | None = None) -> Suggestion:
    """Return the themes that *texts* seem to have, *count* of them where so many can be named.

    ThemesError says what is missing where there are too few posts, or their titles say too little.
    """
    texts = sorted(texts, key=lambda text: (text.source, text.path))
    kept, left_out = main_language(texts)
    _check_enough(kept)
    some = [kept[place] for place in sample(len(kept), {})]
    chosen = [texts[number] for number in some]
    named = [name for name in _names(chosen, count) if name.text]
    if len(named) < 2:
        raise ThemesError("no phrase is typical")
    return _sorted_under(named, texts, kept, some, left_out)


def _check_enough(kept: Sequence[int]) -> None:
    if len(kept) < FEWEST:
        raise ThemesError("too few")


def _names(texts: Sequence[Text], count: int | None) -> list[Name]:
    bodies = without_shared_lines([text.text for text in texts])
    said = [
        Said(text.title, body, text.authors[0] if text.authors else "")
        for text, body in zip(texts, bodies, strict=True)
    ]
    namer = Namer(said, calendar_words({text.language for text in texts}))
    grouper = Grouper(kernel_of([terms_of(post.title, post.body) for post in said]), count or usual_count(len(texts)))
    return choose(namer, _groups(grouper, namer, count or usual_count(len(texts)), exactly=count is not None))


def _groups(grouper: Grouper, namer: Namer, count: int, *, exactly: bool) -> list[Numbers]:
    chance = grouper.grouped(round(count * _FINER))
    groups = _merged(namer, _members(chance))
    weights = [_weight(namer, group, len(chance) / count) for group in groups]
    if DEBUG: print("--", sorted([(round(float(w),1),(namer.phrases(g) or [("",0,0)])[0][0], len(g)) for g,w in zip(groups,weights)],reverse=True))
    best = sorted(range(len(groups)), key=lambda number: (-weights[number], -len(groups[number]), number))
    return [groups[number] for number in best[:count] if exactly or weights[number] > 0]


def _merged(namer: Namer, groups: list[Numbers]) -> list[Numbers]:
    """Return *groups*, those that would have one name together."""
    by_name: dict[str, list[Numbers]] = {}
    for number, group in enumerate(groups):
        phrases = namer.phrases(group)
        by_name.setdefault(phrases[0].text if phrases else str(number), []).append(group)
    return [np.concatenate(some) for some in by_name.values()]


DEBUG = False
def _weight(namer: Namer, group: Numbers, usual: float) -> float:
    """Return how good a theme *group* makes, 0 for none."""
    if len(group) < max(3.0, usual * _SMALL):
        return 0.0
    phrases = namer.phrases(group)
    return phrases[0].score * len(group) ** 0.5 if phrases else 0.0


def _members(chance: Array) -> list[Numbers]:
    """Return the posts that are each group's, the surest first."""
    best = chance.argmax(1)
    groups = [np.flatnonzero(best == number) for number in range(chance.shape[1])]
    return [group[np.argsort(-chance[group, number], kind="stable")] for number, group in enumerate(groups)]


def _sorted_under(
    names: Sequence[Name], texts: Sequence[Text], kept: Sequence[int], some: Sequence[int], left_out: dict[str, int]
) -> Suggestion:
    themes = [
        Theme(name=name.text, slug=str(number), keywords=name.keywords) for number, name in enumerate(names)
    ]
    trained = train([terms_of(texts[number].title, texts[number].text) for number in some], themes, {}, accuracy=0.8)
    chance = trained.chance
    learnt = set(some)
    others = [number for number in kept if number not in learnt]
    numbers = np.array([*some, *others])
    if others:
        chance = np.vstack([chance, *_chances(trained, texts, others)])
    groups = [tuple(numbers[group].tolist()) for group in _members(chance)]
    found = [
        (
            Proposal(name=name.text, keywords=name.keywords, posts=len(group), titles=typical([texts[number].title for number in group])),
            group,
        )
        for name, group in zip(names, groups, strict=True)
    ]
    found.sort(key=lambda pair: (-pair[0].posts, pair[0].name))
    return Suggestion(
        themes=tuple(theme for theme, _ in found),
        posts=len(texts),
        left_out=left_out,
        members=tuple(group for _, group in found),
    )


def _chances(trained: Trained, texts: Sequence[Text], numbers: Sequence[int]) -> Iterator[Array]:
    for start in range(0, len(numbers), _AT_ONCE):
        posts = [terms_of(texts[number].title, texts[number].text) for number in numbers[start : start + _AT_ONCE]]
        yield chances_of(trained.model, posts)


def typical(titles: Sequence[str]) -> tuple[str, ...]:
    """Return some of *titles*, which begin with the most typical: no two of a series while there are others."""
    chosen: list[str] = []
    for overlap in (0.34, 0.67, 1.0):
        for title in titles[:200]:
            own = _bare(title)
            if len(chosen) < _TITLES and title not in chosen and own and all(_shared(own, _bare(other)) <= overlap for other in chosen):
                chosen.append(title)
    return tuple(chosen)


def _bare(title: str) -> set[str]:
    return {word for word in words(title) if not word.isdigit()}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
