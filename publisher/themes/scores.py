"""What posts were taken for, counted against what they are: the figures of an evaluation. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from publisher.model import Theme
from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers

# How many of the posts are called the surest.
SURE = 0.7
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How often right, of all posts and of the 70 % that are surest; `macro_f1` is the mean of the themes' F1."""

    accuracy: float
    macro_f1: float
    accuracy_at_70: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """How well one theme was told: `support` is how many posts have it."""

    name: str
    precision: float
    recall: float
    f1: float
    support: int


class Said(NamedTuple):
    """What posts were taken for, and which of them are the surest."""

    best: Numbers
    surest: Flags


class Trial(NamedTuple):
    """What the hidden posts (places among the labelled ones) were taken for: by us, and by each baseline."""

    hidden: Numbers
    ours: Said
    covered: Flags
    plain: dict[str, Said]


def said_by(scores: Array, sureness: Array) -> Said:
    """Return what *scores* (a row a post, a column a theme) say, each post as sure as its *sureness*."""
    surest = np.zeros(len(scores), bool)
    surest[np.argsort(-sureness, kind="stable")[: max(1, int(SURE * len(scores)))]] = True
    return Said(scores.argmax(1), surest)


def said_by_margin(scores: Array) -> Said:
    """Return what *scores* say, the surer the farther the best is from the next."""
    rising = np.sort(scores, axis=1)
    return said_by(scores, rising[:, -1] - rising[:, -2])


class Results:
    """All trials together. A post that is hidden more often than another counts as much as that."""

    def __init__(self, trials: Sequence[Trial], truth: Numbers, themes: int) -> None:
        hidden = np.concatenate([trial.hidden for trial in trials])
        self._trials, self._themes = trials, themes
        self._truth = truth[hidden]
        self._weight = 1 / np.bincount(hidden, minlength=len(truth))[hidden]

    def score(self, chosen: Callable[[Trial], Said]) -> Score:
        """Return how well those said by *chosen* did."""
        confusion = self.confusion(chosen)
        right = np.diag(confusion)
        return Score(
            accuracy=float(right.sum() / confusion.sum()),
            macro_f1=float((2 * right / (confusion.sum(0) + confusion.sum(1))).mean()),
            accuracy_at_70=self.covered(chosen, lambda trial: chosen(trial).surest)[1],
        )

    def confusion(self, chosen: Callable[[Trial], Said]) -> Array:
        """Return how many posts of each theme (rows) were taken for which (columns)."""
        table = np.zeros((self._themes, self._themes))
        np.add.at(table, (self._truth, self._best(chosen)), self._weight)
        return table

    def covered(
        self, chosen: Callable[[Trial], Said], which: Callable[[Trial], Flags]
    ) -> tuple[float, float]:
        """Return the share of the posts that are those of *which*, and how many of these are right."""
        weight = self._weight * np.concatenate([which(trial) for trial in self._trials])
        right = self._best(chosen) == self._truth
        return float(weight.sum() / self._weight.sum()), float(weight @ right / max(weight.sum(), 1e-9))

    def _best(self, chosen: Callable[[Trial], Said]) -> Numbers:
        return np.concatenate([chosen(trial).best for trial in self._trials])


def theme_scores(confusion: Array, themes: Sequence[Theme]) -> tuple[ThemeScore, ...]:
    """Return how well each theme was told, from how many posts of each (rows) were taken for which (columns)."""
    right, taken, have = np.diag(confusion), confusion.sum(0), confusion.sum(1)
    return tuple(
        ThemeScore(
            name=theme.name,
            precision=float(right[row] / max(taken[row], 1e-9)),
            recall=float(right[row] / have[row]),
            f1=float(2 * right[row] / (taken[row] + have[row])),
            support=round(have[row]),
        )
        for row, theme in enumerate(themes)
    )
