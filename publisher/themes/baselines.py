"""What plain tools make of the same posts, to stand beside our figures. Only to evaluate: needs scikit-learn.

Used with care: their tf-idf is of our terms, so that scripts without spaces are no obstacle to them, and its rarity
is that of the whole archive, as ours is.
"""

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

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
_FAINT = 1e-9


def tfidf_of(posts: Sequence[Terms]) -> Any:
    """Return the tf-idf of *posts*, a row of unit length each."""
    return _Bags(posts).rows


class Plain:
    """The posts as one bag of terms each, title and body together; scores are a row a post, a column a theme."""

    def __init__(self, posts: Sequence[Terms], themes: Sequence[Theme]) -> None:
        self._bags = _Bags(posts)
        self._rows = self._bags.rows
        self._themes = themes

    def learnt(self, known: Numbers, truth: Numbers, asked: Numbers) -> dict[str, Array]:
        """Return each baseline's scores of the posts *asked*, once it is told the *truth* of *known*."""
        members = np.eye(len(self._themes))[truth].T
        return {
            "linear_svm": self._machine(known, truth, asked),
            "nearest_centroid": self._near(np.asarray(members @ self._rows[known]), asked),
            "most_frequent": np.tile(members.sum(1), (len(asked), 1)),
        }

    def unlearnt(self, said: Array, asked: Numbers) -> dict[str, Array]:
        """Return the scores by each baseline that needs no label; *said* are the keywords' own, of all posts."""
        told = np.flatnonzero(said.max(1) > 0)
        best = said.argmax(1)
        # Posts that no keyword speaks of are taken for what is commonest among the others.
        silent = (said.max(1) <= 0)[:, None] * np.bincount(best[told], minlength=len(self._themes)) * _FAINT
        named = self._bags.weighed([_query(theme) for theme in self._themes])
        return {
            "linear_svm": self._machine_of_others(told, best)[asked],
            "nearest_centroid": self._near(named.toarray(), asked),
            "keywords": (said + silent)[asked],
        }

    def _machine(self, known: Numbers, truth: Numbers, asked: Numbers) -> Array:
        scores = np.full((len(asked), len(self._themes)), -np.inf)
        classes = np.unique(truth)
        if len(classes) < 2:
            scores[:, classes] = 0.0
            return scores
        machine = LinearSVC(random_state=0).fit(self._rows[known], truth)
        found = machine.decision_function(self._rows[asked])
        scores[:, classes] = np.column_stack([-found, found]) if found.ndim == 1 else found
        return scores

    def _machine_of_others(self, told: Numbers, best: Numbers) -> Array:
        scores = np.zeros((len(best), len(self._themes)))
        for part in range(_PARTS):
            asked = np.arange(part, len(best), _PARTS)
            others = np.setdiff1d(told, asked)
            scores[asked] = self._machine(others, best[others], asked)
        return scores

    def _near(self, centroids: Array, asked: Numbers) -> Array:
        """Return the cosine with each centroid."""
        length = np.sqrt((centroids**2).sum(1))
        return np.asarray(self._rows[asked] @ (centroids / np.where(length > 0, length, 1.0)[:, None]).T)


class _Bags:
    """The tf-idf of posts."""

    def __init__(self, posts: Sequence[Terms]) -> None:
        counted = [_merged(post) for post in posts]
        frequency = Counter(term for counts in counted for term in counts)
        known = sorted(term for term, often in frequency.items() if often >= _LEAST) or [""]
        self._place = {term: number for number, term in enumerate(known)}
        self._tfidf = TfidfTransformer().fit(self._counted(counted))
        self.rows = self.weighed(counted)

    def weighed(self, counted: Sequence[Counter[str]]) -> Any:
        """Return a row of unit length for each of *counted*."""
        return self._tfidf.transform(self._counted(counted))

    def _counted(self, counted: Sequence[Counter[str]]) -> Any:
        # Logarithms of the counts are taken here, rarity and length by scikit-learn.
        return as_rows(counted, self._place, np.ones(len(self._place)))


def _merged(post: Terms) -> Counter[str]:
    title = Counter({term: often * _TITLE for term, often in post.title.items()})
    return title + post.body


def _query(theme: Theme) -> Counter[str]:
    """Return the name and the keywords of *theme* as if they were a post."""
    return reduce(add, map(count_terms, (theme.name, theme.description, *theme.tags, *theme.keywords)))
