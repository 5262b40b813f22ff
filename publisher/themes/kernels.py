"""Terms of posts -> how alike each two are: cosines of tf-idf about their mean. Only to train: needs scipy."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Array = NDArray[np.float64]


class Block(NamedTuple):
    """One part of the posts (titles, bodies): a row of unit length a post; `mean` of the rows; their `spread`."""

    terms: list[str]
    idf: Array
    rows: Any
    mean: Array
    spread: Array


def block(counted: Sequence[Counter[str]], least: int, known_idf: Mapping[str, float] | None = None) -> Block:
    """Return the tf-idf of *counted*, of the terms that at least *least* of them have.

    *known_idf* is that of the bodies, for titles: what is common there says as little here.
    """
    frequency = Counter(term for counts in counted for term in counts)
    known = sorted(term for term, often in frequency.items() if often >= least)
    total = len(counted)
    idf = np.array([log((1 + total) / (1 + frequency[term])) + 1 for term in known])
    if known_idf is not None:
        idf = np.array([known_idf.get(term, log(1 + total) + 1) - 1 for term in known])
    rows = as_rows(counted, {term: number for number, term in enumerate(known)}, idf)
    norm = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    rows.data /= np.repeat(np.where(norm > 0, norm, 1.0), np.diff(rows.indptr))
    mean = np.asarray(rows.mean(0)).ravel()
    spread = np.sqrt(np.maximum((norm > 0) - 2 * (rows @ mean) + mean @ mean, 1e-9))
    return Block(known, idf, rows, mean, spread)


def as_rows(counted: Sequence[Mapping[str, int]], place: Mapping[str, int], idf: Array) -> Any:
    """Return the sublinear tf-idf of *counted* as a sparse matrix, its rows not yet of length one."""
    columns: list[int] = []
    often: list[int] = []
    starts = [0]
    for counts in counted:
        known = sorted(counts.keys() & place.keys()) if len(counts) > len(place) else counts
        for term in known:
            if term in place:
                columns.append(place[term])
                often.append(counts[term])
        starts.append(len(columns))
    values = (1 + np.log(np.array(often, float))) * idf[np.array(columns, int)]
    return csr_matrix((values, columns, starts), shape=(len(counted), len(place)))


def alike(part: Block) -> Array:
    """Return the cosine, about the mean, of each two posts."""
    raw = (part.rows @ part.rows.T).toarray()
    middle = part.rows @ part.mean
    centred = raw - middle[:, None] - middle[None] + part.mean @ part.mean
    kernel: Array = centred / part.spread[:, None] / part.spread[None]
    return kernel
