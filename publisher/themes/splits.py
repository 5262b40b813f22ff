"""Which labels are learnt from and which are hidden, in turns. Pure; the same on every run."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from publisher.themes.learning import Numbers

# A share of the labels is a fraction of at most so many parts.
_FINEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How labels are shown and hidden: in turns, `shown` of `parts` parts are learnt from, the others tested."""

    name: str
    parts: int
    shown: int

    @property
    def starts(self) -> range:
        """The part that each turn's shown ones begin with, so that every part is hidden in one at least."""
        return range(0, self.parts, max(1, min(self.shown, self.parts - self.shown)))


ZERO_SHOT = Split(name="zero-shot", parts=1, shown=0)


def in_folds(folds: int) -> Split:
    """Return the split that learns from all but one of *folds* parts, and tests that one."""
    return Split(name=f"{folds} folds", parts=folds, shown=folds - 1)


def by_share(share: float) -> Split:
    """Return the split that learns from a *share* of the labels, from 0.02 to 0.98, and tests the rest."""
    part = Fraction(share).limit_denominator(_FINEST)
    return Split(name=f"train {share:g}", parts=part.denominator, shown=part.numerator)


def turns_of(truth: Numbers, split: Split, seed: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield which labels are shown and which are hidden, as places in *truth*.

    Each part has its share of every theme; *seed* says how they are drawn.
    """
    shuffled = np.random.default_rng(seed).permutation(len(truth))
    by_theme = shuffled[np.argsort(truth[shuffled], kind="stable")]
    part = np.empty(len(truth), np.intp)
    part[by_theme] = np.arange(len(truth)) % split.parts
    for start in split.starts:
        shown = (part - start) % split.parts < split.shown
        yield np.flatnonzero(shown), np.flatnonzero(~shown)
