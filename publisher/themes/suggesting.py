"""An archive without themes -> the themes that it seems to have. Pure; needs scipy.

Posts are grouped by what they say, more finely than is asked for. A group that no phrase names honestly, or that is
too small, is given up and its posts go to those left. At last the classifier is shown the names and keywords alone:
each theme then has the posts that the settings, once pasted, will give it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from publisher.errors import ThemesError
from publisher.model import Theme
from publisher.themes.archive import main_language, telling, without_shared_lines
from publisher.themes.grouping import Grouper, kernel_of
from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.lexicon import Said
from publisher.themes.many import chances_of
from publisher.themes.naming import Name, Namer, Ranked, choose, distinct, fitness, heading
from publisher.themes.phrases import calendar_words
from publisher.themes.terms import terms_of, words
from publisher.themes.texts import Text
from publisher.themes.training import Trained, sample, train

FEWEST = 20
# Fewer themes than this are no proposal, unless that many are asked for.
_FEWEST_THEMES = 3
# How many more groups there are at first, if they then have so many posts.
_FINER, _NAMEABLE = 1.8, 45
# A group is too small at this part of the usual size.
_SMALL = 0.15
_TITLES = 5
# How much worse a name is that is but a keyword.
_MAKESHIFT = 0.3
# The part of the titles that must say something.
_TELLING = 0.4
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
    return max(3, min(16, round(exp(0.35 * log(posts)))))


def suggest(texts: Sequence[Text], count: int | None = None) -> Suggestion:
    """Return the themes that *texts* seem to have, *count* of them where so many can be named.

    ThemesError says what is missing where there are too few posts, or their titles say too little.
    """
    texts = sorted(texts, key=lambda text: (text.source, text.path))
    kept, left_out = main_language(texts)
    _check_enough([texts[number] for number in kept])
    some = [kept[place] for place in sample(len(kept), {})]
    chosen = [texts[number] for number in some]
    named = _names(chosen, count)
    if len(named) < min(_FEWEST_THEMES, count or _FEWEST_THEMES):
        raise ThemesError(
            f"no phrases set more than {len(named):,} groups of these {len(kept):,} posts apart; "
            "declare themes yourself: [[themes]] with a name and keywords"
        )
    found = sorted(_sorted_under(named, texts, kept, some), key=lambda theme: (-len(theme[1]), theme[0].text))
    return Suggestion(
        themes=tuple(_proposal(name, [texts[number].title for number in members]) for name, members in found),
        posts=len(texts),
        left_out=left_out,
        members=tuple(members for _, members in found),
    )


def _proposal(name: Name, titles: Sequence[str]) -> Proposal:
    return Proposal(name=name.text, keywords=name.keywords, posts=len(titles), titles=typical(titles))


def _check_enough(texts: Sequence[Text]) -> None:
    if len(texts) < FEWEST:
        raise ThemesError(
            f"{len(texts):,} posts in one language are too few to find themes in, {FEWEST} are needed; "
            "declare them yourself: [[themes]] with a name and keywords"
        )
    some = telling([text.title for text in texts])
    if some < _TELLING * len(texts):
        raise ThemesError(
            f"only {some:,} of {len(texts):,} titles say what a post is about, too few to name themes after; "
            "declare them yourself: [[themes]] with a name and keywords"
        )


def _names(texts: Sequence[Text], count: int | None) -> list[tuple[Name, Numbers]]:
    bodies = without_shared_lines([text.text for text in texts])
    said = [
        Said(text.title, body, text.authors[0] if text.authors else "")
        for text, body in zip(texts, bodies, strict=True)
    ]
    wanted = count or usual_count(len(texts))
    grouper = Grouper(kernel_of([terms_of(post.title, post.body) for post in said]), wanted)
    namer = Namer(said, calendar_words({text.language for text in texts}))
    finer = max(wanted, min(round(wanted * _FINER), len(texts) // _NAMEABLE))
    best = _best(namer, _members(grouper.grouped(finer)), wanted, exactly=count is not None)
    named = choose(namer, [ranked for ranked, _ in best])
    return [(name, group) for name, (_, group) in zip(named, best, strict=True) if name.text]


def _best(
    namer: Namer, groups: Sequence[Numbers], count: int, *, exactly: bool
) -> list[tuple[Ranked, Numbers]]:
    """Return the *count* groups that make the best themes; groups of one name are one."""
    usual = sum(map(len, groups)) / count
    candidates = [(namer.ranked(group), group) for group in _merged(namer, groups)]
    weights = [_weight(ranked, len(group), usual) for ranked, group in candidates]
    order = sorted(range(len(candidates)), key=lambda n: (-weights[n], -len(candidates[n][1]), n))
    return [candidates[number] for number in order[:count] if exactly or weights[number] > 0]


def _merged(namer: Namer, groups: Sequence[Numbers]) -> list[Numbers]:
    by_name: dict[str, list[Numbers]] = {}
    for number, group in enumerate(groups):
        names = namer.ranked(group).names if len(group) else ()
        by_name.setdefault(names[0].text if names else str(number), []).append(group)
    return [np.concatenate(some) for some in by_name.values() if len(some[0])]


def _weight(ranked: Ranked, size: int, usual: float) -> float:
    """Return how good a theme a group makes, 0 for none."""
    if size < max(3.0, usual * _SMALL):
        return 0.0
    good = fitness(heading(distinct(ranked.names))) or _MAKESHIFT * fitness(
        heading(distinct(ranked.keywords))
    )
    return good * sqrt(size)


def _members(chance: Array) -> list[Numbers]:
    """Return the posts that are each group's, the surest first."""
    best = chance.argmax(1)
    groups = [np.flatnonzero(best == number) for number in range(chance.shape[1])]
    return [group[np.argsort(-chance[group, number], kind="stable")] for number, group in enumerate(groups)]


def _sorted_under(
    named: Sequence[tuple[Name, Numbers]], texts: Sequence[Text], kept: Sequence[int], some: Sequence[int]
) -> list[tuple[Name, tuple[int, ...]]]:
    """Return the numbers of all posts of each theme, as the classifier finds them by name and keywords."""
    themes = [
        Theme(name=name.text, slug=str(number), keywords=name.keywords)
        for number, (name, _) in enumerate(named)
    ]
    learnt = [terms_of(texts[number].title, texts[number].text) for number in some]
    trained = train(learnt, themes, {}, accuracy=0.8)
    others = sorted(set(kept).difference(some))
    chance = np.vstack([trained.chance, *_chances(trained, texts, others)])
    for place, (_, group) in enumerate(named):
        # Those that were together from the first stay so, and those that the classifier finds too are the most typical.
        chance[group, place] += 1
    numbers = np.array([*some, *others])
    return [
        (name, tuple(numbers[group].tolist()))
        for (name, _), group in zip(named, _members(chance), strict=True)
    ]


def _chances(trained: Trained, texts: Sequence[Text], numbers: Sequence[int]) -> Iterator[Array]:
    for start in range(0, len(numbers), _AT_ONCE):
        posts = [
            terms_of(texts[number].title, texts[number].text) for number in numbers[start : start + _AT_ONCE]
        ]
        yield chances_of(trained.model, posts)


def typical(titles: Sequence[str]) -> tuple[str, ...]:
    """Return some of *titles*, which begin with the most typical: no two of a series while there are others."""
    chosen: list[str] = []
    for overlap in (0.34, 0.67, 1.0):
        for title in titles[:200]:
            own = _bare(title)
            if (
                len(chosen) < _TITLES
                and title not in chosen
                and own
                and all(_shared(own, _bare(other)) <= overlap for other in chosen)
            ):
                chosen.append(title)
    return tuple(chosen)


def _bare(title: str) -> set[str]:
    return {word for word in words(title) if not word.isdigit()}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
