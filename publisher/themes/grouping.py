"""Posts -> groups of posts that say the like, with no label. The same posts give the same groups. Needs scikit-learn.

Spectral clustering on the nearest neighbours of each post (von Luxburg, A Tutorial on Spectral Clustering, 2007) finds
where the archive falls apart; ridge regression, asked about each post without it, then settles who belongs where.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import eigsh

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
# How many groups more, or fewer, the groupings have that are brought together.
_OTHERS = range(-2, 5)
_STARTS = 6
# How many posts say how sure the rounds have become.
_JUDGES = 400
_HALF = 0.5


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

    def __init__(self, kernel: Array, count: int) -> None:
        """Several groupings, some coarser than *count* and some finer, say how often two posts belong together.

        What they say is grouped again: one grouping alone hangs by chance on a few posts.
        """
        self._inverse = np.linalg.inv(kernel + np.eye(len(kernel)))
        self._diagonal = np.diag(self._inverse)[:, None]
        vectors = _vectors(_neighbours(kernel), count + max(_OTHERS))
        self._together = np.zeros_like(kernel)
        for more in _OTHERS:
            chance = self._refined(_parted(vectors[:, : max(2, count + more)]))
            rows = _of_length_one(self._refined(chance.argmax(1)))
            self._together += rows @ rows.T

    def grouped(self, count: int) -> Array:
        """Return the chance of each of *count* groups for each post."""
        return self._refined(_parted(_vectors(self._together, count)))

    def settled(self, chance: Array) -> Array:
        """Return the chances of what groups are left; who had none of them is shared out."""
        left = chance.sum(1, keepdims=True)
        return self._rounds(np.where(left > _HALF, chance / np.maximum(left, _HALF), 1 / chance.shape[1]))

    def _refined(self, found: Numbers) -> Array:
        count = int(found.max()) + 1
        return self._rounds(np.eye(count)[found] * _SURE + (1 - _SURE) / count)

    def _rounds(self, chance: Array) -> Array:
        some = slice(None, None, max(1, len(chance) // _JUDGES))
        for turn in range(_ROUNDS):
            wanted = chance - chance.mean(0)
            scores = wanted - (self._inverse @ wanted) / self._diagonal
            reached = _FIRST + (_LAST - _FIRST) * (turn + 1) / _ROUNDS
            chance = softmax(scores * sharpen(scores[some], 0.0, reached))
            chance = chance / chance.mean(0) ** _EVEN
            chance /= chance.sum(1, keepdims=True)
        return chance


def _neighbours(kernel: Array) -> Any:
    """Return how much each post is like its nearest, as a sparse symmetric matrix."""
    posts = len(kernel)
    near = kernel.copy()
    np.fill_diagonal(near, 0)
    nearest = np.argpartition(-near, min(_NEAR, posts - 1), axis=1)[:, :_NEAR]
    rows = np.arange(posts)[:, None]
    graph = np.zeros_like(near)
    graph[rows, nearest] = np.maximum(near[rows, nearest], 0)
    return csr_matrix(np.maximum(graph, graph.T))


def _vectors(graph: Any, count: int) -> Array:
    """Return the first *count* eigenvectors of a graph's normalised Laplacian, the smoothest first."""
    posts = graph.shape[0]
    degree = diags(1 / np.sqrt(np.asarray(graph.sum(1)).ravel() + 1e-9))
    values, vectors = eigsh(degree @ graph @ degree, min(count, posts - 1), v0=np.ones(posts), which="LA")
    return np.asarray(vectors[:, np.argsort(-values, kind="stable")])


def _parted(vectors: Array) -> Numbers:
    """Return the number of the group of each post, as many groups as there are *vectors*."""
    from sklearn.cluster import KMeans  # a second to load
    from threadpoolctl import threadpool_limits

    # Its threads wait for one another actively, which on a busy machine takes twice the time of one.
    with threadpool_limits(1, user_api="openmp"):
        found = KMeans(vectors.shape[1], n_init=_STARTS, random_state=0).fit_predict(_of_length_one(vectors))
    return np.asarray(found, np.intp)


def _of_length_one(rows: Array) -> Array:
    unit: Array = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
