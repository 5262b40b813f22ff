"""What plain tools make of the same posts, to stand beside our figures. Only to evaluate: needs scikit-learn.

Used with care: their tf-idf is of our terms, so that scripts without spaces are no obstacle to them, and its rarity
is that of the whole archive, as ours is.
"""

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.svm import LinearSVC

from publisher.model import Theme
from publisher.themes.kernels import Array, as_rows
from publisher.themes.learning import Numbers
from publisher.themes.terms import Terms, count_terms

# A term is known once so many of the posts have it.
_LEAST = 2
# A title's terms count so many times: what gives them most.
_TITLE = 3
# Without labels, the machine is asked of each post by what the keywords say of the others: in so many parts.
_PARTS = 5


class Plain:
    """The posts as one bag of terms each, title and body together."""

    def __init__(self, posts: Sequence[Terms], themes: Sequence[Theme]) -> None:
        counted = [_merged(post) for post in posts]
        frequency = Counter(term for counts in counted for term in counts)
        known = sorted(term for term, often in frequency.items() if often >= _LEAST) or [""]
        self._place = {term: number for number, term in enumerate(known)}
        # Logarithms of the counts are taken here, rarity and length by scikit-learn.
        self._ones = np.ones(len(known))
        self._tfidf = TfidfTransformer()
        self._rows = self._tfidf.fit_transform(as_rows(counted, self._place, self._ones))
        self._themes = themes

    def learnt(self, known: Numbers, truth: Numbers, asked: Numbers) -> dict[str, Numbers]:
        """Return what each baseline, told the *truth* of *known*, takes the posts *asked* for."""
        return {
            "linear_svm": self._machine(known, truth, asked),
            "nearest_centroid": self._nearest(self._centroids(known, truth), asked),
            "most_frequent": np.full(len(asked), np.bincount(truth).argmax()),
        }

    def unlearnt(self, said: Array, asked: Numbers) -> dict[str, Numbers]:
        """Return what each baseline that needs no label takes *asked* for; *said* are the keywords' scores of all."""
        named = as_rows([_query(theme) for theme in self._themes], self._place, self._ones)
        told = np.flatnonzero(said.max(1) > 0)
        best = said.argmax(1)
        commonest = np.bincount(best[told], minlength=1).argmax()
        best[said.max(1) <= 0] = commonest
        return {
            "linear_svm": self._machine_of_others(told, best)[asked],
            "nearest_centroid": self._nearest(self._tfidf.transform(named).toarray(), asked),
            "keywords": best[asked],
        }

    def _machine(self, known: Numbers, truth: Numbers, asked: Numbers) -> Numbers:
        if len(np.unique(truth)) < 2:
            return np.full(len(asked), truth[0] if len(truth) else 0)
        machine = LinearSVC(random_state=0).fit(self._rows[known], truth)
        return np.asarray(machine.predict(self._rows[asked]), np.intp)

    def _machine_of_others(self, told: Numbers, best: Numbers) -> Numbers:
        found = best.copy()
        for part in range(_PARTS):
            asked = np.arange(part, len(best), _PARTS)
            others = np.setdiff1d(told, asked)
            found[asked] = self._machine(others, best[others], asked)
        return found

    def _centroids(self, known: Numbers, truth: Numbers) -> Array:
        members = np.eye(len(self._themes))[truth].T
        return np.asarray(members @ self._rows[known])

    def _nearest(self, centroids: Array, asked: Numbers) -> Numbers:
        """Return the theme whose centroid is at the smallest angle."""
        length = np.sqrt((centroids**2).sum(1))
        near = self._rows[asked] @ (centroids / np.where(length > 0, length, 1.0)[:, None]).T
        return np.asarray(near.argmax(1), np.intp)


def _merged(post: Terms) -> Counter[str]:
    title = Counter({term: often * _TITLE for term, often in post.title.items()})
    return title + post.body


def _query(theme: Theme) -> Counter[str]:
    """Return the name and the keywords of *theme* as if they were a post."""
    return reduce(add, map(count_terms, (theme.name, theme.description, *theme.tags, *theme.keywords)))
