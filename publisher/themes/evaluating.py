"""How well posts are sorted, measured against labels that are hidden from what is measured. Pure.

It is done as the product does it: every post's text is there while it learns, labelled or not, of at most so many as
training takes; the rest is sorted by the model. Only title and text are looked at: a post's own tags, authors and path
might give its label away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from publisher.errors import InputError
from publisher.model import Theme
from publisher.themes import seeds as seeding
from publisher.themes.baselines import Plain
from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.many import chances_of
from publisher.themes.scores import (
    Results,
    Said,
    Score,
    ThemeScore,
    Trial,
    said_by,
    said_by_margin,
    theme_scores,
)
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

Progress = Callable[[int, int], None]


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
    trials = []
    for done, (shown, hidden) in enumerate(turns, 1):
        trials.append(bench.trial(shown, hidden, accuracy))
        progress(done, len(turns))
    return _summary(trials, bench, posts=len(texts), labels=len(labels), repeats=repeats)


class _Bench:
    """The posts, made ready once for all turns."""

    def __init__(self, posts: Sequence[Terms], themes: Sequence[Theme], labels: Mapping[int, int]) -> None:
        self.posts, self.themes = posts, themes
        self.labelled = np.array(sorted(labels), np.intp)
        self.truth = np.array([labels[int(number)] for number in self.labelled], np.intp)
        self._plain = Plain(posts, themes)
        self._sampled: list[int] = []

    def trial(self, shown: Numbers, hidden: Numbers, accuracy: float) -> Trial:
        labels = dict(zip(self.labelled[shown].tolist(), self.truth[shown].tolist(), strict=True))
        chance, least = self._chances(labels, self.labelled[hidden], accuracy)
        confidence = chance.max(1)
        plain = self._baselines(shown, hidden)
        return Trial(
            hidden=hidden,
            ours=said_by(chance, confidence),
            covered=confidence >= least,
            plain={name: said_by_margin(scores) for name, scores in plain.items()},
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
            least = least_confidence(chance, accuracy)
            return chance[[place[number] for number in asked.tolist()]], least
        trained = train_on(prepared, own, accuracy=accuracy)
        sorted_later = chances_of(trained.model, [self.posts[number] for number in outside])
        rows = {number: trained.chance[row] for number, row in place.items()}
        rows |= dict(zip(outside, sorted_later, strict=True))
        return np.array([rows[number] for number in asked.tolist()]), trained.model.least

    def _prepare(self, chosen: list[int]) -> Prepared:
        """Return the posts *chosen*, prepared; as long as they are the same, only once."""
        if chosen != self._sampled:
            self._sampled = chosen
            self._prepared = prepare([self.posts[number] for number in chosen], self.themes)
        return self._prepared

    def _baselines(self, shown: Numbers, hidden: Numbers) -> dict[str, Array]:
        asked = self.labelled[hidden]
        if len(shown):
            return self._plain.learnt(self.labelled[shown], self.truth[shown], asked)
        made = self._prepared
        said = [
            seeding.score(post, made.seeds, made.seed_idf, made.average_length, len(self.themes))
            for post in self.posts
        ]
        return self._plain.unlearnt(np.array(said), asked)


def _ours(trial: Trial) -> Said:
    return trial.ours


def _by(name: str) -> Callable[[Trial], Said]:
    return lambda trial: trial.plain[name]


def _summary(trials: Sequence[Trial], bench: _Bench, *, posts: int, labels: int, repeats: int) -> Evaluation:
    results = Results(trials, bench.truth, len(bench.themes))
    confusion, score = results.confusion(_ours), results.score(_ours)
    coverage, accuracy_covered = results.covered(_ours, lambda trial: trial.covered)
    return Evaluation(
        accuracy=score.accuracy,
        macro_f1=score.macro_f1,
        coverage=coverage,
        accuracy_covered=accuracy_covered,
        accuracy_at_70=score.accuracy_at_70,
        confusion=tuple(tuple(row) for row in confusion.tolist()),
        themes=theme_scores(confusion, bench.themes),
        baselines={name: results.score(_by(name)) for name in trials[0].plain},
        posts=posts,
        labels=labels,
        repeats=repeats,
    )
