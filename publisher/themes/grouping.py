"""Posts -> groups of posts that say the like, with no label. The same posts give the same groups. Needs scikit-learn.

Spectral clustering on the nearest neighbours of each post (von Luxburg, A Tutorial on Spectral Clustering, 2007) finds
where the archive falls apart; ridge regression, asked about each post without it, then settles who belongs where.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse.linalg import eigsh
from sklearn.cluster import KMeans

from publisher.themes.kernels import Array, alike, block
from publisher.themes.learning import Numbers, sharpen, softmax
from publisher.themes.terms import Terms

# The part of the titles alone; how often a title is said within its text.
_TITLE, _SAID = 0.3, 5
_TEXT_LEAST, _TITLE_LEAST = 3, 2
_NEAR = 20
# How far the sizes of groups are drawn together.
_EVEN = 0.5
_SURE, _ROUNDS = 0.7, 10
_FIRST, _LAST = 0.5, 0.8


def kernel_of(posts: Sequence[Terms]) -> Array:
    """Return how alike each two of *posts* are: texts that say their titles again, and the titles alone."""
    whole = [_with_title(post) for post in posts]
    text = block(whole, _TEXT_LEAST)
    idf = dict(zip(text.terms, text.idf.tolist(), strict=True))
    kernel = (1 - _TITLE) * alike(text)
    kernel += _TITLE * alike(block([post.title for post in posts], _TITLE_LEAST, idf))
    return _centred(kernel)


def _with_title(post: Terms) -> Counter[str]:
    return post.body + Counter({term: _SAID * often for term, often in post.title.items()})


def _centred(kernel: Array) -> Array:
    middle = kernel.mean(0)
    moved = kernel - middle[None] - middle[:, None] + middle.mean()
    size = np.sqrt(np.maximum(np.diag(moved), 1e-9))
    centred: Array = moved / size[:, None] / size[None]
    return centred


class Grouper:
    """Groups the posts that are so much alike, and sorts them anew where a group is given up."""

    def __init__(self, kernel: Array) -> None:
        self._kernel = kernel
        self._inverse = np.linalg.inv(kernel + np.eye(len(kernel)))

    def grouped(self, count: int) -> Array:
        """Return the chance of each of *count* groups for each post."""
        found = _spectral(self._kernel, count)
        chance = _refined(self._inverse, _told(found, count))
        return _refined(self._inverse, _told(chance.argmax(1), count))

    def settled(self, chance: Array) -> Array:
        """Return the chances of what groups are left; who had none of them is shared out."""
        left = chance.sum(1, keepdims=True)
        return _refined(self._inverse, np.where(left > 0.5, chance / left, 1 / chance.shape[1]))


def _told(found: Numbers, count: int) -> Array:
    return np.eye(count)[found] * _SURE + (1 - _SURE) / count


def _spectral(kernel: Array, count: int) -> Numbers:
    posts = len(kernel)
    near = kernel.copy()
    np.fill_diagonal(near, 0)
    nearest = np.argsort(-near, axis=1, kind="stable")[:, : min(_NEAR, posts - 1)]
    graph = np.zeros_like(near)
    rows = np.arange(posts)[:, None]
    graph[rows, nearest] = np.maximum(near[rows, nearest], 0)
    graph = np.maximum(graph, graph.T)
    degree = np.sqrt(graph.sum(1) + 1e-9)
    _, vectors = eigsh(graph / degree[:, None] / degree[None], count, v0=np.ones(posts), which="LA")
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(KMeans(count, n_init=10, random_state=0).fit_predict(vectors), np.intp)


def _refined(inverse: Array, chance: Array) -> Array:
    diagonal = np.diag(inverse)[:, None]
    for turn in range(_ROUNDS):
        wanted = chance - chance.mean(0)
        scores = wanted - (inverse @ wanted) / diagonal
        reached = _FIRST + (_LAST - _FIRST) * (turn + 1) / _ROUNDS
        chance = softmax(scores * sharpen(scores, 0.0, reached))
        chance = chance / chance.mean(0) ** _EVEN
        chance /= chance.sum(1, keepdims=True)
    return chance
