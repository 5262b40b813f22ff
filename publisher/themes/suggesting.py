"""An archive without themes -> the themes that it seems to have, each with its typical posts. Pure; needs scikit-learn."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from publisher.themes.grouping import Grouper
from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.naming import Namer, Phrase, Said
from publisher.themes.phrases import calendar_words
from publisher.themes.terms import FIRST_UNSPACED, terms_of, words
from publisher.themes.texts import Text

MOST = 2_000
_OTHER_LANGUAGE = 0.4
_ENOUGH = 0.25

class Proposal(NamedTuple):
    name: str
    keywords: tuple[str, ...]
    posts: tuple[int, ...]
    titles: tuple[str, ...]


def usual_count(posts: int) -> int:
    return max(3, min(16, round(posts**0.35)))


def without_shared_lines(bodies):
    often = Counter(line for body in bodies for line in {line.strip() for line in body.split("\n")})
    most = max(3, len(bodies) // 200)
    return ["\n".join(line for line in body.split("\n") if often[line.strip()] < most) for body in bodies]


def in_main_language(posts: Sequence[Said]):
    found = [words(f"{post.title}\n{post.body}"[:3000]) for post in posts]
    common = {word for word, _ in Counter(word for post in found for word in set(post)).most_common(40)}
    share = np.array([sum(word in common for word in post) / len(post) if len(post) >= 30 else np.nan for post in found])
    usual = np.nanmedian(share) if not np.isnan(share).all() else 0.0
    return ~(share < usual * _OTHER_LANGUAGE)


class Named(NamedTuple):
    name: str
    keywords: tuple[str, ...]
    score: float
    share: float


def sorted_groups(chance: Array) -> list[Numbers]:
    best = chance.argmax(1)
    groups = [np.flatnonzero(best == number) for number in range(chance.shape[1])]
    return [group[np.argsort(-chance[group, number], kind="stable")] for number, group in enumerate(groups)]


def weight(phrases: list[Phrase], size: int) -> float:
    return phrases[0].score * size ** 0.5 if phrases else 0.0

DEBUG = False
def suggest_groups(said, kernel, namer, count, factor=1.5, exact=False):
    grouper = Grouper(kernel)
    first = round(count * factor)
    chance = grouper.grouped(first)
    while chance.shape[1] > 1:
        groups = sorted_groups(chance)
        named = [namer.phrases(group) for group in groups]
        weights = np.array([weight(n, len(g)) if len(g) >= len(said) / (4 * count) else 0.0 for n, g in zip(named, groups)])
        if DEBUG:
            print("----", [(namer.written(n[0].text) if n else "", len(g), round(float(w), 1)) for n, g, w in zip(named, groups, weights)])
        poor = int(weights.argmin())
        if chance.shape[1] <= count and (exact or weights[poor] > 0):
            break
        keep = np.ones(chance.shape[1], bool)
        keep[poor] = False
        chance = grouper.settled(chance[:, keep])
    return groups, named, chance
