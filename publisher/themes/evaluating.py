"""How well posts are sorted, measured against labels that are hidden from what is measured. Pure.

It is done as the product does it: every post's text is there while it learns, labelled or not, of at most so many as
training takes; the rest is sorted by the model. Only title and text are looked at: a post's own tags, authors and path
might give its label away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from publisher.errors import InputError
from publisher.model import Theme
from publisher.themes import seeds as seeding
from publisher.themes.baselines import Plain
from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.many import chances_of
from publisher.themes.splits import Split, turns_of
from publisher.themes.terms import Terms, terms_of
from publisher.themes.texts import Text
from publisher.themes.training import (
    Prepared,
    learn_labels,
    least_confidence,
    prepare,
    sample,
    train_on,
)

# The share of the posts that `accuracy_at_70` is of.
SURE = 0.7

Flags = NDArray[np.bool_]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How often right, and the mean of the themes' F1 (of precision and recall, their harmonic mean)."""

    accuracy: float
    macro_f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """How well one theme was told: `support` is how many posts have it."""

    name: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was measured. `coverage` is the share that is put under a theme, `accuracy_covered` how much of it rightly.

    A row of `confusion` is a true theme, a column what posts of it were taken for: counts for one run through all
    posts, their mean over the repeats. `accuracy_covered` is 0 where nothing is covered.
    """

    accuracy: float
    macro_f1: float
    coverage: float
    accuracy_covered: float
    accuracy_at_70: float
    confusion: tuple[tuple[float, ...], ...]
    themes: tuple[ThemeScore, ...]
    baselines: Mapping[str, Score]
    posts: int
    labels: int
    repeats: int


def evaluate(
    texts: Sequence[Text],
    themes: Sequence[Theme],
    labels: Mapping[int, int],
    *,
    split: Split,
    repeats: int,
    accuracy: float,
    progress: Progress,
) -> Evaluation:
    """Return how well *texts* are sorted; *labels* gives the theme's number of some of them.

    *accuracy* is what is asked of the posts that are put under a theme. InputError where labels are too few for
    the *split*. Parts are drawn anew in each of *repeats*, the same ones on every run.
    """
    if len(labels) < split.parts:
        raise InputError(
            f"{len(labels)} posts with a label are too few for {split.name}: at least {split.parts} are needed"
        )
    repeats = repeats if split.shown else 1
    bench = _Bench([terms_of(text.title, text.text) for text in texts], themes, labels)
    turns = [turn for repeat in range(repeats) for turn in turns_of(bench.truth, split, repeat)]
    tests = []
    for done, (shown, hidden) in enumerate(turns, 1):
        tests.append(bench.test(shown, hidden, accuracy))
        progress(done, len(turns))
    results = _Results(tests, bench.truth, len(themes))
    return _summary(results, themes, posts=len(texts), labels=len(labels), repeats=repeats)


class _Test(NamedTuple):
    """What the hidden posts (places among the labelled ones) were taken for, and by each baseline."""

    hidden: Numbers
    said: Numbers
    covered: Flags
    surest: Flags
    baselines: dict[str, Numbers]


class _Bench:
    """The posts, made ready once for all turns."""

    def __init__(self, posts: Sequence[Terms], themes: Sequence[Theme], labels: Mapping[int, int]) -> None:
        self.posts, self.themes = posts, themes
        self.labelled = np.array(sorted(labels), np.intp)
        self.truth = np.array([labels[int(number)] for number in self.labelled], np.intp)
        self._plain = Plain(posts, themes)
        self._sampled: list[int] = []

    def test(self, shown: Numbers, hidden: Numbers, accuracy: float) -> _Test:
        labels = dict(zip(self.labelled[shown].tolist(), self.truth[shown].tolist(), strict=True))
        chance, least = self._chances(labels, self.labelled[hidden], accuracy)
        confidence = chance.max(1)
        surest = np.zeros(len(hidden), bool)
        surest[np.argsort(-confidence, kind="stable")[: max(1, int(SURE * len(hidden)))]] = True
        return _Test(
            hidden=hidden,
            said=chance.argmax(1),
            covered=confidence >= least,
            surest=surest,
            baselines=self._baselines(shown, hidden),
        )

    def _chances(self, labels: dict[int, int], asked: Numbers, accuracy: float) -> tuple[Array, float]:
        """Return how likely each theme is for the posts *asked*, and the confidence from which one is believed."""
        chosen = sample(len(self.posts), labels)
        prepared = self._prepare(chosen)
        place = {number: row for row, number in enumerate(chosen)}
        own = {place[number]: theme for number, theme in labels.items() if number in place}
        outside = [number for number in asked.tolist() if number not in place]
        if not outside:
            chance = learn_labels(prepared, own).chance
            return chance[[place[number] for number in asked.tolist()]], least_confidence(
                chance.max(1), accuracy
            )
        trained = train_on(prepared, own, accuracy=accuracy)
        rows = dict(
            zip(outside, chances_of(trained.model, [self.posts[one] for one in outside]), strict=True)
        )
        rows |= {number: trained.chance[row] for number, row in place.items()}
        return np.array([rows[number] for number in asked.tolist()]), trained.model.least

    def _prepare(self, chosen: list[int]) -> Prepared:
        """Return the posts *chosen*, prepared; as long as they are the same, only once."""
        if chosen != self._sampled:
            self._sampled = chosen
            self._prepared = prepare([self.posts[number] for number in chosen], self.themes)
        return self._prepared

    def _baselines(self, shown: Numbers, hidden: Numbers) -> dict[str, Numbers]:
        asked = self.labelled[hidden]
        if len(shown):
            return self._plain.learnt(self.labelled[shown], self.truth[shown], asked)
        made = self._prepared
        said = [
            seeding.score(post, made.seeds, made.seed_idf, made.average_length, len(self.themes))
            for post in self.posts
        ]
        return self._plain.unlearnt(np.array(said), asked)


class _Results:
    """All tests together. A post that is hidden more often than another counts as much as that."""

    def __init__(self, tests: Sequence[_Test], truth: Numbers, themes: int) -> None:
        hidden = np.concatenate([test.hidden for test in tests])
        self._tests, self._themes = tests, themes
        self._truth = truth[hidden]
        self._weight = 1 / np.bincount(hidden, minlength=len(truth))[hidden]
        self.confusion = self._confused([test.said for test in tests])

    def baselines(self) -> dict[str, Score]:
        return {
            name: _score(self._confused([test.baselines[name] for test in self._tests]))
            for name in self._tests[0].baselines
        }

    def covered(self, chosen: Callable[[_Test], Flags]) -> tuple[float, float]:
        """Return the share of posts that are *chosen*, and how much of it is right."""
        weight = self._weight * np.concatenate([chosen(test) for test in self._tests])
        right = np.concatenate([test.said for test in self._tests]) == self._truth
        return float(weight.sum() / self._weight.sum()), float(weight @ right / max(weight.sum(), 1e-9))

    def _confused(self, said: Sequence[Numbers]) -> Array:
        table = np.zeros((self._themes, self._themes))
        np.add.at(table, (self._truth, np.concatenate(said)), self._weight)
        return table


def _summary(
    results: _Results, themes: Sequence[Theme], *, posts: int, labels: int, repeats: int
) -> Evaluation:
    score = _score(results.confusion)
    coverage, accuracy_covered = results.covered(lambda test: test.covered)
    return Evaluation(
        accuracy=score.accuracy,
        macro_f1=score.macro_f1,
        coverage=coverage,
        accuracy_covered=accuracy_covered,
        accuracy_at_70=results.covered(lambda test: test.surest)[1],
        confusion=tuple(tuple(row) for row in results.confusion.tolist()),
        themes=_theme_scores(results.confusion, themes),
        baselines=results.baselines(),
        posts=posts,
        labels=labels,
        repeats=repeats,
    )


def _theme_scores(confusion: Array, themes: Sequence[Theme]) -> tuple[ThemeScore, ...]:
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


def _score(confusion: Array) -> Score:
    right = np.diag(confusion)
    f1 = 2 * right / (confusion.sum(0) + confusion.sum(1))
    return Score(accuracy=float(right.sum() / confusion.sum()), macro_f1=float(f1.mean()))
